import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BlobHash, FilmId } from '../../src-core/base/ids.ts';
import { createBlobStore } from './blob-store.ts';
import { configureConnection } from './configure-connection.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDriver } from './open-driver.ts';
import { openStore } from './open-store.ts';
import type { DriverName, Store } from './ports.ts';
import { DRIVERS, temporaryFolder } from './testing/test-store.ts';

const PATIENTS = { one: 'Mustermann-4711', two: 'Jensen-0815' } as const;
const OPTIONS = { clock: () => new Date('2026-11-24T08:00:00Z'), randomId: () => 'id-1' };

/** A data folder as version 4 left it: two films of one patient, one of another, one of nobody, one edit, decisions. */
async function olderFolder(driverName: DriverName): Promise<{ folder: string; source: BlobHash }> {
  const folder = temporaryFolder();
  const blobs = createBlobStore({ folder: join(folder, 'blobs'), randomId: () => 'temporary' });
  const source = await blobs.put(new TextEncoder().encode(`DICM ${PATIENTS.one}`));
  const pixels = await blobs.put(new Uint8Array(4));
  const driver = openDriver(driverName, join(folder, 'lightbox.db'));
  configureConnection(driver);
  migrate(driver, 'lightbox.db', MIGRATIONS.slice(0, 4));
  const films = [
    ['film-1', source, PATIENTS.one],
    ['film-2', 'b'.repeat(64), ` ${PATIENTS.one} `],
    ['film-3', 'c'.repeat(64), PATIENTS.two],
    ['film-4', 'd'.repeat(64), null],
  ] as const;
  for (const [id, sourceBlob, patient] of films) {
    driver
      .prepare(
        `INSERT INTO films (id, kind, pixels_blob, width, height, bits, text, created_at, source_name, source_blob,
           source_kind, patient, label, import_batch, lossy)
         VALUES (@id, 'real', @pixels, 2, 2, 8, 'Clear.', 'then', 'a.dcm', @sourceBlob, 'dicom', @patient, 'CR', 'b', 0)`,
      )
      .run({ id, pixels, sourceBlob, patient });
  }
  driver.exec(`
INSERT INTO jobs (id, position, state, request, created_at) VALUES ('job-1', 1, 'done', '{}', 'then');
INSERT INTO films (id, kind, pixels_blob, width, height, bits, text, created_at, job_id, job_index, seed, recipe,
  source_film_id, origin_film_id)
VALUES ('film-5', 'synthetic', '${pixels}', 2, 2, 8, 'Edema.', 'then', 'job-1', 0, 7, '{}', 'film-1', 'film-1');
INSERT INTO film_decisions (film_id, decision, actor, at) VALUES ('film-1', 'keep', 'Cora', 'then');`);
  driver.close();
  return { folder, source };
}

const filmOf = (store: Store, id: string) => store.films.get(id as FilmId);
const keyOf = (store: Store, id: string): string | null => {
  const film = filmOf(store, id);
  return film.kind === 'real' ? film.patientKey : null;
};

describe.each(DRIVERS)('a folder of the version before pseudonyms, over %s', (driver) => {
  it('keeps every film, decision and edit, tells patients apart as before, and names none', async () => {
    const { folder } = await olderFolder(driver);
    const store = openStore({ folder, driver, ...OPTIONS });
    const [one, two, three, four] = ['film-1', 'film-2', 'film-3', 'film-4'].map((id) => keyOf(store, id));
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(two).toBe(one);
    expect(three).toMatch(/^[0-9a-f]{16}$/);
    expect(three).not.toBe(one);
    expect(four).toBeNull();
    expect(store.films.patientKey(PATIENTS.two)).toBe(three);
    expect(filmOf(store, 'film-1')).toMatchObject({ decision: 'keep', label: 'CR', warnings: [], notes: [] });
    expect(filmOf(store, 'film-5')).toMatchObject({ edit: { originFilmId: 'film-1', originKind: 'real' } });
    expect(store.films.list({}, { limit: 10, offset: 0 }).films.map(({ id }) => id)).toEqual([
      'film-5',
      'film-4',
      'film-3',
      'film-2',
      'film-1',
    ]);
    // A whole id finds its films, a part of one does not.
    const found = (search: string) => store.films.list({ search }, { limit: 10, offset: 0 }).total;
    expect([found(PATIENTS.one), found(one ?? ''), found('Mustermann')]).toEqual([2, 2, 0]);
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('loses the copies of imported files and every trace of an id; pixels stay', async () => {
    const { folder, source } = await olderFolder(driver);
    const store = openStore({ folder, driver, ...OPTIONS });
    const pixels = filmOf(store, 'film-1').pixelsBlob;
    expect(await store.blobs.has(source)).toBe(false);
    expect(await store.blobs.has(pixels)).toBe(true);
    // The file is still known by its hash.
    expect(store.films.findBySource(source, 0)?.id).toBe('film-1');
    store.close();
    // The backup before the migration holds them, as the documents say.
    const files = readdirSync(folder).filter((name) => name.startsWith('lightbox.db'));
    expect(files).toEqual(['lightbox.db']);
    expect(existsSync(join(folder, 'lightbox.db-wal'))).toBe(false);
    const bytes = readFileSync(join(folder, 'lightbox.db')).toString('latin1');
    for (const patient of Object.values(PATIENTS)) expect(bytes).not.toContain(patient);
    rmSync(folder, { recursive: true });
  });

  it('gives the same patient another pseudonym in another installation', async () => {
    const keys = new Set<string>();
    for (const _ of [1, 2]) {
      const folder = temporaryFolder();
      const store = openStore({ folder, driver, ...OPTIONS });
      keys.add(store.films.patientKey(PATIENTS.one));
      store.close();
      rmSync(folder, { recursive: true });
    }
    // Nor is it a plain hash, which trying ids would undo.
    keys.add(createHash('sha256').update(PATIENTS.one).digest('hex').slice(0, 16));
    expect(keys.size).toBe(3);
  });
});
