/**
 * A blob is on the disk before the row that names it. Between the two its address stands in `blob_intents`: what no
 * row names at the next start was cut off there and is removed. Nothing else is: a blob that an older backup or a
 * database set aside may still name has no intent here.
 */
import { rmSync } from 'node:fs';
import { z } from 'zod';
import type { BlobHash } from '../../src-core/base/ids.ts';
import { blobPath } from './blob-store.ts';
import type { Driver } from './driver.ts';
import { fromFileError } from './durable-files.ts';
import { blobColumn, parseRow } from './rows.ts';

const intentRow = z.object({ hash: blobColumn });
const columnRow = z.object({ table: z.string(), column: z.string() });

/** Every column that names a blob ends in `_blob`. */
const BLOB_COLUMNS = `
  SELECT tables.name AS "table", columns.name AS "column"
  FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
  WHERE tables.type = 'table' AND columns.name LIKE '%\\_blob' ESCAPE '\\'`;

/** Writes the intent of each new blob. */
export function rememberNewBlobs(driver: Driver): (hash: BlobHash) => void {
  return (hash) => {
    driver.prepare('INSERT OR IGNORE INTO blob_intents (hash) VALUES (@hash)').run({ hash });
  };
}

/** Removes the blobs that an earlier run wrote and no row names, and forgets all intents. */
export function sweepOrphanBlobs(driver: Driver, folder: string): void {
  for (const hash of orphans(driver)) removeBlob(folder, hash);
  forgetBlobIntents(driver);
}

/** Removes those of these blobs that are new since the start and that no row names: work that was given up. */
export function discardNewBlobs(driver: Driver, folder: string, hashes: Iterable<BlobHash>): void {
  const unnamed = new Set(orphans(driver));
  for (const hash of hashes) {
    if (!unnamed.delete(hash)) continue;
    removeBlob(folder, hash);
    driver.prepare('DELETE FROM blob_intents WHERE hash = @hash').run({ hash });
  }
}

function removeBlob(folder: string, hash: BlobHash): void {
  const path = blobPath(folder, hash);
  try {
    rmSync(path, { force: true });
  } catch (thrown) {
    throw fromFileError(thrown, path);
  }
}

/** After this nothing is swept: for a restored database, whose intents are those of another time. */
export function forgetBlobIntents(driver: Driver): void {
  driver.prepare('DELETE FROM blob_intents').run();
}

function orphans(driver: Driver): readonly BlobHash[] {
  const columns = driver
    .prepare(BLOB_COLUMNS)
    .all()
    .map((row) => parseRow(columnRow, row, 'the schema'));
  const named = [
    ...columns.map(({ table, column }) => `SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`),
    // A mask is named inside the request of the job that draws with it.
    `SELECT json_extract(request, '$.edit.maskId') FROM jobs WHERE json_extract(request, '$.edit.maskId') IS NOT NULL`,
  ];
  return driver
    .prepare(`SELECT hash FROM blob_intents WHERE hash NOT IN (${named.join(' UNION ')})`)
    .all()
    .map((row) => parseRow(intentRow, row, 'blob_intents').hash);
}
