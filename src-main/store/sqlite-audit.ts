import { z } from 'zod';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { type ErrorDetails, LightboxError } from '../../src-core/base/errors.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import { chainHash, GENESIS_HASH, verifyChain } from '../../src-core/study/audit-chain.ts';
import type { Driver, Row } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import type { AuditReadable, AuditRow, AuditWritable } from './ports-audit.ts';
import { jsonValueColumn, parseRow } from './rows.ts';
import { sha256Hex } from './sha256.ts';

const COLUMNS = 'sequence, id, at, actor, action, details, prev_hash AS prevHash, hash';
const auditRow = z.object({
  sequence: z.int(),
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  details: jsonValueColumn,
  prevHash: z.string(),
  hash: z.string(),
});

const toAuditRow = (row: Row): AuditRow => parseRow(auditRow, row, 'audit');

/** What an audit row's hash covers. */
const content = ({
  id,
  at,
  actor,
  action,
  details,
}: Omit<AuditRow, 'sequence' | 'prevHash' | 'hash'>): string =>
  canonicalJson({ id, at, actor, action, details });

export function createAudit(driver: Driver, environment: StoreEnvironment): AuditReadable & AuditWritable {
  const latest = (limit: number): readonly AuditRow[] =>
    driver
      .prepare(`SELECT ${COLUMNS} FROM audit ORDER BY sequence DESC LIMIT @limit`)
      .all({ limit })
      .map(toAuditRow);
  const list = (): readonly AuditRow[] =>
    driver.prepare(`SELECT ${COLUMNS} FROM audit ORDER BY sequence`).all().map(toAuditRow);

  return {
    list,
    latest,
    verify() {
      const rows = list();
      requireChain(
        'audit',
        rows.map(({ sequence }) => sequence),
        rows.map((row) => ({ prev: row.prevHash, content: content(row), hash: row.hash })),
      );
    },
    append: ({ actor, action, details }) =>
      driver.transaction(() => {
        const prevHash = latest(1)[0]?.hash ?? GENESIS_HASH;
        const row = { id: environment.randomId(), at: environment.now(), actor, action, details };
        driver
          .prepare(
            `INSERT INTO audit (id, at, actor, action, details, prev_hash, hash)
             VALUES (@id, @at, @actor, @action, @details, @prevHash, @hash)`,
          )
          .run({
            ...row,
            details: canonicalJson(details),
            prevHash,
            hash: chainHash(sha256Hex, prevHash, content(row)),
          });
        const [stored] = latest(1);
        if (stored === undefined)
          throw new LightboxError('INTERNAL', 'The audit row just written is not there.');
        return stored;
      }),
  };
}

/**
 * @param about what the error states beside the row.
 * @throws LightboxError CHAIN_BROKEN naming the first row (by its sequence number) that does not fit.
 */
export function requireChain(
  table: string,
  sequences: readonly number[],
  rows: readonly ChainRow[],
  about: ErrorDetails = {},
): void {
  const verdict = verifyChain(sha256Hex, rows);
  if (verdict.ok) return;
  const sequence = sequences[verdict.index] ?? null;
  throw new LightboxError(
    'CHAIN_BROKEN',
    `The hash chain of ${table} breaks at row ${sequence}: ${verdict.message} Compare with a backup.`,
    { table, sequence, index: verdict.index, fault: verdict.fault, ...about },
  );
}
