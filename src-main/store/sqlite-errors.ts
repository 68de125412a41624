import type { ErrorCode } from '../../src-core/base/errors.ts';
import { LightboxError } from '../../src-core/base/errors.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that have a meaning of their own here. */
const BY_PRIMARY_CODE: ReadonlyMap<number, readonly [name: string, code: ErrorCode, advice: string]> =
  new Map([
    [5, ['SQLITE_BUSY', 'STORE_LOCKED', 'Close the other program that uses this database.']],
    [6, ['SQLITE_LOCKED', 'STORE_LOCKED', 'Close the other program that uses this database.']],
    [8, ['SQLITE_READONLY', 'FILE_UNWRITABLE', 'Check the permissions of the data folder.']],
    [10, ['SQLITE_IOERR', 'FILE_UNWRITABLE', 'Check the disk that holds the data folder.']],
    [11, ['SQLITE_CORRUPT', 'STORE_CORRUPT', 'Restore a backup.']],
    [13, ['SQLITE_FULL', 'DISK_FULL', 'Free some space on the disk and try again.']],
    [14, ['SQLITE_CANTOPEN', 'FILE_UNWRITABLE', 'Check the permissions of the data folder.']],
    [19, ['SQLITE_CONSTRAINT', 'CONFLICT', 'The change contradicts what is stored.']],
    [26, ['SQLITE_NOTADB', 'STORE_CORRUPT', 'Restore a backup.']],
  ]);

/** libsql names the extended codes it does not know by number, for example UNKNOWN_SQLITE_ERROR_3091. */
const UNNAMED_CODE = /^UNKNOWN_SQLITE_ERROR_(\d+)$/;

/** Turns what a SQLite library throws into a LightboxError; a LightboxError stays as it is. */
export function fromSqliteError(thrown: unknown, doing: string): LightboxError {
  if (thrown instanceof LightboxError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const sqliteCode = codeOf(thrown);
  const known = entryOf(sqliteCode);
  if (known === undefined) {
    return new LightboxError(
      'INTERNAL',
      `SQLite failed while ${doing}: ${message}`,
      { sqliteCode },
      { cause: thrown },
    );
  }
  const [, code, advice] = known;
  return new LightboxError(
    code,
    `SQLite failed while ${doing}: ${message}. ${advice}`,
    { sqliteCode },
    { cause: thrown },
  );
}

function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

function entryOf(sqliteCode: string | null): readonly [string, ErrorCode, string] | undefined {
  if (sqliteCode === null) return undefined;
  const number = UNNAMED_CODE.exec(sqliteCode)?.[1];
  // The low byte of an extended code is its primary code.
  if (number !== undefined) return BY_PRIMARY_CODE.get(Number(number) & 0xff);
  return [...BY_PRIMARY_CODE.values()].find(
    ([name]) => sqliteCode === name || sqliteCode.startsWith(`${name}_`),
  );
}
