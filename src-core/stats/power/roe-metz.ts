import type { Random } from '../../base/random.ts';
import { normalCdf, normalQuantile } from '../distributions.ts';
import type { MrmcCell } from '../mrmc/mrmc-data.ts';
import { at } from '../numbers.ts';

/**
 * The variance components of Roe and Metz (Acad Radiol 1997, 4:298 and 587): a latent score is the separation of a
 * positive case plus normal effects of reader, case and their interactions with each other and with the modality.
 */
export interface RoeMetzModel {
  readonly readers: number;
  readonly positives: number;
  readonly negatives: number;
  /** Of each modality: the mean of positive minus negative scores. */
  readonly separations: readonly number[];
  /** Variances; the four of cases and error add up to 1 by convention. */
  readonly reader: number;
  readonly readerModality: number;
  readonly case: number;
  readonly caseModality: number;
  readonly readerCase: number;
  readonly error: number;
}

const TWO_32 = 0x1_0000_0000;

/** A standard normal number: the quantile of a uniform one that is never 0 or 1. */
export function normalDraw(random: Random): number {
  return normalQuantile((random.nextUint32() + 0.5) / TWO_32);
}

/** The AUC that the model expects of a modality, over readers and cases. */
export function roeMetzAuc(model: RoeMetzModel, separation: number): number {
  const { reader, readerModality } = model;
  const cases = model.case + model.caseModality + model.readerCase + model.error;
  return normalCdf(separation / Math.sqrt(2 * (cases + reader + readerModality)));
}

/** The separation that gives an AUC; the inverse of roeMetzAuc. */
export function roeMetzSeparation(model: Omit<RoeMetzModel, 'separations'>, auc: number): number {
  const cases = model.case + model.caseModality + model.readerCase + model.error;
  return normalQuantile(auc) * Math.sqrt(2 * (cases + model.reader + model.readerModality));
}

/** One data set of the model, fully crossed: cells by modality, then reader. */
export function roeMetzCells(model: RoeMetzModel, random: Random): MrmcCell[][] {
  const cells = model.separations.map(() =>
    Array.from({ length: model.readers }, () => ({
      positives: new Float64Array(model.positives),
      negatives: new Float64Array(model.negatives),
    })),
  );
  for (const truth of ['positives', 'negatives'] as const) {
    const cases = model[truth];
    const draws = (count: number, variance: number): Float64Array => {
      const deviation = Math.sqrt(variance);
      return Float64Array.from({ length: count }, () =>
        deviation === 0 ? 0 : deviation * normalDraw(random),
      );
    };
    const ofReaders = draws(model.readers, model.reader);
    const ofCases = draws(cases, model.case);
    const ofReaderCases = draws(model.readers * cases, model.readerCase);
    model.separations.forEach((separation, modality) => {
      const shift = truth === 'positives' ? separation : 0;
      const readerModality = draws(model.readers, model.readerModality);
      const caseModality = draws(cases, model.caseModality);
      at(cells, modality).forEach((cell, reader) => {
        const base = shift + at(ofReaders, reader) + at(readerModality, reader);
        const own = draws(cases, model.error);
        for (let index = 0; index < cases; index += 1) {
          cell[truth][index] =
            base +
            at(ofCases, index) +
            at(caseModality, index) +
            at(ofReaderCases, reader * cases + index) +
            at(own, index);
        }
      });
    });
  }
  return cells;
}
