/** The small part of SQLite that the store uses, the same over both libraries. */
import { LightboxError } from '../../src-core/base/errors.ts';
import type { DriverName } from './ports.ts';
import { fromSqliteError } from './sqlite-errors.ts';

export type Bindable = string | number | null;
export type Bindings = Readonly<Record<string, Bindable>>;
/** A row as SQLite gave it; parsed with `parseRow` before use. */
export type Row = Readonly<Record<string, unknown>>;

interface Statement {
  /** Rows changed. */
  run(bindings?: Bindings): number;
  get(bindings?: Bindings): Row | undefined;
  all(bindings?: Bindings): readonly Row[];
}

export interface Driver {
  readonly name: DriverName;
  exec(sql: string): void;
  /** Parameters are named (`@name`); statements are kept and reused by their text. */
  prepare(sql: string): Statement;
  /** Commits when `work` returns, rolls back when it throws; nested calls are savepoints. */
  transaction<T>(work: () => T): T;
  /** True between the begin and the end of a transaction. */
  inTransaction(): boolean;
  /** Runs a pragma; its value, or null where it answers with none. */
  pragma(text: string): string | number | null;
  /** Undoes what is not committed and closes; a repeat is harmless. */
  close(): void;
}

/** What both libraries have in common, once loaded. */
export interface RawDatabase {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  prepare(sql: string): RawStatement;
  pragma(text: string): unknown;
  close(): unknown;
}

interface RawStatement {
  run(bindings: Bindings): { readonly changes: number };
  all(bindings: Bindings): readonly unknown[];
}

/** Puts the common behaviour (checked bindings, plain rows, error codes, nesting) around a library's database. */
export function createDriver(name: DriverName, raw: RawDatabase): Driver {
  const statements = new Map<string, Statement>();
  let depth = 0;
  let open = true;

  const exec = (sql: string): void => {
    guarded(`running "${head(sql)}"`, () => raw.exec(sql));
  };

  return {
    name,
    exec,
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = createStatement(
        sql,
        guarded(`preparing "${head(sql)}"`, () => raw.prepare(sql)),
      );
      statements.set(sql, statement);
      return statement;
    },
    transaction(work) {
      const savepoint = `nested_${depth}`;
      exec(depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${savepoint}`);
      depth += 1;
      try {
        const result = work();
        if (isThenable(result)) {
          throw new LightboxError(
            'INTERNAL',
            'A transaction must not be async: it would commit before its work is done.',
          );
        }
        exec(depth === 1 ? 'COMMIT' : `RELEASE ${savepoint}`);
        return result;
      } catch (thrown) {
        rollBack(raw, depth === 1 ? 'ROLLBACK' : `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
        throw thrown;
      } finally {
        depth -= 1;
      }
    },
    inTransaction: () => depth > 0,
    pragma(text) {
      const rows = guarded(`setting pragma ${text}`, () => raw.pragma(text));
      const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
      if (typeof first !== 'object' || first === null) return null;
      const value: unknown = Object.values(first)[0];
      return typeof value === 'string' || typeof value === 'number' ? value : null;
    },
    close() {
      if (!open) return;
      open = false;
      statements.clear();
      if (raw.inTransaction) rollBack(raw, 'ROLLBACK');
      raw.close();
    },
  };
}

function createStatement(sql: string, raw: RawStatement): Statement {
  const names = new Set([...sql.matchAll(/@([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ''));
  const doing = `running "${head(sql)}"`;
  const all = (bindings: Bindings = {}): readonly Row[] => {
    checkBindings(names, bindings, sql);
    return guarded(doing, () => raw.all(bindings)).map(toPlainRow);
  };
  return {
    run(bindings = {}) {
      checkBindings(names, bindings, sql);
      return guarded(doing, () => raw.run(bindings)).changes;
    },
    // Stepping to the end resets the statement: a half-read one would keep its read transaction open.
    get: (bindings) => all(bindings)[0],
    all,
  };
}

/** libsql aborts the process on a value it does not know, and accepts missing parameters as NULL: both are refused here. */
function checkBindings(names: ReadonlySet<string>, bindings: Bindings, sql: string): void {
  const given = Object.keys(bindings);
  if (given.length !== names.size || !given.every((key) => names.has(key))) {
    throw new LightboxError(
      'INTERNAL',
      `Parameters of "${head(sql)}" are ${[...names].join(', ')}; given ${given.join(', ')}.`,
    );
  }
  for (const [key, value] of Object.entries(bindings)) checkBindable(key, value);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function checkBindable(key: string, value: unknown): void {
  if (value === null) return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notBindable(key, `the number ${value}`);
    return;
  }
  if (typeof value !== 'string') throw notBindable(key, `a value of type ${typeof value}`);
  if (value.includes('\u0000')) throw notBindable(key, 'text with a NUL character');
  if (LONE_SURROGATE.test(value)) throw notBindable(key, 'text with half a surrogate pair');
}

function notBindable(key: string, found: string): LightboxError {
  return new LightboxError('BAD_INPUT', `The value of ${key} cannot be stored: it is ${found}.`, {
    parameter: key,
  });
}

/** A row of its own columns only: libsql adds `_metadata`. */
function toPlainRow(row: unknown): Row {
  if (typeof row !== 'object' || row === null) {
    throw new LightboxError('INTERNAL', 'The SQLite library returned a row that is no object.');
  }
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== '_metadata'));
}

/** After some errors SQLite has rolled back already; the error that led here is the one to report. */
function rollBack(raw: RawDatabase, sql: string): void {
  try {
    raw.exec(sql);
  } catch {
    return;
  }
}

function guarded<T>(doing: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw fromSqliteError(thrown, doing);
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function head(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}...` : line;
}
