import { LightboxError } from '../../base/errors.ts';
import { normalCdf, normalDensity } from '../distributions.ts';
import { groupBy, mean } from '../numbers.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';
import { binomialTest } from './binomial-test.ts';
import { type ClusteredBy, type ClusteredMean, type ComparedMean, clusteredMean } from './clustered-mean.ts';
import type { Decision } from './clustered-proportion.ts';
import { meanOfReaders } from './mean-of-readers.ts';
import { type Proportion, proportion } from './proportion-interval.ts';

/** A reader's choice among the films of one set; `case` names the set. */
export interface ForcedChoice extends Decision {
  /** How many films were to choose from, 2 or more. */
  readonly options: number;
}

export interface ReaderChoice {
  readonly reader: string;
  readonly chance: number;
  readonly share: Statistic<Proportion>;
  /** Exact and two-sided, of this reader's sets as independent trials; undefined where sets differ in size. */
  readonly pValue: Statistic<number>;
}

export interface ForcedChoiceAnalysis {
  /** Sizes of the sets that occur, rising. */
  readonly options: readonly number[];
  /** Share of right choices without skill: the mean of 1 / options. */
  readonly chance: number;
  /** By readers and sets, whose sizes are given: chance plus the excess. */
  readonly share: Statistic<Pick<ComparedMean, 'estimate' | 'standardError' | 'df' | 'interval' | 'test'>>;
  /** Share of right choices beyond each set's own chance, against 0; the test is that of the choice against chance. */
  readonly excess: Readonly<Record<ClusteredBy, Statistic<ClusteredMean>>>;
  readonly meanOfReaders: Statistic<ComparedMean & { readonly readers: number }>;
  /** (share - chance) / (1 - chance), 0 without skill and 1 for none wrong (Abbott's formula), by readers and sets. */
  readonly skill: Statistic<{ readonly estimate: number; readonly interval: Interval }>;
  /** That d' of an observer without bias whose share of right choices is the one found; undefined for mixed sizes. */
  readonly dPrime: Statistic<number>;
  readonly readers: readonly ReaderChoice[];
}

/**
 * Choice of the target among n films against chance, clustered by readers and sets: sets of different sizes are compared
 * with their own chance each (Green and Swets, Signal Detection Theory and Psychophysics, 1966, chapter 2, for the task).
 * @throws LightboxError BAD_INPUT for a set of fewer than two films.
 */
export function forcedChoice(
  choices: readonly ForcedChoice[],
  level = 0.95,
): Statistic<ForcedChoiceAnalysis> {
  if (choices.length === 0) return undefinedBecause('there is no choice');
  const wrong = choices.find(({ options }) => !(Number.isInteger(options) && options >= 2));
  if (wrong !== undefined) {
    throw new LightboxError('BAD_INPUT', `The set ${wrong.case} has ${wrong.options} films to choose from.`);
  }
  const options = [...new Set(choices.map((choice) => choice.options))].sort((a, b) => a - b);
  const chance = chanceOf(choices);
  const beyond = choices.map((choice) => ({
    ...choice,
    value: Number(choice.success) - 1 / choice.options,
  }));
  const excess = (by: ClusteredBy) => clusteredMean(beyond, 0, by, level, [-chance, 1 - chance]);
  const byBoth = excess('reader-and-case');
  const ofReaders = [...groupBy(beyond, ({ reader }) => reader)].sort(([a], [b]) => (a < b ? -1 : 1));
  return defined({
    options,
    chance,
    share: byBoth.defined ? defined(shareOf(byBoth.value, chance)) : byBoth,
    excess: { reader: excess('reader'), case: excess('case'), 'reader-and-case': byBoth },
    meanOfReaders: meanOfReaders(
      ofReaders.map(([, own]) => mean(own.map(({ value }) => value))),
      0,
      level,
      [-chance, 1 - chance],
    ),
    skill: byBoth.defined ? defined(skillOf(byBoth.value, chance)) : byBoth,
    dPrime: commonSize(options, (size) =>
      forcedChoiceDPrime(mean(choices.map(({ success }) => Number(success))), size),
    ),
    readers: ofReaders.map(([reader, own]) => readerChoice(reader, own, level)),
  });
}

function readerChoice(reader: string, own: readonly ForcedChoice[], level: number): ReaderChoice {
  const right = own.filter(({ success }) => success).length;
  const sizes = [...new Set(own.map(({ options }) => options))];
  return {
    reader,
    chance: chanceOf(own),
    share: proportion(right, own.length, level, 'choice'),
    pValue: commonSize(sizes, (size) => defined(binomialTest(right, own.length, 1 / size))),
  };
}

function shareOf({ estimate, standardError, df, interval, test }: ClusteredMean, chance: number) {
  return {
    estimate: estimate + chance,
    standardError,
    df,
    interval: { ...interval, lower: interval.lower + chance, upper: interval.upper + chance },
    test,
  };
}

function skillOf({ estimate, interval }: ClusteredMean, chance: number) {
  const scale = 1 - chance;
  return {
    estimate: estimate / scale,
    interval: { ...interval, lower: interval.lower / scale, upper: interval.upper / scale },
  };
}

function chanceOf(choices: readonly ForcedChoice[]): number {
  return mean(choices.map(({ options }) => 1 / options));
}

function commonSize<Value>(
  options: readonly number[],
  of: (size: number) => Statistic<Value>,
): Statistic<Value> {
  const [size, other] = options;
  if (size === undefined || other !== undefined) return undefinedBecause('sets differ in size');
  return of(size);
}

/** Beyond this d' a choice among any number is right but for rounding. */
const LARGEST_D_PRIME = 12;

/**
 * d' of a share of right choices among n: the integral of phi(x - d') Phi(x)^(n - 1) equals the share (Green and Swets
 * 1966, chapter 2; Hacker and Ratcliff, Percept Psychophys 1979, have its table). Below chance it is negative.
 * @param options 2 or more
 */
export function forcedChoiceDPrime(share: number, options: number): Statistic<number> {
  if (share <= 0) return undefinedBecause("no choice was right: d' would be infinite");
  if (share >= 1) return undefinedBecause("every choice was right: d' would be infinite");
  let [low, high] = [-LARGEST_D_PRIME, LARGEST_D_PRIME];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (shareOfRight(middle, options) < share) low = middle;
    else high = middle;
  }
  return defined((low + high) / 2);
}

/** By the trapezoidal rule, which for a smooth density that vanishes at both ends is exact to rounding. */
function shareOfRight(dPrime: number, options: number): number {
  const step = 1 / 16;
  let total = 0;
  for (let t = -9; t <= 9; t += step) total += normalDensity(t) * normalCdf(t + dPrime) ** (options - 1);
  return total * step;
}
