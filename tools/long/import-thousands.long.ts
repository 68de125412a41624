import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seededRandom, uniformInteger } from '../../src-core/base/random.ts';
import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import type { AppSession } from '../../src-main/app/session.ts';
import { openTestApp, type TestApp } from '../../src-main/app/testing/test-app.ts';
import { encodeGrey8Png } from '../../src-main/files/png.ts';
import { writeDicomImage } from '../support/write-dicom.ts';
import { leaveLongResult, longTestSeed } from './long-test.ts';
import { loopDelayDuring } from './loop-delay.ts';

const NAME = 'Import of three thousand files';
const FILES = 3000;
const SIDE = 64;
const IN_A_FOLDER = 100;
/** Work that takes longer does not belong into main; measured beside an idle thread. */
const HELD_MS = 20;

let test: TestApp;
let cora: AppSession;
let folder: string;
beforeEach(async () => {
  test = openTestApp();
  cora = await test.signIn('coordinator', 'Cora');
  folder = mkdtempSync(path.join(tmpdir(), 'lightbox-thousands-'));
});
afterEach(async () => {
  await test.close();
  rmSync(test.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** Films that differ in their first values, every third a DICOM file, every tenth cut short. */
function writeFilms(): void {
  const { pixels } = drawPhantom(1, { sizePx: SIDE }).radiograph;
  for (let index = 0; index < FILES; index += 1) {
    const place = path.join(folder, String(Math.floor(index / IN_A_FOLDER)));
    if (index % IN_A_FOLDER === 0) mkdirSync(place);
    const samples = Uint8Array.from(pixels);
    new DataView(samples.buffer).setUint32(0, index);
    const dicom = index % 3 === 0;
    const film = dicom
      ? writeDicomImage({ width: SIDE, height: SIDE, samples })
      : encodeGrey8Png(samples, SIDE, SIDE, {});
    const bytes = isCut(index) ? film.subarray(0, film.length - 20) : film;
    writeFileSync(path.join(place, `${index}.${dicom ? 'dcm' : 'png'}`), bytes);
  }
}

const isCut = (index: number): boolean => index % 10 === 9;
const CUT = FILES / 10;

it('3,000 files come in with progress; a stop leaves whole films, the next import takes what is missing, a third nothing', async () => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const stopAt = 500 + uniformInteger(seededRandom(seed), FILES - 1000);
  writeFilms();
  test.dialogs.open = [folder];
  const films = await test.call(cora, 'library.chooseFilms', { from: 'folder' });
  expect(films?.fileNames).toHaveLength(FILES);
  const progress: { done: number; remainingMs: number | null }[] = [];
  let stops = true;
  test.events.on('library.importProgress', ({ done, remainingMs }) => {
    progress.push({ done, remainingMs });
    if (stops && done === stopAt) void test.call(cora, 'library.cancelImport', {});
  });
  const run = async (): Promise<{ report: ImportReport; ms: number }> => {
    progress.length = 0;
    const from = performance.now();
    const filmsSelectionId = films?.selectionId ?? '';
    const report = await test.call(cora, 'library.import', { filmsSelectionId, labelsSelectionId: null });
    return { report, ms: performance.now() - from };
  };

  const cut = await run();
  expect(cut.report).toMatchObject({ cancelled: true, notReached: FILES - stopAt, alreadyPresent: [] });
  expect(cut.report.imported.length + cut.report.refused.length).toBe(stopAt);
  for (const id of cut.report.imported) {
    const film = test.ports.store.films.get(id);
    expect(await test.ports.store.blobs.get(film.pixelsBlob)).toHaveLength(SIDE * SIDE);
  }

  stops = false;
  let rest = cut;
  const delay = await loopDelayDuring(async () => {
    rest = await run();
  });
  expect(progress.map(({ done }) => done)).toEqual(Array.from({ length: FILES }, (_, index) => index + 1));
  expect(progress.every(({ remainingMs }) => remainingMs !== null && remainingMs >= 0)).toBe(true);
  expect(progress.at(-1)?.remainingMs).toBe(0);
  expect(rest.report.alreadyPresent).toHaveLength(cut.report.imported.length);
  expect(rest.report.refused).toHaveLength(CUT);
  expect(new Set([...cut.report.imported, ...rest.report.imported]).size).toBe(FILES - CUT);
  expect(delay.busy.p99Ms).toBeLessThan(delay.idle.p99Ms + HELD_MS);

  const again = await run();
  expect(again.report.imported).toEqual([]);
  expect(again.report.alreadyPresent).toHaveLength(FILES - CUT);
  expect(again.report.refused).toHaveLength(CUT);

  const perFilm = (rest.ms / rest.report.imported.length).toFixed(1);
  const late = ({ p99Ms, maxMs }: { p99Ms: number; maxMs: number }) =>
    `${p99Ms.toFixed(0)} ms, at most ${maxMs.toFixed(0)}`;
  leaveLongResult({
    name: NAME,
    outcome:
      `stopped at ${stopAt}, all there after the second; ${perFilm} ms a new film, ` +
      `${(again.ms / FILES).toFixed(1)} ms a known one; main's timers late in 99 of 100 by under ${late(delay.busy)}, ` +
      `an idle thread's ${late(delay.idle)}`,
    seed,
    tookMs: performance.now() - startMs,
  });
});
