import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bindings, createDriver, type Driver } from './driver.ts';
import { openDriver } from './open-driver.ts';
import { codeOf, DRIVERS, temporaryFolder } from './testing/test-store.ts';

describe.each(DRIVERS)('driver over %s', (name) => {
  let folder: string;
  let driver: Driver;

  beforeEach(() => {
    folder = temporaryFolder();
    driver = openDriver(name, join(folder, 'test.db'));
    driver.exec('CREATE TABLE numbers (id INTEGER PRIMARY KEY, word TEXT, amount REAL) STRICT');
  });
  afterEach(() => {
    driver.close();
    rmSync(folder, { recursive: true });
  });

  const insert = (id: number, word: string | null = null): number =>
    driver.prepare('INSERT INTO numbers VALUES (@id, @word, @amount)').run({ id, word, amount: id / 2 });
  const count = () => driver.prepare('SELECT COUNT(*) AS n FROM numbers').get();

  it('returns rows of their own columns only', () => {
    expect(insert(1, 'ä𝛼')).toBe(1);
    const expected = { id: 1, word: 'ä𝛼', amount: 0.5 };
    const select = driver.prepare('SELECT * FROM numbers WHERE id = @id');
    expect(select.get({ id: 1 })).toEqual(expected);
    expect(select.all({ id: 1 })).toEqual([expected]);
    expect(select.get({ id: 2 })).toBeUndefined();
  });

  it.each([
    ['a boolean', true],
    ['a date', new Date(0)],
    ['an object', {}],
    ['an empty buffer', new Uint8Array()],
    ['undefined', undefined],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['text with NUL', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud800'],
  ])('refuses to bind %s before the library sees it', async (_what, word) => {
    const bindings = { id: 1, word, amount: 0 } as unknown as Bindings;
    expect(
      await codeOf(() => driver.prepare('INSERT INTO numbers VALUES (@id, @word, @amount)').run(bindings)),
    ).toBe('BAD_INPUT');
    expect(count()).toEqual({ n: 0 });
  });

  it('refuses missing and unknown parameters, which libsql alone would take as NULL', async () => {
    const statement = driver.prepare('SELECT * FROM numbers WHERE id = @id');
    expect(await codeOf(() => statement.all())).toBe('INTERNAL');
    expect(await codeOf(() => statement.all({ word: 'x' }))).toBe('INTERNAL');
    expect(await codeOf(() => statement.all({ id: 1, word: 'x' }))).toBe('INTERNAL');
  });

  it('keeps a committed transaction and undoes one that throws', () => {
    expect(driver.transaction(() => insert(1))).toBe(1);
    const failing = () =>
      driver.transaction(() => {
        insert(2);
        throw new Error('stop');
      });
    expect(failing).toThrow('stop');
    expect(driver.inTransaction()).toBe(false);
    expect(count()).toEqual({ n: 1 });
  });

  it('undoes a nested transaction alone', () => {
    driver.transaction(() => {
      insert(1);
      const nested = () =>
        driver.transaction(() => {
          insert(2);
          throw new Error('inner');
        });
      expect(nested).toThrow('inner');
      driver.transaction(() => insert(3));
    });
    expect(driver.prepare('SELECT id FROM numbers ORDER BY id').all()).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it('refuses asynchronous work in a transaction and undoes it', async () => {
    const work = () =>
      driver.transaction(async () => {
        insert(1);
      });
    expect(await codeOf(work)).toBe('INTERNAL');
    expect(count()).toEqual({ n: 0 });
  });

  it('gives the same error code for the same fault, whatever the library calls it', async () => {
    insert(1);
    expect(await codeOf(() => insert(1))).toBe('CONFLICT');
    // A STRICT table's type error: libsql calls it UNKNOWN_SQLITE_ERROR_3091.
    expect(
      await codeOf(() =>
        driver.prepare('INSERT INTO numbers (amount) VALUES (@amount)').run({ amount: 'x' }),
      ),
    ).toBe('CONFLICT');
    expect(await codeOf(() => driver.exec('nonsense'))).toBe('INTERNAL');
    expect(await codeOf(() => openDriver(name, join(folder, 'absent', 'x.db')))).toBe('FILE_UNWRITABLE');
  });

  it('does not hold a read transaction open after get', () => {
    insert(1);
    insert(2);
    driver.pragma('journal_mode = WAL');
    driver.prepare('SELECT id FROM numbers').get();
    const second = openDriver(name, join(folder, 'test.db'));
    second.exec('INSERT INTO numbers (id) VALUES (3)');
    expect(count()).toEqual({ n: 3 });
    // A checkpoint is busy (1) while any reader holds an older snapshot.
    expect(second.pragma('wal_checkpoint(TRUNCATE)')).toBe(0);
    second.close();
  });

  it('undoes an open transaction and releases its locks when it is closed', () => {
    driver.pragma('journal_mode = WAL');
    driver.exec('BEGIN EXCLUSIVE');
    insert(1);
    driver.close();
    expect(readdirSync(folder)).toEqual(['test.db']);
    driver = openDriver(name, join(folder, 'test.db'));
    driver.exec('BEGIN EXCLUSIVE');
    expect(count()).toEqual({ n: 0 });
  });

  it('reads pragmas as plain values and closes twice without harm', () => {
    expect(driver.pragma('user_version')).toBe(0);
    expect(driver.pragma('foreign_keys = ON')).toBeNull();
    expect(driver.pragma('foreign_keys')).toBe(1);
    driver.close();
    driver.close();
  });
});

describe('createDriver', () => {
  it.each([
    ['SQLITE_FULL', 'DISK_FULL'],
    ['SQLITE_IOERR_WRITE', 'FILE_UNWRITABLE'],
    ['SQLITE_CORRUPT', 'STORE_CORRUPT'],
    ['SQLITE_BUSY_SNAPSHOT', 'STORE_LOCKED'],
    // 266 = SQLITE_IOERR_READ, 10 | (1 << 8): sqlite.org/rescode.html
    ['UNKNOWN_SQLITE_ERROR_266', 'FILE_UNWRITABLE'],
  ])('turns %s into %s and leaves the transaction', async (sqliteCode, code) => {
    const ran: string[] = [];
    const driver = createDriver('libsql', {
      inTransaction: false,
      exec: (sql) => {
        ran.push(sql);
        if (sql === 'COMMIT') throw Object.assign(new Error('commit failed'), { code: sqliteCode });
      },
      prepare: () => ({ run: () => ({ changes: 0 }), all: () => [] }),
      pragma: () => [],
      close: () => undefined,
    });
    expect(await codeOf(() => driver.transaction(() => 1))).toBe(code);
    expect(ran).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']);
    expect(driver.inTransaction()).toBe(false);
  });
});
