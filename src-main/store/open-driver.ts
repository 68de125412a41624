import { createRequire } from 'node:module';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { Driver } from './driver.ts';
import { openBetterSqlite3 } from './driver-better-sqlite3.ts';
import { openLibsql } from './driver-libsql.ts';
import { errnoOf } from './durable-files.ts';
import type { DriverName } from './ports.ts';
import { fromSqliteError } from './sqlite-errors.ts';

/**
 * Loads the named library, and no other, and opens a database file.
 * @throws LightboxError INTERNAL where the library is not installed or does not load, else
 * the code of SQLite's error, FILE_UNWRITABLE where it names none.
 */
export function openDriver(name: DriverName, path: string): Driver {
  const library = load(name);
  try {
    return name === 'better-sqlite3' ? openBetterSqlite3(library, path) : openLibsql(library, path);
  } catch (thrown) {
    throw openingError(thrown, path);
  }
}

/** Both libraries export a class with better-sqlite3's interface. */
type Library = Parameters<typeof openBetterSqlite3>[0] & Parameters<typeof openLibsql>[0];

/** Both libraries throw without SQLite's code where they cannot open a file; Node's own code means a broken library. */
function openingError(thrown: unknown, path: string): LightboxError {
  const error = fromSqliteError(thrown, `opening ${path}`);
  if (error.code !== 'INTERNAL' || errnoOf(thrown)?.startsWith('ERR_')) return error;
  return new LightboxError(
    'FILE_UNWRITABLE',
    `The database ${path} cannot be opened: ${error.message} Check that its folder is there and may be written.`,
    { path },
    { cause: thrown },
  );
}

function load(name: DriverName): Library {
  // Deferred: loading the wrong library is what crashes an old runtime.
  const require = createRequire(import.meta.url);
  let library: unknown;
  try {
    library = require(name);
  } catch (thrown) {
    throw new LightboxError(
      'INTERNAL',
      `The SQLite library ${name} is not installed. Install the project again, or run it with Node 22.14 or newer.`,
      { driver: name },
      { cause: thrown },
    );
  }
  if (typeof library !== 'function') {
    throw new LightboxError('INTERNAL', `The SQLite library ${name} does not export a class.`, {
      driver: name,
    });
  }
  return library as unknown as Library;
}
