import { canonicalJson } from '../base/canonical-json.ts';
import { corrupt, parseMember, signedManifest, type VerifySignature } from './archive-manifest.ts';
import type { ChainRow } from './audit-chain.ts';
import {
  type ChainHeader,
  chainHeaderSchema,
  EVENTS_NAME,
  READINGS_FORMAT_VERSION,
} from './readings-format.ts';
import { sessionEventSchema } from './session-events.ts';

/** What a reader's signature states: these rows are the readings, and they are complete. */
export interface Completion {
  readonly header: Pick<ChainHeader, 'studyId' | 'protocolHash' | 'readerId'>;
  /** Rows of the chain before the signature, its first included. */
  readonly length: number;
  /** Hash of the last of them. */
  readonly head: string;
  /** The words that the reader signed, and when. */
  readonly statement: string;
  readonly at: string;
}

/** The text that the reader's key signs; no signature of a file or a receipt fits it. */
export function signedCompletion({ header, length, head, statement, at }: Completion): string {
  const { studyId, protocolHash, readerId } = header;
  const text = canonicalJson({ studyId, protocolHash, readerId, length, head, statement, at });
  return signedManifest('lightbox-completion', 1, text);
}

/** `signed` in the one form that canonical JSON gives it; within a text its quotation marks would be escaped. */
const SIGNED = '"type":"signed"';

/**
 * Verifies every signature of a reader's completion in a chain: made of the rows before it, by the key that the chain's
 * first row names. A signature that was voided later is verified as well.
 *
 * @param rows of a verified chain. @returns how many there are.
 * @throws LightboxError FILE_CORRUPT naming the row.
 */
export function verifySignedEvents(rows: readonly ChainRow[], verify: VerifySignature): number {
  const first = rows[0];
  const places = rows.flatMap(({ content }, index) => (content.includes(SIGNED) ? index : []));
  if (first === undefined || places.length === 0) return 0;
  const header = parseMember(EVENTS_NAME, first.content, chainHeaderSchema, READINGS_FORMAT_VERSION);
  let signatures = 0;
  for (const length of places) {
    const name = `${EVENTS_NAME} (row ${length + 1})`;
    const event = parseMember(name, rows[length]?.content ?? '', sessionEventSchema, READINGS_FORMAT_VERSION);
    if (event.type !== 'signed') continue;
    const { statement, at, publicKey, signature } = event;
    const text = signedCompletion({ header, length, head: rows[length - 1]?.hash ?? '', statement, at });
    if (publicKey !== header.publicKey || !verify(publicKey, text, signature)) {
      throw corrupt(name, 'holds a signature that does not fit the readings before it');
    }
    signatures += 1;
  }
  return signatures;
}
