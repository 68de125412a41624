import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChainRow, verifyChain } from './audit-chain.ts';
import { type ChainHeader, chainStart, eventRow } from './readings-format.ts';
import type { SessionEvent } from './session-events.ts';
import { signedCompletion, verifySignedEvents } from './signed-completion.ts';
import { testKeys } from './test-keys.ts';
import { refusalOf } from './test-study.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const { keyOf, sign, verify } = testKeys(sha256Hex);
const HEADER: ChainHeader = {
  type: 'readings',
  formatVersion: 1,
  studyId: 'study-1',
  protocolHash: sha256Hex('protocol'),
  readerId: 'reader-a',
  publicKey: keyOf('ada'),
};
const AT = '2026-11-24T12:00:00.000Z';
const COMMON = { runId: 'run-1', at: AT };
const BEGUN: SessionEvent = { type: 'session-begun', ...COMMON, session: 1 };
/** Words of a reader that look like a signature from afar. */
const UNLOCKED: SessionEvent = {
  type: 'unlocked',
  ...COMMON,
  by: 'Cora',
  reason: 'It said "type":"signed".',
};
const statement = 'I have read all cases.';

function chained(...events: (SessionEvent | ((rows: readonly ChainRow[]) => SessionEvent))[]): ChainRow[] {
  let last = chainStart(sha256Hex, HEADER);
  const rows = [last];
  for (const event of events) {
    last = eventRow(sha256Hex, last, typeof event === 'function' ? event(rows) : event);
    rows.push(last);
  }
  return rows;
}

/** The signature that the reader gives under the rows so far; `change` is made after it. */
const signed =
  (change: Partial<Extract<SessionEvent, { type: 'signed' }>> = {}, header: ChainHeader = HEADER) =>
  (rows: readonly ChainRow[]): SessionEvent => {
    const { publicKey } = header;
    const head = rows.at(-1)?.hash ?? '';
    const text = signedCompletion({ header, length: rows.length, head, statement, at: AT });
    return {
      type: 'signed',
      ...COMMON,
      statement,
      publicKey,
      signature: sign(publicKey, text),
      ...change,
    };
  };

describe("a reader's signatures", () => {
  it('verify where they stand, one after an unlocking too', () => {
    expect(verifySignedEvents([], verify)).toBe(0);
    expect(verifySignedEvents(chained(BEGUN, UNLOCKED), verify)).toBe(0);
    expect(verifySignedEvents(chained(BEGUN, signed(), UNLOCKED, signed()), verify)).toBe(2);
  });

  it.each([
    ['other words', signed({ statement: 'I have read some cases.' })],
    ['another time', signed({ at: '2026-11-25T12:00:00.000Z' })],
    ['another key', signed({}, { ...HEADER, publicKey: keyOf('ben') })],
    ['another study', signed({}, { ...HEADER, studyId: 'study-2' })],
    ['another protocol', signed({}, { ...HEADER, protocolHash: sha256Hex('other') })],
    ['another reader', signed({}, { ...HEADER, readerId: 'reader-b' })],
    ['fewer rows', (rows: readonly ChainRow[]) => signed()(rows.slice(0, -1))],
    ['no signature', signed({ signature: 'sig' })],
  ])('with %s are refused by their row, in a chain that is whole', (_name, event) => {
    const rows = chained(BEGUN, BEGUN, event);
    expect(verifyChain(sha256Hex, rows).ok).toBe(true);
    const refusal = refusalOf(() => verifySignedEvents(rows, verify));
    expect(refusal.code).toBe('FILE_CORRUPT');
    expect(refusal.details['member']).toBe('events.json (row 4)');
  });
});
