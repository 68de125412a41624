import type { Driver, RawDatabase } from './driver.ts';
import { createDriver } from './driver.ts';

/** The class that `require('better-sqlite3')` gives. */
export type BetterSqlite3 = new (path: string) => RawDatabase;

/** Opens a database file, made when missing, with better-sqlite3: what users run on. */
export function openBetterSqlite3(library: BetterSqlite3, path: string): Driver {
  return createDriver('better-sqlite3', new library(path));
}
