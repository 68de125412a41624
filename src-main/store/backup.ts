/** Backups of the database. Blobs are never changed once written, so that the database is all there is to copy. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { makeFolderSync } from '../disk/make-folder.ts';
import { forgetBlobIntents } from './blob-intents.ts';
import { chooseDriver } from './choose-driver.ts';
import type { Driver } from './driver.ts';
import { fromFileError } from './durable-files.ts';
import { checkedVersion } from './migrate.ts';
import { openDriver } from './open-driver.ts';
import { databasePath } from './paths.ts';
import type { DriverName } from './ports.ts';
import { lockStore } from './store-lock.ts';

const KEPT_BACKUPS = 7;
/** The database version that brought `blob_intents`. */
const BLOB_INTENTS_SINCE = 3;
const DAY_MS = 24 * 60 * 60 * 1000;
const BACKUP_NAME = /^lightbox-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/;

/** The backups of a data folder, oldest first. */
export function listBackups(folder: string): readonly string[] {
  const backups = join(folder, 'backups');
  if (!existsSync(backups)) return [];
  return readdirSync(backups)
    .filter((name) => BACKUP_NAME.test(name))
    .sort()
    .map((name) => join(backups, name));
}

/** True where the newest backup is older than a day, or there is none. */
export function backupIsDue(folder: string, now: Date): boolean {
  const newest = listBackups(folder).at(-1);
  return newest === undefined || now.getTime() - takenAtMs(newest) >= DAY_MS;
}

/** Writes a backup under a temporary name, syncs it, renames it, and drops all but the newest seven. */
export function writeBackup(driver: Driver, folder: string, now: Date): string {
  const backups = join(folder, 'backups');
  const target = join(backups, `lightbox-${now.toISOString().replaceAll(/[:.]/g, '-')}.db`);
  const temporary = `${target}.tmp`;
  try {
    makeFolderSync(backups, 0o700);
    rmSync(temporary, { force: true });
    driver.prepare('VACUUM INTO @temporary').run({ temporary });
    putInPlace(temporary, target);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw fromFileError(thrown, target);
  }
  for (const old of listBackups(folder).slice(0, -KEPT_BACKUPS)) rmSync(old);
  return target;
}

export interface RestoreOptions {
  readonly clock: () => Date;
  readonly driver?: DriverName;
}

/**
 * Puts a backup in the place of a closed store's database. The database that stood there is kept beside it, and
 * its path returned (null where there was none).
 * @throws LightboxError FILE_NOT_FOUND, STORE_CORRUPT or STORE_FROM_FUTURE for the backup, STORE_LOCKED for the folder
 */
export function restoreBackup(file: string, folder: string, options: RestoreOptions): string | null {
  const driverName = options.driver ?? chooseDriver(process.versions);
  if (!existsSync(file))
    throw new LightboxError('FILE_NOT_FOUND', `There is no backup ${file}.`, { path: file });
  makeFolderSync(folder, 0o700);
  const lock = lockStore(folder, driverName);
  const path = databasePath(folder);
  const temporary = `${path}.restoring`;
  try {
    copyFileSync(file, temporary);
    prepareCopy(temporary, file, driverName);
    const replaced = setAside(path, options.clock());
    putInPlace(temporary, path);
    return replaced;
  } catch (thrown) {
    throw fromFileError(thrown, path);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${temporary}${suffix}`, { force: true });
    lock.release();
  }
}

function prepareCopy(copy: string, original: string, driverName: DriverName): void {
  const driver = openDriver(driverName, copy);
  try {
    const version = checkedVersion(driver, original);
    if (version === 0 || driver.pragma('integrity_check') !== 'ok') {
      throw new LightboxError('STORE_CORRUPT', `${original} is damaged or no backup. Take another one.`, {
        path: original,
      });
    }
    // Its intents are of another time: films that a database set aside names must not be swept for them.
    if (version >= BLOB_INTENTS_SINCE) forgetBlobIntents(driver);
  } finally {
    driver.close();
  }
}

/** The write-ahead log goes with its database: left behind, SQLite would apply it to the restored one. */
function setAside(path: string, now: Date): string | null {
  if (!existsSync(path)) return null;
  const replaced = join(
    dirname(path),
    `replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}-${basename(path)}`,
  );
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${replaced}${suffix}`);
  }
  return replaced;
}

function putInPlace(temporary: string, target: string): void {
  syncPath(temporary);
  renameSync(temporary, target);
  if (process.platform !== 'win32') syncPath(dirname(target));
}

function syncPath(path: string): void {
  // Windows syncs only what is open for writing.
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function takenAtMs(path: string): number {
  const [, day, hours, minutes, seconds, milliseconds] = BACKUP_NAME.exec(basename(path)) ?? [];
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
}
