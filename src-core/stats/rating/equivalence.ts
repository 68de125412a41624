import { LightboxError } from '../../base/errors.ts';
import { studentQuantile, studentUpper } from '../distributions.ts';
import type { Interval } from '../statistic.ts';

/** A difference with its standard error, by whatever model. */
export interface EstimatedDifference {
  readonly estimate: number;
  readonly standardError: number;
  /** Infinite for a normal reference. */
  readonly df: number;
}

export interface EquivalenceTest {
  readonly margin: number;
  /** The larger of the two one-sided p values. */
  readonly pValue: number;
  readonly pLower: number;
  readonly pUpper: number;
  /** The interval of level 1 - 2 alpha that lies within the margins if and only if the test rejects. */
  readonly interval: Interval;
  readonly equivalent: boolean;
}

/**
 * Two one-sided tests (Schuirmann, J Pharmacokinet Biopharm 1987): that a difference lies within -margin to margin. Only
 * this, with a margin set beforehand, may be called equivalence; a difference that is not significant may not.
 * @param margin above 0, from the protocol
 * @param alpha level of each one-sided test
 */
export function equivalenceTest(
  { estimate, standardError, df }: EstimatedDifference,
  margin: number,
  alpha = 0.05,
): EquivalenceTest {
  checkMargin(margin);
  const pLower = studentUpper((estimate + margin) / standardError, df);
  const pUpper = studentUpper((margin - estimate) / standardError, df);
  const half = studentQuantile(1 - alpha, df) * standardError;
  const pValue = Math.max(pLower, pUpper);
  return {
    margin,
    pValue,
    pLower,
    pUpper,
    interval: { lower: estimate - half, upper: estimate + half, level: 1 - 2 * alpha },
    equivalent: pValue < alpha,
  };
}

export interface NonInferiorityTest {
  readonly margin: number;
  /** One-sided. */
  readonly pValue: number;
  /** Of the difference, at 1 - alpha. */
  readonly lowerBound: number;
  readonly nonInferior: boolean;
}

/**
 * That a difference (new minus reference, higher is better) is above -margin.
 * @param alpha one-sided; 0.025 matches a two-sided 95 % interval
 */
export function nonInferiorityTest(
  { estimate, standardError, df }: EstimatedDifference,
  margin: number,
  alpha = 0.025,
): NonInferiorityTest {
  checkMargin(margin);
  const pValue = studentUpper((estimate + margin) / standardError, df);
  const lowerBound = estimate - studentQuantile(1 - alpha, df) * standardError;
  return { margin, pValue, lowerBound, nonInferior: pValue < alpha };
}

function checkMargin(margin: number): void {
  if (!(margin > 0)) throw new LightboxError('BAD_INPUT', `A margin of ${margin} is not above 0.`);
}
