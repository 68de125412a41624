/**
 * A statistic as the estimators of this folder return it: its value, or why the data do not define one. Never NaN: a
 * number that is missing from a table must say why it is.
 */
export type Statistic<Value> =
  | { readonly defined: true; readonly value: Value }
  | { readonly defined: false; readonly reason: string };

export function defined<Value>(value: Value): Statistic<Value> {
  return { defined: true, value };
}

/** @param reason words for a person, without the name of the statistic: "all ratings are the same" */
export function undefinedBecause(reason: string): Statistic<never> {
  return { defined: false, reason };
}

/** A two-sided interval; `level` is its confidence, 0.95 unless asked otherwise. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/** What a hypothesis test gives. `df` is absent where the reference distribution has none. */
export interface TestResult {
  /** What is referred to the distribution: z, t or F. */
  readonly statistic: number;
  readonly distribution: 'normal' | 't' | 'F' | 'chi-square' | 'exact';
  readonly df?: readonly number[];
  /** Two-sided unless the function says otherwise. */
  readonly pValue: number;
}
