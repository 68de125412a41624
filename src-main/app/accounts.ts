import { LightboxError } from '../../src-core/base/errors.ts';
import type { UserId } from '../../src-core/base/ids.ts';
import { hashPin, isPin } from '../keys/passphrase.ts';
import { sealKey, unsealKey } from '../keys/sealed.ts';
import { createSigningKey, type SigningKey, signingKeyFrom } from '../keys/signing.ts';
import type { AccountSecret, User } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';
import { resealed } from './resealing.ts';
import { SecretTries } from './secret-tries.ts';

type Ports = Pick<AppPorts, 'store' | 'clock'>;

/**
 * What people prove with who they are: a reader's PIN, a coordinator's passphrase. A right one gives the account's
 * signing key. Wrong ones are counted and audited.
 */
export class Accounts {
  readonly #ports: Ports;
  readonly #tries: SecretTries;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#tries = new SecretTries(ports.clock);
  }

  /** Whether the account has a PIN or passphrase. */
  hasSecret(id: UserId): boolean {
    return this.#chosen(id) !== null;
  }

  /**
   * The key of an account; the secret becomes the account's where it has none yet.
   * @throws LightboxError SECRET_WRONG, CONFLICT while the account has to wait, BAD_INPUT for a first secret that is
   * none, STORE_CORRUPT
   */
  async signIn(user: User, secret: string): Promise<SigningKey> {
    const chosenBefore = this.#chosen(user.id);
    if (chosenBefore !== null) return this.#open(user, chosenBefore, secret);
    const held = this.#ports.store.users.secret(user.id);
    const key = held?.kind === 'pin' ? readersKey(held) : createSigningKey();
    const chosen = await secretOf(user, key, secret);
    this.#ports.store.transaction(() => {
      if (this.hasSecret(user.id)) {
        throw new LightboxError(
          'CONFLICT',
          'A PIN or passphrase was chosen in the meantime. Sign in with it.',
        );
      }
      this.#ports.store.users.setSecret(user.id, chosen);
      this.#record(user, 'session.chooseSecret', {});
    });
    return key;
  }

  /**
   * The key of a person who is signed in and types the PIN or passphrase once more.
   * @throws LightboxError as `signIn`; CONFLICT where the account has none
   */
  async confirm(id: UserId, secret: string): Promise<SigningKey> {
    const held = this.#chosen(id);
    if (held !== null) return this.#open(this.#ports.store.users.get(id), held, secret);
    throw new LightboxError(
      'CONFLICT',
      'This account has no PIN or passphrase. Sign in again and choose one.',
    );
  }

  /**
   * Replaces a secret; the signing key stays, and what was sealed under a passphrase is sealed under the new one.
   * @throws LightboxError as `confirm`; BAD_INPUT for a new one that is none, CONFLICT where a study was frozen meanwhile
   */
  async change(id: UserId, old: string, next: string): Promise<void> {
    const { store } = this.#ports;
    const user = store.users.get(id);
    const chosen = await secretOf(user, await this.confirm(id, old), next);
    const studies = user.role === 'coordinator' ? await resealed(store.studies, old, next) : null;
    store.transaction(() => {
      store.users.setSecret(id, chosen);
      studies?.keep({ actor: user.name, reason: 'another passphrase' });
      this.#record(user, 'session.changeSecret', {
        ...(studies === null ? {} : { resealed: studies.count, underAnother: studies.underAnother }),
      });
    });
    store.eraseOverwritten();
  }

  /** A new person with a secret. @throws LightboxError BAD_INPUT where it is none */
  async secretOfNew(role: User['role'], secret: string): Promise<{ key: SigningKey; chosen: AccountSecret }> {
    const key = createSigningKey();
    return { key, chosen: await secretOf({ role }, key, secret) };
  }

  /** Takes a reader's PIN away; the key stays, so that earlier readings go on. @throws LightboxError BAD_INPUT, NOT_FOUND */
  resetPin(id: UserId, by: { readonly actor: string; readonly reason: string }): void {
    const { store } = this.#ports;
    const { role, name } = store.users.get(id);
    if (role !== 'reader') {
      throw new LightboxError('BAD_INPUT', `${name} is no reader: a passphrase cannot be taken away.`, {
        id,
      });
    }
    store.transaction(() => {
      const held = store.users.secret(id);
      if (held?.kind === 'pin') store.users.setSecret(id, { ...held, pinHash: null });
      const { actor, reason } = by;
      store.audit.append({ actor, action: 'readers.resetPin', details: { user: id, name, reason } });
    });
    this.#tries.forget(id);
  }

  /** Null where a PIN is still to be chosen, also after it was taken away. */
  #chosen(id: UserId): AccountSecret | null {
    const held = this.#ports.store.users.secret(id);
    return held?.kind === 'pin' && held.pinHash === null ? null : held;
  }

  async #open(user: User, held: AccountSecret, secret: string): Promise<SigningKey> {
    const wrong = this.#tries.begin(user.id);
    const key = await keyOf(held, secret);
    if (key === null) {
      this.#record(user, 'session.wrongSecret', { wrong });
      const waitSeconds = this.#tries.waitSeconds(user.id);
      throw new LightboxError(
        'SECRET_WRONG',
        `The ${user.role === 'reader' ? 'PIN' : 'passphrase'} is wrong. ${
          waitSeconds === 0 ? 'Type it again.' : `After ${wrong} wrong tries, wait ${waitSeconds} s.`
        }`,
        { wrong, waitSeconds },
      );
    }
    this.#tries.forget(user.id);
    return key;
  }

  #record({ name, role }: User, action: string, facts: Readonly<Record<string, number>>): void {
    this.#ports.store.audit.append({ actor: name, action, details: { role, ...facts } });
  }
}

const readersKey = ({ signingKey }: AccountSecret & { kind: 'pin' }): SigningKey =>
  signingKeyFrom(Buffer.from(signingKey, 'base64'));

/** Null for a wrong secret. */
async function keyOf(held: AccountSecret, secret: string): Promise<SigningKey | null> {
  if (held.kind === 'pin') {
    return held.pinHash !== null && (await isPin(secret, held.pinHash)) ? readersKey(held) : null;
  }
  try {
    return await unsealKey(held.sealedKey, secret);
  } catch (thrown) {
    if (thrown instanceof LightboxError && thrown.code === 'UNSEALING_FAILED') return null;
    throw thrown;
  }
}

async function secretOf(
  { role }: Pick<User, 'role'>,
  key: SigningKey,
  secret: string,
): Promise<AccountSecret> {
  const { publicKey, privateKey } = key;
  if (role === 'coordinator') {
    return { kind: 'passphrase', sealedKey: { ...(await sealKey(key, secret)) }, publicKey };
  }
  const signingKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return { kind: 'pin', pinHash: await hashPin(secret), signingKey, publicKey };
}
