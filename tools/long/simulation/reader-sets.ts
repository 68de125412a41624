import {
  type MrmcCell,
  type MrmcData,
  type MrmcReading,
  mrmcData,
} from '../../../src-core/stats/mrmc/mrmc-data.ts';

/** Fully crossed cells as data. */
export function dataOf(cells: MrmcCell[][]): MrmcData {
  const [first] = cells[0] ?? [];
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  return {
    readers: names('r', cells[0]?.length ?? 0),
    modalities: names('m', cells.length),
    positives: names('p', first?.positives.length ?? 0),
    negatives: names('n', first?.negatives.length ?? 0),
    cells,
    design: { fullyCrossed: true, sharedPositives: 0, sharedNegatives: 0, missing: 0 },
  };
}

/**
 * Cells as a study of generating models has them: each modality keeps its own share of the positive cases, in turn, all
 * keep the negatives; and readings that `reads` leaves out are not there.
 */
export function modelStudy(
  cells: MrmcCell[][],
  reads: (reader: number, index: number, modality: number) => boolean,
): MrmcData {
  const readings: MrmcReading[] = [];
  const truth = new Map<string, boolean>();
  cells.forEach((row, modality) => {
    row.forEach(({ positives, negatives }, reader) => {
      const add = (name: string, positive: boolean, score: number, index: number): void => {
        truth.set(name, positive);
        if (reads(reader, index, modality))
          readings.push({ reader: `r${reader}`, case: name, modality: `m${modality}`, score });
      };
      positives.forEach((score, index) => {
        if (index % cells.length === modality)
          add(`p${index}`, true, score, Math.floor(index / cells.length));
      });
      negatives.forEach((score, index) => {
        add(`n${index}`, false, score, index);
      });
    });
  });
  return mrmcData(readings, truth);
}
