import { LightboxError } from '../../base/errors.ts';
import { normalQuantile } from '../distributions.ts';
import { bivariateNormalCdf } from './bivariate-normal.ts';
import type { OrPilot } from './power.ts';
import { type RoeMetzModel, roeMetzSeparation } from './roe-metz.ts';

/** A pilot with what a simulation needs beside: how readers' AUCs vary, and how high they are. */
export interface SimulatedPilot extends OrPilot {
  readonly readerVariance: number;
  /** Expected AUC of the second modality. */
  readonly auc: number;
}

/** Components of Obuchowski and Rockette that a model of Roe and Metz leads to. */
export interface ModelComponents {
  readonly readerVariance: number;
  readonly interactionVariance: number;
  readonly variance: number;
  readonly cov1: number;
  readonly cov2: number;
  readonly cov3: number;
}

/**
 * The components of Obuchowski and Rockette that a model of Roe and Metz with two equal modalities gives, from second
 * moments of the empirical AUC (Hillis, Stat Med 2018, 37:2067), with as many positive as negative cases.
 * @param each positive cases, and negative ones; need not be whole
 */
export function roeMetzComponents(
  model: Omit<RoeMetzModel, 'separations' | 'readers' | 'positives' | 'negatives'>,
  auc: number,
  each: number,
): ModelComponents {
  const z = normalQuantile(auc);
  const readers = model.reader + model.readerModality;
  const total = 1 + readers;
  const moment = (correlation: number): number => bivariateNormalCdf(z, z, correlation);
  const error = (cases: number, ofReaders: number): number =>
    errorCovariance(moment, cases / total, ofReaders / total, each);
  const same = moment(readers / total);
  const across = moment(model.reader / total);
  return {
    readerVariance: across - auc * auc,
    interactionVariance: same - across,
    variance: error(1, readers),
    cov1: error(model.case + model.readerCase, model.reader),
    cov2: error(model.case + model.caseModality, 0),
    cov3: error(model.case, 0),
  };
}

/** Pairs of cases share both, one or none of their cases; what pairs without a shared case have in common is the readers'. */
function errorCovariance(
  moment: (correlation: number) => number,
  cases: number,
  readers: number,
  each: number,
): number {
  const [both, one, none] = [moment(cases + readers), moment(cases / 2 + readers), moment(readers)];
  return (both + 2 * (each - 1) * one + (1 - 2 * each) * none) / (each * each);
}

/**
 * A model of Roe and Metz (case variances adding up to 1) whose components are those of a pilot, for so many readers and
 * cases: the numbers of positive and negative cases, equal, are those with which one AUC varies as the pilot's would.
 * @throws LightboxError BAD_INPUT where no model has such components.
 */
export function roeMetzOfPilot(
  pilot: SimulatedPilot,
  difference: number,
  readers: number,
  cases: number,
): RoeMetzModel {
  const { auc } = pilot;
  const middle = auc + difference / 2;
  if (!(auc > 0 && auc < 1 && auc + difference > 0 && auc + difference < 1)) {
    throw new LightboxError('BAD_INPUT', 'Both AUCs must lie between 0 and 1.');
  }
  const z = normalQuantile(middle);
  const moment = (correlation: number): number => bivariateNormalCdf(z, z, correlation);
  const readerShare = correlationOf(moment, middle ** 2 + Math.max(0, pilot.readerVariance));
  const bothShare = correlationOf(
    moment,
    middle ** 2 + Math.max(0, pilot.readerVariance) + Math.max(0, pilot.interactionVariance),
  );
  // Readers and their interaction take this share of a score's variance; the cases' part of it is 1.
  const total = 1 / (1 - bothShare);
  const ratio = pilot.cases / cases;
  const each = casesFor(moment, bothShare, ratio * pilot.variance);
  const shareOf = (covariance: number, ofReaders: number): number =>
    total *
    root(0, 1 / total, (share) => errorCovariance(moment, share, ofReaders, each) - ratio * covariance);
  const acrossReaders = shareOf(pilot.cov2, 0);
  const ofCase = Math.min(shareOf(pilot.cov3, 0), acrossReaders);
  const sameReader = Math.max(ofCase, shareOf(pilot.cov1, readerShare));
  const model = {
    readers,
    positives: Math.max(2, Math.round(each)),
    negatives: Math.max(2, Math.round(each)),
    reader: readerShare * total,
    readerModality: (bothShare - readerShare) * total,
    case: ofCase,
    caseModality: acrossReaders - ofCase,
    readerCase: Math.min(sameReader - ofCase, 1 - acrossReaders),
  };
  const error = Math.max(0, 1 - model.case - model.caseModality - model.readerCase);
  const complete = { ...model, error };
  return {
    ...complete,
    separations: [auc + difference, auc].map((value) => roeMetzSeparation(complete, value)),
  };
}

function correlationOf(moment: (correlation: number) => number, wanted: number): number {
  if (moment(1) <= wanted) {
    throw new LightboxError('BAD_INPUT', 'Readers cannot differ by more than so high an AUC allows.');
  }
  return root(0, 1, (correlation) => moment(correlation) - wanted);
}

const MOST_CASES = 1e6;

function casesFor(moment: (correlation: number) => number, readers: number, variance: number): number {
  const excess = (each: number) => errorCovariance(moment, 1 - readers, readers, each) - variance;
  if (!(excess(2) > 0)) {
    throw new LightboxError(
      'BAD_INPUT',
      'The AUC varies by more than that of two cases each: check the pilot.',
    );
  }
  if (!(variance > 0 && excess(MOST_CASES) < 0)) {
    throw new LightboxError('BAD_INPUT', 'The variance of one AUC must be above 0.');
  }
  return Math.exp(root(Math.log(2), Math.log(MOST_CASES), (log) => -excess(Math.exp(log))));
}

/** Where a rising function is 0, by halving; the nearer end where it is not. */
function root(from: number, to: number, of: (at: number) => number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
