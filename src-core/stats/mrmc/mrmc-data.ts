import { LightboxError } from '../../base/errors.ts';
import { at } from '../numbers.ts';

/** One reader's score of one case under one modality (in reader studies of synthetic films: the generating model). */
export interface MrmcReading {
  readonly reader: string;
  readonly case: string;
  readonly modality: string;
  /** Higher means more positive. */
  readonly score: number;
}

/** Readings of several readers and cases, with the cases' truth. */
export interface MrmcData {
  readonly readers: readonly string[];
  readonly modalities: readonly string[];
  readonly positives: readonly string[];
  readonly negatives: readonly string[];
  /** By modality, then reader. */
  readonly cells: readonly (readonly MrmcCell[])[];
  readonly design: MrmcDesign;
}

/** What one reader scored under one modality; in each list a place for every case of the study, NaN where unread. */
export interface MrmcCell {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

export interface MrmcDesign {
  readonly fullyCrossed: boolean;
  /** Cases that more than one modality shows. */
  readonly sharedPositives: number;
  readonly sharedNegatives: number;
  /** Of the reader-case pairs of a modality's own cases: how many have no reading. */
  readonly missing: number;
}

/**
 * Arranges readings; names sort by code unit, so that the same data always give the same numbers.
 * @throws LightboxError BAD_INPUT for a case without truth, a reading given twice, or a score that is not finite.
 */
export function mrmcData(readings: readonly MrmcReading[], truth: ReadonlyMap<string, boolean>): MrmcData {
  const names = (of: (reading: MrmcReading) => string) => [...new Set(readings.map(of))].sort();
  const readers = names(({ reader }) => reader);
  const modalities = names(({ modality }) => modality);
  const cases = names((reading) => reading.case);
  for (const name of cases) {
    if (!truth.has(name)) throw new LightboxError('BAD_INPUT', `The case ${name} has no truth.`);
  }
  const positives = cases.filter((name) => truth.get(name) === true);
  const negatives = cases.filter((name) => truth.get(name) === false);
  const unread = (count: number) => new Float64Array(count).fill(Number.NaN);
  const cells = modalities.map(() =>
    readers.map(() => ({ positives: unread(positives.length), negatives: unread(negatives.length) })),
  );
  const places = [readers, modalities, positives, negatives].map(
    (list) => new Map(list.map((name, index) => [name, index])),
  );
  const place = (list: number, name: string): number | undefined => at(places, list).get(name);
  for (const { reader, modality, case: name, score } of readings) {
    const cell = at(at(cells, place(1, modality) ?? -1), place(0, reader) ?? -1);
    const list = truth.get(name) === true ? cell.positives : cell.negatives;
    const index = place(truth.get(name) === true ? 2 : 3, name) ?? -1;
    if (!Number.isFinite(score)) {
      throw new LightboxError(
        'BAD_INPUT',
        `The score of ${reader} for ${name} under ${modality} is ${score}.`,
      );
    }
    if (!Number.isNaN(at(list, index))) {
      throw new LightboxError('BAD_INPUT', `${reader} scored ${name} under ${modality} twice.`);
    }
    list[index] = score;
  }
  return { readers, modalities, positives, negatives, cells, design: designOf(cells) };
}

function designOf(cells: readonly (readonly MrmcCell[])[]): MrmcDesign {
  const shown = (list: 'positives' | 'negatives'): boolean[][] =>
    cells.map((row) => {
      const length = row[0]?.[list].length ?? 0;
      return Array.from({ length }, (_, index) => row.some((cell) => !Number.isNaN(at(cell[list], index))));
    });
  let missing = 0;
  let shared = { positives: 0, negatives: 0 };
  let nested = false;
  for (const list of ['positives', 'negatives'] as const) {
    const byModality = shown(list);
    const length = byModality[0]?.length ?? 0;
    for (let index = 0; index < length; index += 1) {
      const modalities = byModality.filter((flags) => at(flags, index)).length;
      if (modalities > 1) shared = { ...shared, [list]: shared[list] + 1 };
      if (modalities < cells.length) nested = true;
    }
    cells.forEach((row, modality) => {
      at(byModality, modality).forEach((isShown, index) => {
        if (!isShown) return;
        missing += row.filter((cell) => Number.isNaN(at(cell[list], index))).length;
      });
    });
  }
  return {
    fullyCrossed: missing === 0 && !nested,
    sharedPositives: shared.positives,
    sharedNegatives: shared.negatives,
    missing,
  };
}
