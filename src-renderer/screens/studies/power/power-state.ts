import { toLightboxError } from '../../../../src-core/base/errors.ts';
import { designHalfWidth, designPower } from '../../../../src-core/stats/power/plan.ts';
import { smallestNumber } from '../../../../src-core/stats/power/power.ts';
import { aimOf, asksPrecision, designOf, type PowerPlan } from './power-plan.ts';

/**
 * The power with so many readers and cases; of an agreement half the width of its interval.
 * @throws LightboxError BAD_INPUT for inputs that cannot be.
 */
export function plannedValue(plan: PowerPlan, readers = plan.readers, cases = plan.cases): number {
  const design = designOf(plan, readers, cases);
  return design.kind === 'icc' || design.kind === 'kappa'
    ? designHalfWidth(design, plan.alpha)
    : designPower(design, aimOf(plan), plan.alpha);
}

/** How far the wanted value is reached: rises with readers and cases. */
function reached(plan: PowerPlan, readers?: number, cases?: number): number {
  const value = plannedValue(plan, readers, cases);
  return asksPrecision(plan.question) ? -value : value;
}

export type PowerResult =
  | {
      readonly kind: 'value';
      readonly value: number;
      /** Fewest that reach what is wanted while the other number stays; null: no number up to the limit does. */
      readonly casesNeeded: number | null;
      readonly readersNeeded: number | null;
    }
  | { readonly kind: 'refused'; readonly message: string };

const MOST_CASES = 5000;
const MOST_READERS = 200;

export function solvePower(plan: PowerPlan): PowerResult {
  const wanted = asksPrecision(plan.question) ? -plan.wanted : plan.wanted;
  try {
    return {
      kind: 'value',
      value: plannedValue(plan),
      casesNeeded: smallestNumber((cases) => reached(plan, plan.readers, cases), wanted, 4, MOST_CASES),
      readersNeeded: smallestNumber((readers) => reached(plan, readers), wanted, 2, MOST_READERS),
    };
  } catch (thrown) {
    return { kind: 'refused', message: toLightboxError(thrown).message };
  }
}

export interface CurvePoint {
  readonly at: number;
  readonly value: number;
}

/** The value against the number of cases or readers: from the least to about twice what the plan has or needs. */
export function powerCurve(plan: PowerPlan, along: 'cases' | 'readers', needed: number | null): CurvePoint[] {
  const least = along === 'cases' ? 4 : 2;
  const most = Math.max(2 * (needed ?? 0), Math.ceil(1.5 * plan[along]), along === 'cases' ? 40 : 10);
  const limit = Math.min(most, along === 'cases' ? MOST_CASES : MOST_READERS);
  const steps = Math.min(60, limit - least);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const at = Math.round(least + ((limit - least) * step) / steps);
    return { at, value: along === 'cases' ? plannedValue(plan, plan.readers, at) : plannedValue(plan, at) };
  });
}
