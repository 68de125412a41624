import type { Driver, RawDatabase } from './driver.ts';
import { createDriver } from './driver.ts';

/** The class that `require('libsql')` gives. */
export type Libsql = new (path: string) => RawDatabase;

/** Opens a database file, made when missing, with libsql: the stand-in for runtimes that better-sqlite3 crashes. */
export function openLibsql(library: Libsql, path: string): Driver {
  const database = new library(path);
  return createDriver('libsql', {
    get inTransaction() {
      return database.inTransaction;
    },
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    pragma: (text) => database.pragma(text),
    close() {
      // The connection lives on until its statements are collected, and would then remove the -wal file of whatever
      // database stands at this path by that time. Out of WAL mode there is none to remove.
      leaveWalMode(database);
      database.close();
    },
  });
}

/** Refused while another connection uses the log, which then stays that connection's to remove. */
function leaveWalMode(database: RawDatabase): void {
  try {
    database.exec('PRAGMA journal_mode = DELETE');
  } catch {
    return;
  }
}
