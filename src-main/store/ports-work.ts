/** What the store offers for people and saved prompts. */
import type { UserId } from '../../src-core/base/ids.ts';
import type { JsonObject } from './schemas.ts';

export type Role = 'coordinator' | 'reader';

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
}

/**
 * What proves who somebody is. Of a reader: the PIN's hash (`hashPin`; null: one is to be chosen) and the signing key's
 * PKCS#8 bytes, base64. Of a coordinator: the signing key under the passphrase.
 */
export type AccountSecret =
  | {
      readonly kind: 'pin';
      readonly pinHash: string | null;
      readonly signingKey: string;
      readonly publicKey: string;
    }
  | { readonly kind: 'passphrase'; readonly sealedKey: JsonObject; readonly publicKey: string };

export interface UsersReadable {
  /** Throws NOT_FOUND. */
  get(id: UserId): User;
  /** By name, ASCII letter case ignored. */
  find(role: Role, name: string): User | undefined;
  /** All users, or those of one role, by name. */
  list(role?: Role): readonly User[];
  /** Null until the account has one. */
  secret(id: UserId): AccountSecret | null;
}

export interface UsersWritable {
  /** Throws CONFLICT where the role already has a user of that name, BAD_INPUT for a blank name. */
  add(role: Role, name: string): User;
  /** The user of that name, added when missing. */
  findOrAdd(role: Role, name: string): User;
  /**
   * A reader whom a package names. Known by id: that user. Where another reader of this workstation has the name, a
   * number in brackets is added to it. Throws CONFLICT where the id is a coordinator's.
   */
  addReaderOfPackage(id: UserId, name: string): User;
  /** Sets or replaces it. Throws BAD_INPUT where its kind is not the role's. */
  setSecret(id: UserId, secret: AccountSecret): void;
}

export interface SavedPrompt {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly negative: string;
  readonly settings: JsonObject;
  readonly createdAt: string;
}

export type NewSavedPrompt = Pick<SavedPrompt, 'name' | 'text' | 'negative' | 'settings'>;

export interface PromptsReadable {
  /** Throws NOT_FOUND. */
  get(id: string): SavedPrompt;
  list(): readonly SavedPrompt[];
}

export interface PromptsWritable {
  add(prompt: NewSavedPrompt): SavedPrompt;
  /** Replaces name, text, negative and settings. Throws NOT_FOUND. */
  update(id: string, prompt: NewSavedPrompt): SavedPrompt;
  /** Throws NOT_FOUND. */
  remove(id: string): void;
}
