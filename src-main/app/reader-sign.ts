import { LightboxError } from '../../src-core/base/errors.ts';
import type { UserId } from '../../src-core/base/ids.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { signedCompletion } from '../../src-core/study/signed-completion.ts';
import { isPin } from '../keys/passphrase.ts';
import { type SigningKey, signingKeyFrom } from '../keys/signing.ts';
import type { Store } from '../store/ports.ts';
import type { ReaderStudy } from './reader-studies.ts';

/**
 * The key of a reader who has typed the PIN again.
 * @throws LightboxError BAD_INPUT for a wrong PIN, CONFLICT for an account that has none.
 */
export async function readersKey(
  { users }: Pick<Store, 'users'>,
  readerId: UserId,
  pin: string,
): Promise<SigningKey> {
  const secret = users.secret(readerId);
  if (secret?.kind !== 'pin' || secret.pinHash === null)
    throw new LightboxError('CONFLICT', 'This account has no PIN yet. Sign in again and choose one.');
  if (!(await isPin(pin, secret.pinHash)))
    throw new LightboxError('BAD_INPUT', 'The PIN is wrong. Nothing was signed.', { field: 'pin' });
  return signingKeyFrom(Buffer.from(secret.signingKey, 'base64'));
}

/** The reader's signature under all that was read: the chain up to now, the words and the time. */
export function signatureOf(
  { events }: Pick<Store, 'events'>,
  { assignment, rows }: ReaderStudy,
  key: SigningKey,
  words: { readonly statement: string; readonly at: string },
): Pick<Extract<SessionEvent, { type: 'signed' }>, 'publicKey' | 'signature'> {
  const { studyId, readerId } = assignment;
  const head = events.rows(studyId, readerId).at(rows - 1)?.hash ?? '';
  const text = signedCompletion({ header: assignment, length: rows, head, ...words });
  return { publicKey: key.publicKey, signature: key.sign(text) };
}
