import { LightboxError } from '../../base/errors.ts';
import type { Random } from '../../base/random.ts';
import { normalQuantile, studentTwoSided } from '../distributions.ts';
import { mean, variance } from '../numbers.ts';
import { wilsonInterval } from '../proportion/proportion-interval.ts';
import { type EstimatedDifference, equivalenceTest, nonInferiorityTest } from '../rating/equivalence.ts';
import type { Interval } from '../statistic.ts';
import type { Steps } from '../steps.ts';
import type { Aim } from './margin-power.ts';
import type { AimedDesign, PrecisionDesign } from './plan.ts';
import {
  type DrawnSet,
  drawnAuc,
  drawnDifference,
  drawnIcc,
  drawnKappa,
  drawnProportion,
} from './simulated-sets.ts';

/** A number found from simulated data sets, with the interval that their number leaves. */
export interface SimulatedNumber {
  /** Share of sets that reach the aim, or mean half-width of the intervals. */
  readonly estimate: number;
  /** Monte-Carlo interval of 95 %. */
  readonly interval: Interval;
  readonly replicates: number;
  /** Sets in which the analysis was undefined: they reach no aim, and have no interval. */
  readonly undefinedSets: number;
}

/**
 * The share of simulated studies that reach an aim by the very analysis that a study gets, with Wilson's interval; a
 * step for each study. Sets are drawn from models whose variances are the design's (simulated-sets.ts).
 * @throws LightboxError BAD_INPUT for designs that cannot be.
 */
export function* simulatedPowerSteps(
  design: AimedDesign,
  aim: Aim,
  { alpha, random, replicates }: { alpha: number; random: Random; replicates: number },
): Steps<SimulatedNumber> {
  const draw = drawnSet(design);
  let [reached, undefinedSets] = [0, 0];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const found = draw(random);
    if (!found.defined) undefinedSets += 1;
    else if (reaches(aim, found.value, alpha)) reached += 1;
    yield (replicate + 1) / replicates;
  }
  return {
    estimate: reached / replicates,
    interval: wilsonInterval(reached, replicates),
    replicates,
    undefinedSets,
  };
}

function drawnSet(design: AimedDesign): DrawnSet<EstimatedDifference> {
  switch (design.kind) {
    case 'proportion':
      return drawnProportion(design);
    case 'difference':
      return drawnDifference(design);
    case 'auc':
      return drawnAuc(design);
  }
}

function reaches(aim: Aim, found: EstimatedDifference, alpha: number): boolean {
  switch (aim.kind) {
    case 'superiority':
      return studentTwoSided(found.estimate / found.standardError, found.df) < alpha;
    case 'non-inferiority':
      return nonInferiorityTest(found, aim.margin, alpha / 2).nonInferior;
    case 'equivalence':
      return equivalenceTest(found, aim.margin, alpha).equivalent;
  }
}

/**
 * The mean half-width of simulated intervals of level 1 - alpha, with its normal interval; a step for each study.
 * @throws LightboxError BAD_INPUT where no simulated study has an interval.
 */
export function* simulatedHalfWidthSteps(
  design: PrecisionDesign,
  { alpha, random, replicates }: { alpha: number; random: Random; replicates: number },
): Steps<SimulatedNumber> {
  const draw = design.kind === 'icc' ? drawnIcc(design, 1 - alpha) : drawnKappa(design, 1 - alpha);
  const widths: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const found = draw(random);
    if (found.defined) widths.push((found.value.upper - found.value.lower) / 2);
    yield (replicate + 1) / replicates;
  }
  if (widths.length === 0) {
    throw new LightboxError('BAD_INPUT', 'In none of the simulated studies is the agreement defined.');
  }
  const estimate = mean(widths);
  const error = widths.length < 2 ? 0 : Math.sqrt(variance(widths) / widths.length);
  const half = normalQuantile(0.975) * error;
  return {
    estimate,
    interval: { lower: estimate - half, upper: estimate + half, level: 0.95 },
    replicates,
    undefinedSets: replicates - widths.length,
  };
}
