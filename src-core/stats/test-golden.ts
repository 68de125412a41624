import { expect } from 'vitest';
import type { Statistic } from './statistic.ts';

/** For tests: the value of a statistic that must be defined. */
export function definedValue<Value>(statistic: Statistic<Value>): Value {
  if (!statistic.defined) throw new Error(`undefined: ${statistic.reason}`);
  return statistic.value;
}

/** For tests: why a statistic is undefined. */
export function reasonOf(statistic: Statistic<unknown>): string {
  if (statistic.defined) throw new Error(`defined: ${JSON.stringify(statistic.value)}`);
  return statistic.reason;
}

/** For tests: equality to an absolute tolerance, by default 1e-6. */
export function expectClose(found: number, expected: number, what = '', tolerance = 1e-6): void {
  expect(Math.abs(found - expected), `${what}: ${found} for ${expected}`).toBeLessThanOrEqual(tolerance);
}
