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

export interface UsersReadable {
  /** Throws NOT_FOUND. */
  get(id: UserId): User;
  /** By name, ASCII letter case ignored. */
  find(role: Role, name: string): User | undefined;
  /** All users, or those of one role, by name. */
  list(role?: Role): readonly User[];
}

export interface UsersWritable {
  /** Throws CONFLICT where the role already has a user of that name, BAD_INPUT for a blank name. */
  add(role: Role, name: string): User;
  /** The user of that name, added when missing. */
  findOrAdd(role: Role, name: string): User;
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
