import { LightboxError } from '../../src-core/base/errors.ts';
import type { Driver } from './driver.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { SCHEMA_VERSION } from './schema-version.ts';

/** "RGLB": marks a file as a database of this product (sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x52474c42;

/**
 * The version a database stands at; 0 for an empty file.
 * @throws LightboxError STORE_FROM_FUTURE for a newer build's database, STORE_CORRUPT for another program's.
 */
export function checkedVersion(driver: Driver, path: string): number {
  const version = Number(driver.pragma('user_version'));
  const applicationId = Number(driver.pragma('application_id'));
  const empty = version === 0 && driver.prepare('SELECT name FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!empty && applicationId !== APPLICATION_ID) {
    throw new LightboxError(
      'STORE_CORRUPT',
      `${path} is not a database of this program. Choose another folder.`,
      {
        path,
      },
    );
  }
  if (version > SCHEMA_VERSION) {
    throw new LightboxError(
      'STORE_FROM_FUTURE',
      `${path} was written by a newer version of this program (schema ${version}, this one knows ${SCHEMA_VERSION}). Install that version.`,
      { path, version, known: SCHEMA_VERSION },
    );
  }
  return version;
}

/** Brings a database up to this build's version, each migration in one transaction with its version number. */
export function migrate(driver: Driver, path: string, migrations: readonly Migration[] = MIGRATIONS): void {
  const from = checkedVersion(driver, path);
  for (const migration of migrations.filter(({ version }) => version > from)) {
    if (migration.remakesTables === true) withoutReferenceChecks(driver, () => step(driver, migration));
    else step(driver, migration);
  }
}

function step(driver: Driver, migration: Migration): void {
  driver.transaction(() => {
    driver.exec(migration.sql);
    migration.convert?.(driver);
    if (migration.remakesTables === true) requireIntactReferences(driver, migration);
    driver.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migration.version}`);
  });
}

/** sqlite.org/lang_altertable.html section 7: a table that others refer to is made anew with foreign_keys off. */
function withoutReferenceChecks(driver: Driver, work: () => void): void {
  const before = Number(driver.pragma('foreign_keys'));
  driver.pragma('foreign_keys = OFF');
  try {
    work();
  } finally {
    driver.pragma(`foreign_keys = ${before}`);
  }
}

function requireIntactReferences(driver: Driver, { name }: Migration): void {
  const [broken] = driver.prepare('PRAGMA foreign_key_check').all();
  if (broken === undefined) return;
  throw new LightboxError(
    'STORE_CORRUPT',
    `The database cannot be brought up to date (${name}): a row refers to one that is missing. Restore a backup.`,
    { migration: name },
  );
}
