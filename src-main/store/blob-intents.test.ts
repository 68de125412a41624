import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobHash } from '../../src-core/base/ids.ts';
import { listBackups, restoreBackup } from './backup.ts';
import { DRIVERS, openTestStore, REQUEST, realFilm, type TestStore } from './testing/test-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe.each(DRIVERS)('blobs that were written when the program died, over %s', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  const present = async (hashes: readonly BlobHash[]) =>
    Promise.all(hashes.map((hash) => test.store.blobs.has(hash)));

  it('go where no row names them, and stay where one does, in whatever column', async () => {
    const { blobs, films, jobs } = test.store;
    const [orphan, pixels, drawn, mask] = [
      await blobs.put(bytesOf('orphan')),
      await blobs.put(bytesOf('pixels')),
      await blobs.put(bytesOf('drawn')),
      await blobs.put(bytesOf('mask')),
    ];
    const { film } = films.addReal(realFilm({ pixelsBlob: pixels }));
    const edit = { sourceFilmId: film.id, strength: 0.5, maskId: mask };
    const job = jobs.enqueue({ ...REQUEST, edit });
    films.addSynthetic({
      jobId: job.id,
      jobIndex: 0,
      seed: 7,
      recipe: {},
      pixelsBlob: drawn,
      width: 1,
      height: 1,
      bits: 8,
      text: '',
    });
    test.reopen();
    expect(await present([orphan, pixels, drawn, mask])).toEqual([false, true, true, true]);
  });

  it('stay where they had been there before, since another database may name them', async () => {
    const old = await test.store.blobs.put(bytesOf('old'));
    test.store.films.addReal(realFilm({ pixelsBlob: old }));
    test.reopen();
    // Written again by a job whose row never came.
    await test.store.blobs.put(bytesOf('old'));
    test.reopen();
    expect(await present([old])).toEqual([true]);
  });

  it('are not swept for a restored database, whose films a database set aside still names', async () => {
    // The program dies before the row; the backup of the next start still holds the intent.
    await test.store.blobs.put(bytesOf('film'));
    test.nowMs += DAY_MS;
    test.reopen();
    const hash = await test.store.blobs.put(bytesOf('film'));
    test.store.films.addReal(realFilm({ pixelsBlob: hash }));
    const [backup = ''] = listBackups(test.folder);
    test.store.close();
    restoreBackup(backup, test.folder, { clock: () => new Date(test.nowMs), driver: name });
    test.reopen();
    expect(test.store.films.list({}, { limit: 1, offset: 0 }).total).toBe(0);
    expect(await present([hash])).toEqual([true]);
  });

  it('may be gone already', async () => {
    const hash = await test.store.blobs.put(bytesOf('orphan'));
    rmSync(join(test.folder, 'blobs', hash.slice(0, 2), hash));
    test.reopen();
    expect(await present([hash])).toEqual([false]);
  });
});
