/**
 * Triggers that let rows be added to these tables and nothing else. They refuse INSERT OR REPLACE too, whose hidden
 * delete fires them under recursive_triggers. Part of migrations that have run: the SQL must stay as it is.
 */
export function appendOnlyTriggers(tables: readonly string[]): string {
  return tables
    .map(
      (table) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
    )
    .join('');
}
