import { toLightboxError } from '../../../../src-core/base/errors.ts';
import {
  crossedDifferencePower,
  crossedProportionPower,
  mrmcPower,
  smallestNumber,
} from '../../../../src-core/stats/power/power.ts';

export const POWER_QUESTIONS = ['accuracy', 'difference', 'auc'] as const;
export type PowerQuestion = (typeof POWER_QUESTIONS)[number];

/** The inputs of each question beside readers, cases and alpha; with the values that stand until others are known. */
export const POWER_INPUTS = {
  /** Accuracy against chance: shares from 0 to 1. */
  accuracy: { truth: 0.6, chance: 0.5, readerDeviation: 0.05, caseDeviation: 0.15 },
  /** A difference in mean score between two arms, in points of the scale. */
  difference: { difference: 0.5, readerDeviation: 0.3, caseDeviation: 0.6, residualDeviation: 0.8 },
  /**
   * A difference in AUC, with the components of the VanDyke data as RJafroc documents them (five readers, 114 cases;
   * Van Dyke et al. 1993).
   */
  auc: {
    difference: 0.05,
    pilotCases: 114,
    interactionVariance: 0.00020040252,
    variance: 0.00080228827,
    cov1: 0.00034661371,
    cov2: 0.00034407483,
    cov3: 0.00023902837,
  },
} as const satisfies Record<PowerQuestion, Readonly<Record<string, number>>>;

export type PowerInputs = Readonly<Record<string, number>>;

export interface PowerPlan {
  readonly question: PowerQuestion;
  readonly inputs: PowerInputs;
  readonly readers: number;
  /** Cases of the study; of a difference in score, half of them in each arm. */
  readonly cases: number;
  readonly alpha: number;
  readonly wanted: number;
}

export function newPlan(question: PowerQuestion, readers: number, cases: number, chance: number): PowerPlan {
  const inputs: PowerInputs =
    question === 'accuracy'
      ? { ...POWER_INPUTS.accuracy, chance, truth: Math.min(0.95, chance + 0.1) }
      : POWER_INPUTS[question];
  return {
    question,
    inputs,
    readers: Math.max(2, readers),
    cases: Math.max(4, cases),
    alpha: 0.05,
    wanted: 0.8,
  };
}

/** The power with so many readers and cases. @throws LightboxError BAD_INPUT for inputs that cannot be. */
export function powerOf(plan: PowerPlan, readers = plan.readers, cases = plan.cases): number {
  const of = (name: string): number => plan.inputs[name] ?? 0;
  switch (plan.question) {
    case 'accuracy':
      return crossedProportionPower(
        {
          readers,
          cases,
          truth: of('truth'),
          chance: of('chance'),
          readerDeviation: of('readerDeviation'),
          caseDeviation: of('caseDeviation'),
        },
        plan.alpha,
      );
    case 'difference':
      return crossedDifferencePower(
        {
          readers,
          casesPerArm: cases / 2,
          difference: of('difference'),
          readerDeviation: of('readerDeviation'),
          caseDeviation: of('caseDeviation'),
          residualDeviation: of('residualDeviation'),
        },
        plan.alpha,
      );
    case 'auc':
      return mrmcPower(
        {
          cases: of('pilotCases'),
          interactionVariance: of('interactionVariance'),
          variance: of('variance'),
          cov1: of('cov1'),
          cov2: of('cov2'),
          cov3: of('cov3'),
        },
        of('difference'),
        readers,
        cases,
        plan.alpha,
      );
  }
}

export type PowerResult =
  | {
      readonly kind: 'power';
      readonly power: number;
      /** Fewest that reach the wanted power while the other number stays; null: no number up to the limit does. */
      readonly casesNeeded: number | null;
      readonly readersNeeded: number | null;
    }
  | { readonly kind: 'refused'; readonly message: string };

const MOST_CASES = 5000;
const MOST_READERS = 200;

export function solvePower(plan: PowerPlan): PowerResult {
  try {
    return {
      kind: 'power',
      power: powerOf(plan),
      casesNeeded: smallestNumber((cases) => powerOf(plan, plan.readers, cases), plan.wanted, 4, MOST_CASES),
      readersNeeded: smallestNumber((readers) => powerOf(plan, readers), plan.wanted, 2, MOST_READERS),
    };
  } catch (thrown) {
    return { kind: 'refused', message: toLightboxError(thrown).message };
  }
}

export interface CurvePoint {
  readonly at: number;
  readonly power: number;
}

/** Power against the number of cases or readers: from the least to about twice what the plan has or needs. */
export function powerCurve(plan: PowerPlan, along: 'cases' | 'readers', needed: number | null): CurvePoint[] {
  const least = along === 'cases' ? 4 : 2;
  const most = Math.max(2 * (needed ?? 0), Math.ceil(1.5 * plan[along]), along === 'cases' ? 40 : 10);
  const limit = Math.min(most, along === 'cases' ? MOST_CASES : MOST_READERS);
  const steps = Math.min(60, limit - least);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const at = Math.round(least + ((limit - least) * step) / steps);
    return { at, power: along === 'cases' ? powerOf(plan, plan.readers, at) : powerOf(plan, at) };
  });
}
