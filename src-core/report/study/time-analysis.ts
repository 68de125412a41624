import type { LinearMixedFit } from '../../stats/model/linear-mixed.ts';
import type { Statistic } from '../../stats/statistic.ts';
import type { Estimate, TestedEstimate } from './study-analysis.ts';

/** Reading times, in seconds, without pauses: of all stages of a reading together. */
export interface TimeAnalysis {
  readonly phases: readonly PhaseTimes[];
  /** On the log scale over all phases: arms, place in the order, years of experience, phase. */
  readonly models: readonly TimeModel[];
  readonly readers: readonly ReaderTimes[];
  readonly learning: readonly Learning[];
}

/** The later half of each reader's readings against the earlier one; the difference is later minus earlier. */
export interface Learning {
  readonly phase: string;
  /** Of `scale`, the item; `right`: verdicts or choices that name the truth. */
  readonly item: string | null;
  readonly quantity: 'right' | 'scale';
  readonly earlierMean: number | null;
  readonly laterMean: number | null;
  readonly difference: Statistic<TestedEstimate>;
}

export interface PhaseTimes {
  readonly phase: string;
  readonly timed: number;
  /** Complete readings without a time. */
  readonly untimed: number;
  readonly interrupted: number;
  readonly groups: readonly TimeGroup[];
  readonly stages: readonly { readonly stage: string; readonly summary: Statistic<TimeSummary> }[];
}

export interface TimeGroup {
  readonly by: 'all' | 'arm' | 'reader' | 'session';
  readonly group: string;
  readonly summary: Statistic<TimeSummary>;
  /** Without readings that were interrupted. */
  readonly uninterrupted: Statistic<TimeSummary>;
}

export interface TimeSummary {
  readonly readings: number;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** Mean of logs, clustered by readers and cases, back in seconds: estimate and interval. */
  readonly geometricMean: Statistic<Pick<Estimate, 'estimate' | 'interval'>>;
}

/** Linear mixed model of log seconds; readers and cases as effects. exp(estimate) is a ratio of times. */
export interface TimeModel {
  readonly readings: 'all' | 'uninterrupted';
  /** Null: all phases together, with a term for each later one. */
  readonly phase: string | null;
  readonly terms: readonly TimeTerm[];
  readonly fit: Statistic<LinearMixedFit>;
}

/** In the order of the fit's effects after the intercept. */
export type TimeTerm =
  | { readonly kind: 'arm'; readonly name: string; readonly arm: string; readonly against: string }
  /** For 100 places later in the reader's order of the phase. */
  | { readonly kind: 'order'; readonly name: string }
  /** For each year. */
  | { readonly kind: 'experience'; readonly name: string }
  | { readonly kind: 'phase'; readonly name: string; readonly phase: string; readonly against: string };

export interface ReaderTimes {
  readonly readerId: string;
  readonly phase: string;
  readonly points: readonly TimePoint[];
  /** The line fitted to log seconds by least squares, at its two ends; empty with fewer than 3 readings. */
  readonly trend: readonly TrendPoint[];
}

export interface TimePoint {
  /** Place in the reader's order over all phases, from 1. */
  readonly order: number;
  readonly seconds: number;
  readonly arm: string;
  readonly interrupted: boolean;
}

export interface TrendPoint {
  readonly order: number;
  readonly seconds: number;
}
