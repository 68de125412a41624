import { studentQuantile } from '../distributions.ts';
import { at, mean, sum, variance } from '../numbers.ts';
import { type Proportion, proportion } from '../proportion/proportion-interval.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';
import { cohenKappa, crossTable, type Kappa } from './cohen-kappa.ts';
import type { Rating } from './ratings-table.ts';

/** One case that a reader saw twice without being told; null where a reading is missing. */
export interface RepeatedRating {
  readonly case: string;
  readonly first: Rating;
  readonly second: Rating;
}

export interface IntraReader {
  readonly pairs: number;
  /** Share of identical ratings. */
  readonly identical: number;
  /** The same with its intervals. */
  readonly identicalShare: Statistic<Proportion>;
  readonly kappa: Statistic<Kappa>;
  /** For numbers: with quadratic weights. */
  readonly weightedKappa: Statistic<Kappa>;
  /** For numbers: standard deviation within a case, the root of half the mean squared difference. */
  readonly withinCaseDeviation: Statistic<number>;
  /** For numbers: 1.96 sqrt(2) times that; two ratings of one case differ by less in 95 % of cases. */
  readonly repeatability: Statistic<number>;
  /** Mean of second minus first: what learning or fatigue shifts. */
  readonly shift: Statistic<number>;
  /** Of the shift: Student's t over cases. */
  readonly shiftInterval: Statistic<Interval>;
  readonly incomplete: readonly string[];
}

/** Agreement of one reader with himself, from hidden repeats (Bland and Altman, BMJ 1996;312:1654 and 313:744). */
export function intraReader(
  repeats: readonly RepeatedRating[],
  scale?: readonly (string | number)[],
  level = 0.95,
): Statistic<IntraReader> {
  const complete = repeats.filter(({ first, second }) => first !== null && second !== null);
  if (complete.length === 0) return undefinedBecause('no case was read twice');
  const table = crossTable(
    complete.map(({ first }) => first),
    complete.map(({ second }) => second),
    scale,
  );
  const differences = complete.flatMap(({ first, second }) =>
    typeof first === 'number' && typeof second === 'number' ? [second - first] : [],
  );
  const numeric = differences.length === complete.length;
  const ofNumbers = <Value>(value: () => Value): Statistic<Value> =>
    numeric ? defined(value()) : undefinedBecause('the ratings are no numbers');
  const within = Math.sqrt(sum(differences.map((value) => value ** 2)) / (2 * differences.length));
  const identical = sum(table.counts.map((row, index) => at(row, index)));
  return defined({
    pairs: complete.length,
    identical: identical / complete.length,
    identicalShare: proportion(identical, complete.length, level),
    kappa: cohenKappa(table, 'identity', level),
    weightedKappa: numeric
      ? cohenKappa(table, 'quadratic', level)
      : undefinedBecause('the ratings are no numbers'),
    withinCaseDeviation: ofNumbers(() => within),
    repeatability: ofNumbers(() => 1.96 * Math.SQRT2 * within),
    shift: ofNumbers(() => mean(differences)),
    shiftInterval: numeric
      ? shiftInterval(differences, level)
      : undefinedBecause('the ratings are no numbers'),
    incomplete: repeats.flatMap((repeat) =>
      repeat.first === null || repeat.second === null ? [repeat.case] : [],
    ),
  });
}

function shiftInterval(differences: readonly number[], level: number): Statistic<Interval> {
  const count = differences.length;
  if (count < 2) return undefinedBecause('a single case was read twice');
  const half = studentQuantile((1 + level) / 2, count - 1) * Math.sqrt(variance(differences) / count);
  const centre = mean(differences);
  return defined({ lower: centre - half, upper: centre + half, level });
}
