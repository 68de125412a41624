import { join } from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { openDriver } from './open-driver.ts';
import type { DriverName } from './ports.ts';

export interface StoreLock {
  release(): void;
}

/**
 * Takes the data folder for this process: an exclusive SQLite transaction on an empty database beside the real one.
 * The operating system holds that lock, so that it falls with the process, also when it is killed.
 * @throws LightboxError STORE_LOCKED
 */
export function lockStore(folder: string, driverName: DriverName): StoreLock {
  const driver = openDriver(driverName, join(folder, 'lightbox.lock'));
  try {
    driver.pragma('busy_timeout = 0');
    driver.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    driver.close();
    if (!(thrown instanceof LightboxError) || thrown.code !== 'STORE_LOCKED') throw thrown;
    throw new LightboxError(
      'STORE_LOCKED',
      `The data folder ${folder} is in use by another running copy of this program. Close that one first.`,
      { folder },
    );
  }
  return { release: () => driver.close() };
}
