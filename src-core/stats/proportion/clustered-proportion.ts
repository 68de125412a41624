import { groupBy, mean } from '../numbers.ts';
import { defined, type Statistic } from '../statistic.ts';
import type { Clustered } from '../two-way-variance.ts';
import { type ClusteredBy, type ClusteredMean, type ComparedMean, clusteredMean } from './clustered-mean.ts';
import { meanOfReaders } from './mean-of-readers.ts';

/** One decision: right or wrong (1 or 0), by a reader on a case. */
export interface Decision extends Clustered {
  readonly success: boolean;
}

export interface ClusteredProportion extends Omit<ClusteredMean, 'reference' | 'values'> {
  readonly chance: number;
  readonly decisions: number;
}

/** What no share leaves. */
const SHARES = [0, 1] as const;

/**
 * A proportion whose decisions cluster by reader, by case, or by both, against chance (clustered-mean.ts).
 * @param chance success probability without skill: 1 / n for a choice among n
 */
export function clusteredProportion(
  decisions: readonly Decision[],
  chance: number,
  by: ClusteredBy,
  level = 0.95,
): Statistic<ClusteredProportion> {
  const values = decisions.map((decision) => ({
    reader: decision.reader,
    case: decision.case,
    value: Number(decision.success),
  }));
  const found = clusteredMean(values, chance, by, level, SHARES);
  if (!found.defined) return found;
  const { reference, values: count, ...rest } = found.value;
  return defined({ ...rest, chance: reference, decisions: count });
}

/**
 * The mean of the readers' own proportions against chance: one-sample t test with m - 1 degrees of freedom. Every
 * reader counts the same, however many cases each read.
 */
export function meanReaderProportion(
  decisions: readonly Decision[],
  chance: number,
  level = 0.95,
): Statistic<Omit<ComparedMean, 'reference'> & { readonly chance: number; readonly readers: number }> {
  const shares = [...groupBy(decisions, ({ reader }) => reader).values()].map((own) =>
    mean(own.map(({ success }) => Number(success))),
  );
  const found = meanOfReaders(shares, chance, level, SHARES);
  if (!found.defined) return found;
  const { reference, ...rest } = found.value;
  return defined({ ...rest, chance: reference });
}
