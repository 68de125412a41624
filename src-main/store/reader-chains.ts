/** What must hold of a reader's chain of events. */
import { LightboxError } from '../../src-core/base/errors.ts';
import { type ChainRow, verifyChain } from '../../src-core/study/audit-chain.ts';
import {
  type ChainHeader,
  READINGS_FORMAT_VERSION,
  type Receipt,
  readChain,
} from '../../src-core/study/readings-format.ts';
import type { Assignment } from './ports-assignments.ts';
import { sha256Hex } from './sha256.ts';
import { requireChain } from './sqlite-audit.ts';

/** What the first row of this reader's chain states. */
export function headerOf({ studyId, readerId, protocolHash }: Assignment, publicKey: string): ChainHeader {
  return {
    type: 'readings',
    formatVersion: READINGS_FORMAT_VERSION,
    studyId,
    protocolHash,
    readerId,
    publicKey,
  };
}

/** @throws LightboxError CONFLICT where the study is closed, or has rows that the caller does not know. */
export function requireAppendable(assignment: Assignment, held: number, expected: number): void {
  const { studyId, readerId, studyName, open } = assignment;
  if (!open) {
    throw new LightboxError('CONFLICT', `The study "${studyName}" takes no more readings.`, { studyId });
  }
  if (held !== expected) {
    throw new LightboxError(
      'CONFLICT',
      'Something else was saved of this reader meanwhile. Open the study again and go on from there.',
      { studyId, readerId, expected, held },
    );
  }
}

/** @throws LightboxError READING_CONFLICT where rows are of another study or reader, or do not continue `held`. */
export function requireContinuation(
  assignment: Assignment,
  header: ChainHeader,
  held: readonly ChainRow[],
  given: readonly ChainRow[],
): void {
  const { studyId, readerId } = assignment;
  const differs = given.findIndex(({ hash }, index) => (held[index]?.hash ?? hash) !== hash);
  const verdict = verifyChain(sha256Hex, given);
  const row = !isOwn(assignment, header) ? 0 : differs >= 0 ? differs : verdict.ok ? null : verdict.index;
  if (row === null) return;
  throw new LightboxError(
    'READING_CONFLICT',
    `Row ${row + 1} of these readings does not continue what is held of the reader ${readerId}. Nothing was taken over.`,
    { studyId, readerId, row: row + 1 },
  );
}

/**
 * Recomputes a reader's chain, from its header on, and holds it against what was countersigned.
 * @param rows in their order, none where nothing was read.
 * @throws LightboxError CHAIN_BROKEN naming reader and row.
 */
export function verifyReaderChain(
  assignment: Assignment,
  rows: readonly ChainRow[],
  receipts: readonly Receipt[],
): void {
  const { studyId, readerId, studyName } = assignment;
  const table = `the readings of ${readerId} in "${studyName}"`;
  const about = { studyId, readerId };
  requireChain(
    table,
    rows.map((_row, index) => index + 1),
    rows,
    about,
  );
  const [first] = rows;
  if (first !== undefined && !isOwn(assignment, readChain([first]).header)) {
    throw broken(table, 1, 'it is of another study, protocol or reader', about);
  }
  for (const { length, head } of receipts.filter((receipt) => receipt.readerId === readerId)) {
    if (rows[length - 1]?.hash === head) continue;
    throw broken(table, length, 'it is not what the coordinator countersigned', about);
  }
}

function isOwn({ studyId, readerId, protocolHash }: Assignment, header: ChainHeader): boolean {
  return header.studyId === studyId && header.readerId === readerId && header.protocolHash === protocolHash;
}

function broken(table: string, row: number, why: string, about: Record<string, string>): LightboxError {
  return new LightboxError(
    'CHAIN_BROKEN',
    `The hash chain of ${table} breaks at row ${row}: ${why}. Compare with a backup.`,
    { table, sequence: row, index: row - 1, ...about },
  );
}
