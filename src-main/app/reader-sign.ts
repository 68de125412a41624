import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { signedCompletion } from '../../src-core/study/signed-completion.ts';
import type { SigningKey } from '../keys/signing.ts';
import type { Store } from '../store/ports.ts';
import type { ReaderStudy } from './reader-studies.ts';

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
