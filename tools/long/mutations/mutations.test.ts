import { afterAll, describe, expect, it } from 'vitest';
import { decodeFilm } from '../../../src-main/files/film-reader.ts';
import { MutatedCases, TIFF_FROM } from './cases.ts';
import { runPiece } from './piece.ts';
import { generatedSeeds, tiffSeeds } from './seeds.ts';

const SEED = 20261124;
const COUNT = 2000;
const TIFFS = 200;
/** Ten seconds of one core; tests beside it may hold it up. */
const TIMEOUT_MS = 300_000;

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
process.on('unhandledRejection', note);
afterAll(() => process.off('unhandledRejection', note));

describe('damaged films', () => {
  it('start from sound ones: every seed is read as a film', async () => {
    const kinds = new Set<string>();
    for (const { name, bytes } of [...(await generatedSeeds()), ...tiffSeeds()])
      kinds.add((await decodeFilm(bytes, name)).kind);
    expect([...kinds].sort()).toEqual(['dicom', 'jpeg', 'png', 'tiff']);
  });

  it('are made again from seed and index alone, and the seeds stay as they were', async () => {
    const indexes = [0, 3, 17, 511, 1999, TIFF_FROM];
    const [first, second] = [await MutatedCases.open(SEED, false), await MutatedCases.open(SEED, false)];
    const made = indexes.map((index) => first.at(index));
    const again = [...indexes].reverse().map((index) => second.at(index));
    expect(again.reverse()).toEqual(made);
    expect(made.every(({ steps }) => steps.length > 0)).toBe(true);
  });

  // The other 110,000 run in mutated-films.long.ts.
  it(
    `give a film or a coded refusal, ${COUNT} of them, within 5 s and 1 GB each`,
    async () => {
      const result = await runPiece({ seed: SEED, from: 0, count: COUNT, withShared: false });
      const tiffs = await runPiece({ seed: SEED, from: TIFF_FROM, count: TIFFS, withShared: false });
      expect([...result.faults, ...tiffs.faults]).toEqual([]);
      expect([...result.endedByLimit, ...tiffs.endedByLimit]).toEqual([]);
      expect(unhandled).toEqual([]);
      expect(tiffs.peakBytes ?? 0).toBeLessThan(2 ** 30);
      expect(tiffs.byFormat['TIFF']?.films).toBeGreaterThan(0);
      // Not all are refused for the first glance: films come out too, of every format.
      for (const [format, { cases, films }] of Object.entries(result.byFormat)) {
        expect(cases, format).toBeGreaterThanOrEqual(COUNT / 10);
        expect(films, format).toBeGreaterThan(0);
      }
    },
    TIMEOUT_MS,
  );
});
