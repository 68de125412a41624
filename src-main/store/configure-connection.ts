import type { Driver } from './driver.ts';

/** The settings of SQLite that belong to the connection, not to the file: made at every opening. */
export function configureConnection(driver: Driver): void {
  driver.pragma('busy_timeout = 5000');
  driver.pragma('journal_mode = WAL');
  // In WAL, NORMAL may lose the last commits when the power fails; a reading is acknowledged after its own sync.
  driver.pragma('synchronous = FULL');
  driver.pragma('foreign_keys = ON');
  // What a migration takes away (ids of patients) is overwritten, not left in free pages.
  driver.pragma('secure_delete = ON');
  // Makes INSERT OR REPLACE fire the triggers that keep tables append-only.
  driver.pragma('recursive_triggers = ON');
}

/**
 * Brings the write-ahead log into the database and cuts it to nothing, so that it keeps no copy of what was overwritten.
 * Where another program reads the database, the log goes at the next opening.
 */
export function eraseLog(driver: Driver): void {
  driver.pragma('wal_checkpoint(TRUNCATE)');
}
