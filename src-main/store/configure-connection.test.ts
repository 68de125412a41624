import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configureConnection } from './configure-connection.ts';
import { openDriver } from './open-driver.ts';
import { DRIVERS, temporaryFolder } from './testing/test-store.ts';

describe.each(DRIVERS)('configureConnection over %s', (name) => {
  it('syncs every commit to the disk, checks references, fires triggers on replacement', () => {
    const folder = temporaryFolder();
    const driver = openDriver(name, join(folder, 'test.db'));
    configureConnection(driver);
    expect(driver.pragma('journal_mode')).toBe('wal');
    // 2 is FULL: sqlite.org/pragma.html#pragma_synchronous
    expect(driver.pragma('synchronous')).toBe(2);
    expect(driver.pragma('foreign_keys')).toBe(1);
    expect(driver.pragma('recursive_triggers')).toBe(1);
    expect(driver.pragma('busy_timeout')).toBe(5000);
    driver.close();
    rmSync(folder, { recursive: true });
  });
});
