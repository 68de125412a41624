import { groupBy } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';
import { type ClusteredBy, type ClusteredMean, clusteredMean } from './clustered-mean.ts';
import { type ClusteredProportion, clusteredProportion } from './clustered-proportion.ts';
import { type Proportion, proportion } from './proportion-interval.ts';

/** Which film of a pair a reader preferred; `case` names the pair, null is "neither". */
export interface PairPreference {
  readonly reader: string;
  readonly case: string;
  readonly preferred: 'first' | 'second' | null;
}

export interface PreferenceAnalysis {
  readonly first: number;
  readonly second: number;
  readonly neither: number;
  /** Of those who decided: the share for the first, against a half. */
  readonly ofDecided: Readonly<Record<ClusteredBy, Statistic<ClusteredProportion>>>;
  /** Of all, a tie counting a half for either: the probability of superiority, against a half. */
  readonly withTies: Readonly<Record<ClusteredBy, Statistic<ClusteredMean>>>;
  readonly readers: readonly { readonly reader: string; readonly share: Statistic<Proportion> }[];
}

/**
 * The share of pairs in which the first film was preferred, against a half, clustered by readers, pairs or both
 * (clustered-mean.ts). Ties are left out of one share and count a half in the other: where both say the same it does not
 * hang on them.
 */
export function pairPreference(
  preferences: readonly PairPreference[],
  level = 0.95,
): Statistic<PreferenceAnalysis> {
  if (preferences.length === 0) return undefinedBecause('there is no pair');
  const decided = preferences.flatMap((entry) =>
    entry.preferred === null ? [] : [{ ...entry, success: entry.preferred === 'first' }],
  );
  const valued = preferences.map((entry) => ({
    ...entry,
    value: entry.preferred === null ? 0.5 : Number(entry.preferred === 'first'),
  }));
  const first = decided.filter(({ success }) => success).length;
  const byAll = <Value>(of: (by: ClusteredBy) => Value): Record<ClusteredBy, Value> => ({
    reader: of('reader'),
    case: of('case'),
    'reader-and-case': of('reader-and-case'),
  });
  return defined({
    first,
    second: decided.length - first,
    neither: preferences.length - decided.length,
    ofDecided: byAll((by) => clusteredProportion(decided, 0.5, by, level)),
    withTies: byAll((by) => clusteredMean(valued, 0.5, by, level, [0, 1])),
    readers: [...groupBy(decided, ({ reader }) => reader)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reader, own]) => ({
        reader,
        share: proportion(own.filter(({ success }) => success).length, own.length, level, 'choice'),
      })),
  });
}
