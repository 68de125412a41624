import { rmSync } from 'node:fs';
import { makeFolderSync } from '../disk/make-folder.ts';
import { backupIsDue, writeBackup } from './backup.ts';
import { discardNewBlobs, rememberNewBlobs, sweepOrphanBlobs } from './blob-intents.ts';
import { createBlobStore, temporaryBlobFolder } from './blob-store.ts';
import { chooseDriver } from './choose-driver.ts';
import { configureConnection, eraseLog } from './configure-connection.ts';
import type { Driver } from './driver.ts';
import type { StoreEnvironment } from './environment.ts';
import { checkedVersion, migrate } from './migrate.ts';
import { openDriver } from './open-driver.ts';
import { blobFolder, databasePath } from './paths.ts';
import type { DriverName, OpenStoreOptions, Store } from './ports.ts';
import { SCHEMA_VERSION } from './schema-version.ts';
import { createAssignments } from './sqlite-assignments.ts';
import { createAudit } from './sqlite-audit.ts';
import { createBatches } from './sqlite-batches.ts';
import { createEarlierStudies } from './sqlite-earlier-studies.ts';
import { createEvents } from './sqlite-events.ts';
import { createExchange } from './sqlite-exchange.ts';
import { createFilms } from './sqlite-films.ts';
import { createJobs, requeueInterruptedJobs } from './sqlite-jobs.ts';
import { createModels } from './sqlite-models.ts';
import { createPrompts } from './sqlite-prompts.ts';
import { createQueue } from './sqlite-queue.ts';
import { createSealedStudies } from './sqlite-sealed-studies.ts';
import { createSettings } from './sqlite-settings.ts';
import { createStudies } from './sqlite-studies.ts';
import { createUsers } from './sqlite-users.ts';
import type { StoreLock } from './store-lock.ts';
import { lockStore } from './store-lock.ts';

/**
 * Opens the data folder for this process alone: takes its lock, backs the database up where a day has passed or a
 * migration is due, migrates, puts cut-off jobs back into the queue and clears leftovers of a crash (half-written files, blobs without a row).
 * @throws LightboxError STORE_LOCKED, STORE_FROM_FUTURE, STORE_CORRUPT, FILE_UNWRITABLE, DISK_FULL
 */
export function openStore(options: OpenStoreOptions): Store {
  const { folder, clock, randomId } = options;
  const driverName = options.driver ?? chooseDriver(process.versions);
  makeFolderSync(blobFolder(folder), 0o700);
  const lock = lockStore(folder, driverName);
  let driver: Driver | undefined;
  try {
    driver = openDriver(driverName, databasePath(folder));
    prepareDatabase(driver, folder, clock());
    rmSync(temporaryBlobFolder(blobFolder(folder)), { recursive: true, force: true });
    sweepOrphanBlobs(driver, blobFolder(folder));
    const blobs = createBlobStore({
      folder: blobFolder(folder),
      randomId,
      onNew: rememberNewBlobs(driver),
    });
    return assemble(driver, driverName, lock, blobFolder(folder), {
      now: () => clock().toISOString(),
      randomId,
      blobs,
    });
  } catch (thrown) {
    driver?.close();
    lock.release();
    throw thrown;
  }
}

function prepareDatabase(driver: Driver, folder: string, now: Date): void {
  const path = databasePath(folder);
  const version = checkedVersion(driver, path);
  configureConnection(driver);
  if (version > 0 && (version < SCHEMA_VERSION || backupIsDue(folder, now))) writeBackup(driver, folder, now);
  migrate(driver, path);
  eraseLog(driver);
  requeueInterruptedJobs(driver);
}

function assemble(
  driver: Driver,
  driverName: DriverName,
  lock: StoreLock,
  blobs: string,
  environment: StoreEnvironment,
): Store {
  const audit = createAudit(driver, environment);
  const studies = createStudies(driver, environment, audit);
  const assignments = createAssignments(driver, environment);
  const exchange = createExchange(driver, audit);
  return {
    users: createUsers(driver, environment),
    prompts: createPrompts(driver, environment),
    jobs: createJobs(driver, environment),
    batches: createBatches(driver, environment),
    queue: createQueue(driver, environment),
    films: createFilms(driver, environment),
    studies: { ...studies, ...createSealedStudies(driver, environment, audit, studies, assignments) },
    assignments,
    events: createEvents(driver, assignments, exchange),
    exchange,
    earlierStudies: createEarlierStudies(driver),
    audit,
    models: createModels(driver, environment),
    settings: createSettings(driver, environment),
    blobs: environment.blobs,
    driver: driverName,
    schemaVersion: SCHEMA_VERSION,
    discardNewBlobs: (hashes) => discardNewBlobs(driver, blobs, hashes),
    eraseOverwritten: () => eraseLog(driver),
    transaction: (work) => driver.transaction(work),
    close() {
      driver.close();
      lock.release();
    },
  };
}
