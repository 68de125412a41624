import type { Driver, RawDatabase } from './driver.ts';
import { createDriver } from './driver.ts';

/** The class that `require('libsql')` gives. */
export type Libsql = new (path: string) => RawDatabase;

/** Opens a database file, made when missing, with libsql: the stand-in for runtimes that better-sqlite3 crashes. */
export function openLibsql(library: Libsql, path: string): Driver {
  return createDriver('libsql', new library(path));
}
