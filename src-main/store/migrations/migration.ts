/** One step of the database's history. Once released it does not change; a correction is a new migration. */
export interface Migration {
  /** 1, 2, 3, ...: the database's version after this step. */
  readonly version: number;
  readonly name: string;
  /** Statements, run in one transaction with the new version number. */
  readonly sql: string;
}
