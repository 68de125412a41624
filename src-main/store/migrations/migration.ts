import type { Driver } from '../driver.ts';

/** One step of the database's history. Once released it does not change; a correction is a new migration. */
export interface Migration {
  /** 1, 2, 3, ...: the database's version after this step. */
  readonly version: number;
  readonly name: string;
  /** True where a table is dropped and made again: references are checked once at the end, not on the way. */
  readonly remakesTables?: boolean;
  /** Statements, run in one transaction with the new version number. */
  readonly sql: string;
  /** What SQL cannot compute, after the statements and in the same transaction. */
  readonly convert?: (driver: Driver) => void;
}
