import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { unsealKey } from '../keys/sealed.ts';
import type { SigningKey } from '../keys/signing.ts';
import type { AppPorts } from './ports.ts';
import { type AppSession, signedIn } from './session.ts';

/**
 * The signed-in coordinator's key, unsealed with the passphrase that was typed now: what is sealed under it can be
 * opened again.
 * @throws LightboxError UNSEALING_FAILED for another passphrase, CONFLICT for an account without one
 */
export async function requirePassphrase(
  { store }: AppPorts,
  session: AppSession,
  passphrase: string,
): Promise<SigningKey> {
  const { id } = signedIn(session);
  const secret = store.users.secret(id);
  if (secret?.kind !== 'passphrase') {
    throw new LightboxError(
      'CONFLICT',
      'This account has no passphrase yet. Sign out and in again to set one.',
    );
  }
  try {
    return await unsealKey(secret.sealedKey, passphrase);
  } catch (thrown) {
    throw wrongPassphrase(thrown, 'This is not the passphrase that you sign in with. Type it again.');
  }
}

/** An error of unsealing in words that fit what was unsealed; any other as it is. */
export function wrongPassphrase(thrown: unknown, message: string): LightboxError {
  const error = toLightboxError(thrown);
  if (error.code !== 'UNSEALING_FAILED') return error;
  return new LightboxError('UNSEALING_FAILED', message, { field: 'passphrase' }, { cause: thrown });
}
