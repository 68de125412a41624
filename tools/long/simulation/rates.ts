import { expect } from 'vitest';
import type { Random } from '../../../src-core/base/random.ts';
import type { Interval, Statistic } from '../../../src-core/stats/statistic.ts';
import { leaveLongResult } from '../long-test.ts';

/** How often something happened in simulated data sets, beside what it is meant to be. */
export interface SimulatedRate {
  readonly name: string;
  /** 0.95 for the coverage of an interval, 0.05 for the error of a test, the power by formula for a power. */
  readonly nominal: number;
  readonly hits: number;
  /** Data sets in which the statistic was defined. */
  readonly sets: number;
  /** Data sets in which it was not. */
  readonly undefinedSets: number;
}

/**
 * Leaves a rate for docs/LONG-TESTS.md, within its 95 % Monte-Carlo limits or not, as it is. The test fails only where
 * the rate is off by more than `tolerance`: a method that is approximate misses a little, a wrong one misses far.
 */
export function reportRate(
  { name, nominal, hits, sets, undefinedSets }: SimulatedRate,
  seed: number,
  tookMs: number,
  tolerance: number,
): void {
  const rate = hits / sets;
  const half = 1.96 * Math.sqrt((nominal * (1 - nominal)) / sets);
  const inside = Math.abs(rate - nominal) <= half;
  const side = rate > nominal ? 'above' : 'below';
  const outcome = [
    `${rate.toFixed(4)} of ${sets.toLocaleString('en')} data sets, nominal ${nominal.toFixed(4)}:`,
    `${inside ? 'within' : side} ${(nominal - half).toFixed(4)} to ${(nominal + half).toFixed(4)}`,
    ...(undefinedSets > 0 ? [`(undefined in ${undefinedSets} more)`] : []),
  ].join(' ');
  process.stderr.write(`[long] ${name}: ${outcome}\n`);
  leaveLongResult({ name: `Simulation: ${name}`, outcome, seed, tookMs });
  expect(Math.abs(rate - nominal), `${name}: ${outcome}`).toBeLessThan(tolerance);
}

/** Counts a yes-or-no outcome over data sets; null: undefined in this one. */
export function countOutcomes(
  name: string,
  nominal: number,
): {
  add(outcome: boolean | null): void;
  rate(): SimulatedRate;
} {
  let [hits, sets, undefinedSets] = [0, 0, 0];
  return {
    add(outcome) {
      if (outcome === null) undefinedSets += 1;
      else {
        sets += 1;
        hits += Number(outcome);
      }
    },
    rate: () => ({ name, nominal, hits, sets, undefinedSets }),
  };
}

export function definedOr<Value>(statistic: Statistic<Value> | undefined): Value | null {
  return statistic?.defined === true ? statistic.value : null;
}

export function holds({ lower, upper }: Interval, value: number): boolean {
  return lower <= value && value <= upper;
}

/** A uniform number of (0, 1). */
export function uniform(random: Random): number {
  return (random.nextUint32() + 0.5) / 2 ** 32;
}
