import { LightboxError } from '../../base/errors.ts';
import { normalQuantile, studentQuantile } from '../distributions.ts';
import { at } from '../numbers.ts';

/** An intraclass correlation of single ratings that is to be estimated, all readers rating all cases. */
export interface IccDesign {
  readonly readers: number;
  readonly cases: number;
  /** Expected, 0 to 1. */
  readonly icc: number;
}

/** Half the width of the interval that an intraclass correlation is expected to have (Bonett, Stat Med 2002, 21:1331). */
export function iccHalfWidth({ readers: k, cases, icc }: IccDesign, level = 0.95): number {
  if (!(icc >= 0 && icc < 1)) {
    throw new LightboxError('BAD_INPUT', 'An intraclass correlation to plan for lies from 0 to below 1.');
  }
  const spread = (1 - icc) * (1 + (k - 1) * icc);
  return normalQuantile((1 + level) / 2) * spread * Math.sqrt(2 / (k * (k - 1) * (cases - 1)));
}

/** Agreement of readers on a call of two kinds that is to be estimated as Fleiss' kappa. */
export interface KappaDesign {
  readonly readers: number;
  readonly cases: number;
  /** Expected, 0 to 1. */
  readonly kappa: number;
  /** Share of positive calls. */
  readonly prevalence: number;
}

/**
 * Half the width of the interval that Fleiss' kappa is expected to have: its variance by linearisation over cases (Gwet,
 * Handbook of Inter-Rater Reliability, 4th edition, chapter 5), where with probability kappa all readers call alike and
 * else each calls by himself. With two readers that is the common correlation model of Bloch and Kraemer (Biometrics
 * 1989, 45:269). Student's t, as chanceCorrectedAgreement takes it.
 */
export function kappaHalfWidth(design: KappaDesign, level = 0.95): number {
  return studentQuantile((1 + level) / 2, design.cases - 1) * Math.sqrt(kappaVariance(design));
}

export function kappaVariance({ readers, cases, kappa, prevalence }: KappaDesign): number {
  if (!(kappa >= 0 && kappa <= 1)) {
    throw new LightboxError('BAD_INPUT', 'A kappa to plan for lies from 0 to 1.');
  }
  if (!(prevalence > 0 && prevalence < 1)) {
    throw new LightboxError('BAD_INPUT', 'The share of positive calls must lie between 0 and 1.');
  }
  const chance = 2 * prevalence * (1 - prevalence);
  const slope = 2 * (1 - 2 * prevalence);
  let variance = 0;
  positiveCallShares({ readers, kappa, prevalence }).forEach((probability, positives) => {
    const disagreement = (2 * positives * (readers - positives)) / (readers * (readers - 1));
    const share = positives / readers;
    const influence =
      (disagreement - chance * (1 - kappa)) / chance - ((1 - kappa) * slope * (share - prevalence)) / chance;
    variance += probability * influence * influence;
  });
  return variance / cases;
}

/** The probabilities that none, one, ... all of the readers call a case positive. */
function positiveCallShares({ readers, kappa, prevalence }: Omit<KappaDesign, 'cases'>): number[] {
  const alone: number[] = [(1 - prevalence) ** readers];
  for (let k = 1; k <= readers; k += 1) {
    alone.push((at(alone, k - 1) * (readers - k + 1) * prevalence) / (k * (1 - prevalence)));
  }
  return alone.map((probability, k) => {
    const together = k === 0 ? 1 - prevalence : k === readers ? prevalence : 0;
    return kappa * together + (1 - kappa) * probability;
  });
}
