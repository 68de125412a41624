import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ReaderFilmId } from '../../src-core/base/ids.ts';
import { FULL_PLAN } from '../../src-core/study/test-session.ts';
import { packageContent, readingsContent, SMALL_PLAN, testFilm } from '../files/archive/test-archives.ts';
import { createSigningKey } from '../keys/signing.ts';
import { StudyFileWorker } from './study-files.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'lightbox-study-files-'));
const files = new StudyFileWorker(fileURLToPath(new URL('./study-file-worker.ts', import.meta.url)));
afterAll(async () => {
  await files.dispose();
  rmSync(scratch, { recursive: true, force: true });
});

const COORDINATOR = createSigningKey();
const READER = createSigningKey();
const { about, texts } = packageContent();
const unhurried = new AbortController().signal;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(scratch, 'test-'));
});

const turn = (progress: (done: number, total: number) => void = () => undefined) => ({
  film: async (id: ReaderFilmId) => testFilm(id),
  progress,
});

describe('the worker of packages and readings', () => {
  it('packs a package of films that it asks for one by one, and opens it again', async () => {
    const target = path.join(folder, 'ada.lightbox');
    const told: [number, number][] = [];
    const written = await files.writePackage(
      { target, about, plan: SMALL_PLAN, texts, rows: [] },
      COORDINATOR,
      turn((done, total) => told.push([done, total])),
    );
    expect(told).toEqual([
      [0, 2],
      [1, 2],
    ]);
    const opened = await files.open(target, unhurried);
    if (opened.type !== 'package') throw new Error('These are readings.');
    expect(opened.manifest.coordinatorKey).toBe(COORDINATOR.publicKey);
    expect([opened.plan, opened.texts]).toEqual([SMALL_PLAN, texts]);
    expect(written.bytes).toBeGreaterThan(2 * 16 * 16);
    const [film] = SMALL_PLAN.sessions[0]?.trials[0]?.films ?? [];
    if (film === undefined) throw new Error('The plan has no film.');
    expect(await files.readFilm(opened.token, film)).toEqual(testFilm(film));
  });

  it('leaves nothing where a film fails or the writing is cancelled', async () => {
    const target = path.join(folder, 'ada.lightbox');
    const stopped = files.writePackage({ target, about, plan: SMALL_PLAN, texts, rows: [] }, COORDINATOR, {
      film: () => Promise.reject(new LightboxError('CANCELLED', 'Cancelled.')),
      progress: () => undefined,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes one chain of what is held and what came, and none of a story that differs', async () => {
    const target = path.join(folder, 'ada.readings');
    const { about: ofReadings, rows } = readingsContent(READER, 30);
    await files.writeReadings({ target, about: ofReadings, rows: [...rows] }, READER);
    const opened = await files.open(target, unhurried);
    if (opened.type !== 'readings') throw new Error('This is a package.');
    const { token, studyId, protocolHash, length } = opened;
    const merge = (held: typeof rows) =>
      files.merge({ token, plan: FULL_PLAN, studyId, protocolHash, held: [...held] });
    expect(length).toBe(rows.length);
    expect(await merge([rows[0], ...rows.slice(1, 10)])).toEqual({ rows, added: rows.length - 10 });
    expect(await merge(rows)).toEqual({ rows, added: 0 });
    const forked = readingsContent(createSigningKey(), 30).rows;
    await expect(merge(forked)).rejects.toMatchObject({ code: 'READING_CONFLICT', details: { row: 1 } });
  });

  it('refuses what is no longer open', async () => {
    await files.close();
    await expect(files.readFilm('gone', 'film' as ReaderFilmId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends a reading that is cancelled, and goes on with the next', async () => {
    const target = path.join(folder, 'ada.lightbox');
    await files.writePackage({ target, about, plan: SMALL_PLAN, texts, rows: [] }, COORDINATOR, turn());
    const abort = new AbortController();
    const opening = files.open(target, abort.signal);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await files.open(target, unhurried)).toMatchObject({ type: 'package' });
  });
});
