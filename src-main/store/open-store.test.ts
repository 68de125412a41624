import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreBackup } from './backup.ts';
import { openDriver } from './open-driver.ts';
import { openStore } from './open-store.ts';
import { databasePath } from './paths.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { codeOf, DRIVERS, temporaryFolder } from './testing/test-store.ts';

const HOLDER = fileURLToPath(new URL('./testing/hold-store.ts', import.meta.url));

describe.each(DRIVERS)('openStore over %s', (name) => {
  let folder: string;
  const open = () => openStore({ folder, driver: name, clock: () => new Date(0), randomId: () => 'id' });

  beforeEach(() => {
    folder = join(temporaryFolder(), 'data', 'here');
  });
  afterEach(() => rmSync(join(folder, '..', '..'), { recursive: true }));

  it('makes the folder with database and blobs, and says what it runs on', () => {
    const store = open();
    expect(store.driver).toBe(name);
    expect(store.schemaVersion).toBe(SCHEMA_VERSION);
    store.close();
    store.close();
    expect(readdirSync(folder).sort()).toEqual(['blobs', 'lightbox.db', 'lightbox.lock']);
  });

  it('opens in WAL mode with references checked', () => {
    const store = open();
    // A film of a job that does not exist: refused by the foreign key alone.
    const film = {
      jobId: 'none' as never,
      jobIndex: 0,
      seed: 1,
      recipe: {},
      width: 1,
      height: 1,
      text: '',
    } as const;
    const add = () => store.films.addSynthetic({ ...film, bits: 8, pixelsBlob: '0'.repeat(64) as never });
    expect(add).toThrow(/FOREIGN KEY/);
    expect(existsSync(`${databasePath(folder)}-wal`)).toBe(true);
    store.close();
  });

  it('refuses a second opening in this process until the first is closed', async () => {
    const store = open();
    expect(await codeOf(open)).toBe('STORE_LOCKED');
    store.close();
    open().close();
  });

  it('refuses a folder another process holds, and takes it at once when that one is killed', async () => {
    const holder = spawn(process.execPath, [HOLDER, folder, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(createInterface({ input: holder.stdout }), 'line');
      expect(await codeOf(open)).toBe('STORE_LOCKED');
    } finally {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    }
    open().close();
  });

  it('clears what a crash left among the temporary blobs', () => {
    mkdirSync(join(folder, 'blobs', 'tmp'), { recursive: true });
    writeFileSync(join(folder, 'blobs', 'tmp', 'half'), 'x');
    open().close();
    expect(existsSync(join(folder, 'blobs', 'tmp', 'half'))).toBe(false);
  });

  it('refuses a database from the future, names both versions, and lets go of the folder', async () => {
    open().close();
    const driver = openDriver(name, databasePath(folder));
    driver.pragma('user_version = 99');
    driver.close();
    expect(open).toThrow(new RegExp(`schema 99, this one knows ${SCHEMA_VERSION}`));
    expect(await codeOf(open)).toBe('STORE_FROM_FUTURE');
  });

  it('refuses a file that is no database', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(databasePath(folder), 'not a database, but longer than a header '.repeat(100));
    expect(await codeOf(open)).toBe('STORE_CORRUPT');
    rmSync(databasePath(folder));
    open().close();
  });

  it('refuses a folder that cannot be made', async () => {
    mkdirSync(join(folder, '..'));
    writeFileSync(folder, '');
    expect(await codeOf(open)).toBe('FILE_UNWRITABLE');
  });

  it.runIf(process.platform === 'linux')('refuses a folder under /proc at once', async () => {
    const there = { clock: () => new Date(), randomId: () => 'id', driver: name };
    expect(await codeOf(() => openStore({ ...there, folder: '/proc/lightbox/data' }))).toBe(
      'FILE_UNWRITABLE',
    );
    const restore = () => restoreBackup(fileURLToPath(import.meta.url), '/proc/lightbox/data', there);
    expect(await codeOf(restore)).toBe('FILE_UNWRITABLE');
  });
});
