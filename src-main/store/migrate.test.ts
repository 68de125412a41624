import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilmId } from '../../src-core/base/ids.ts';
import { createBlobStore } from './blob-store.ts';
import type { Driver } from './driver.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDriver } from './open-driver.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { createFilms } from './sqlite-films.ts';
import { codeOf, DRIVERS, temporaryFolder } from './testing/test-store.ts';

describe('the list of migrations', () => {
  it('counts up from 1 without gaps to the schema version', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(
      Array.from({ length: SCHEMA_VERSION }, (_value, index) => index + 1),
    );
  });
});

describe.each(DRIVERS)('migrate over %s', (name) => {
  let folder: string;
  let driver: Driver;
  const path = 'test.db';

  beforeEach(() => {
    folder = temporaryFolder();
    driver = openDriver(name, join(folder, path));
  });
  afterEach(() => {
    driver.close();
    rmSync(folder, { recursive: true });
  });

  it('makes the schema of the snapshot (a released migration does not change: add a new one)', async () => {
    migrate(driver, path);
    const rows = driver
      .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name')
      .all();
    const text = `-- Schema version ${driver.pragma('user_version')}\n${rows.map(({ sql }) => `${sql};`).join('\n')}\n`;
    await expect(text).toMatchFileSnapshot('schema.snapshot.sql');
  });

  it('leaves a database of this version as it is', () => {
    migrate(driver, path);
    migrate(driver, path);
    expect(driver.pragma('user_version')).toBe(SCHEMA_VERSION);
  });

  it('leaves films of before displays as they are: their pixels are display grey', () => {
    migrate(driver, path, MIGRATIONS.slice(0, 5));
    driver.exec(`
INSERT INTO films (id, kind, created_at, pixels_blob, width, height, bits, text, source_name, source_sha256,
  source_frame, source_kind, import_batch, lossy, warnings, notes)
VALUES ('old', 'real', '2026-01-01T00:00:00.000Z', '${'a'.repeat(64)}', 64, 64, 16, '', 'old.dcm', '${'b'.repeat(64)}',
  0, 'dicom', 'batch', 0, '[]', '[]')`);
    migrate(driver, path);
    const film = createFilms(driver, {
      randomId: () => 'x',
      now: () => '',
      blobs: createBlobStore({ folder, randomId: () => 'x' }),
    }).get('old' as FilmId);
    expect(film).toMatchObject({ kind: 'real', bits: 16, displayBlob: null });
    expect(() => driver.exec("UPDATE films SET display_blob = 'c'")).toThrow(
      /pixels and origin do not change/,
    );
  });

  it('refuses a database from the future and does not touch it', async () => {
    migrate(driver, path);
    driver.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    expect(await codeOf(() => migrate(driver, path))).toBe('STORE_FROM_FUTURE');
    expect(driver.pragma('user_version')).toBe(SCHEMA_VERSION + 1);
  });

  it("refuses another program's database", async () => {
    driver.exec('CREATE TABLE theirs (x)');
    expect(await codeOf(() => migrate(driver, path))).toBe('STORE_CORRUPT');
  });

  it('undoes a migration that fails half way, and keeps the ones before it', async () => {
    const broken = { version: 2, name: 'broken', sql: 'CREATE TABLE half (x); nonsense' };
    expect(await codeOf(() => migrate(driver, path, [...MIGRATIONS.slice(0, 1), broken]))).toBe('INTERNAL');
    expect(driver.pragma('user_version')).toBe(1);
    expect(driver.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
  });
});
