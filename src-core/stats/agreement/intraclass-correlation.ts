import { LightboxError } from '../../base/errors.ts';
import { fQuantile, fUpper } from '../distributions.ts';
import { at, mean } from '../numbers.ts';
import { defined, type Interval, type Statistic, type TestResult, undefinedBecause } from '../statistic.ts';

/** The forms of Shrout and Fleiss: model 1 (one-way), 2 (two-way random), 3 (two-way mixed); single or mean of k. */
export type IccForm = '1,1' | '2,1' | '3,1' | '1,k' | '2,k' | '3,k';

export interface IntraclassCorrelation {
  readonly form: IccForm;
  readonly estimate: number;
  readonly interval: Interval;
  /** Of no reliability. */
  readonly test: TestResult;
}

export interface IccAnalysis {
  readonly subjects: number;
  readonly judges: number;
  readonly meanSquares: {
    readonly between: number;
    readonly within: number;
    readonly judges: number;
    readonly error: number;
  };
  readonly forms: Readonly<Record<IccForm, IntraclassCorrelation>>;
  /** Subjects left out since a judge did not rate them, by index. */
  readonly incomplete: readonly number[];
}

/**
 * All six intraclass correlations with intervals and F tests (Shrout and Fleiss, Psychol Bull 1979; in McGraw and Wong's
 * names, Psychol Methods 1996: ICC(1), ICC(A,1), ICC(C,1) and their means of k).
 * @param table subjects by judges; a subject with a missing rating is left out and named
 * @throws LightboxError BAD_INPUT for rows of different lengths or values that are not finite.
 */
export function intraclassCorrelation(
  table: readonly (readonly (number | null)[])[],
  level = 0.95,
): Statistic<IccAnalysis> {
  const { complete, incomplete, judges } = completeRows(table);
  const subjects = complete.length;
  if (judges < 2) return undefinedBecause('fewer than two judges rated');
  if (subjects < 2) return undefinedBecause('fewer than two subjects were rated by every judge');
  const squares = meanSquares(complete, subjects, judges);
  const { between, within, error } = squares;
  if (within === 0)
    return undefinedBecause('the ratings of every subject are all the same: there is no error to compare');
  if (error === 0)
    return undefinedBecause('judges differ by a constant alone: the residual mean square is 0');
  const k = judges;
  const one = oneWay(between / within, subjects, k, level);
  const three = consistency(between / error, subjects, k, level);
  const two = absolute(squares, subjects, k, level);
  const entry = (
    form: IccForm,
    estimate: number,
    interval: Interval,
    test: TestResult,
  ): IntraclassCorrelation => ({
    form,
    estimate,
    interval,
    test,
  });
  return defined({
    subjects,
    judges,
    meanSquares: squares,
    incomplete,
    forms: {
      '1,1': entry('1,1', (between - within) / (between + (k - 1) * within), one.single, one.test),
      '1,k': entry('1,k', (between - within) / between, one.mean, one.test),
      '2,1': entry('2,1', two.estimate, two.single, three.test),
      '2,k': entry('2,k', two.meanEstimate, two.mean, three.test),
      '3,1': entry('3,1', (between - error) / (between + (k - 1) * error), three.single, three.test),
      '3,k': entry('3,k', (between - error) / between, three.mean, three.test),
    },
  });
}

function completeRows(table: readonly (readonly (number | null)[])[]) {
  const judges = table[0]?.length ?? 0;
  const complete: number[][] = [];
  const incomplete: number[] = [];
  table.forEach((row, subject) => {
    if (row.length !== judges || row.some((value) => value !== null && !Number.isFinite(value))) {
      throw new LightboxError(
        'BAD_INPUT',
        `Subject ${subject + 1} does not have ${judges} finite ratings or gaps.`,
      );
    }
    const values = row.filter((value) => value !== null);
    if (values.length === judges) complete.push(values);
    else incomplete.push(subject);
  });
  return { complete, incomplete, judges };
}

function meanSquares(rows: readonly (readonly number[])[], subjects: number, judges: number) {
  const grand = mean(rows.flat());
  const rowMeans = rows.map(mean);
  const judgeMeans = Array.from({ length: judges }, (_, judge) => mean(rows.map((row) => at(row, judge))));
  const squares = (values: readonly number[]) =>
    values.reduce((total, value) => total + (value - grand) ** 2, 0);
  const betweenSum = judges * squares(rowMeans);
  const judgesSum = subjects * squares(judgeMeans);
  const withinSum = rows.reduce(
    (total, row, subject) =>
      total + row.reduce((all, value) => all + (value - at(rowMeans, subject)) ** 2, 0),
    0,
  );
  return {
    between: betweenSum / (subjects - 1),
    within: withinSum / (subjects * (judges - 1)),
    judges: judgesSum / (judges - 1),
    error: (withinSum - judgesSum) / ((subjects - 1) * (judges - 1)),
  };
}

function oneWay(f: number, n: number, k: number, level: number) {
  return fromF(f, n - 1, n * (k - 1), k, level);
}

function consistency(f: number, n: number, k: number, level: number) {
  return fromF(f, n - 1, (n - 1) * (k - 1), k, level);
}

/** Exact intervals of models 1 and 3 (Shrout and Fleiss, equations 5 to 7 and the like for model 3). */
function fromF(f: number, df1: number, df2: number, k: number, level: number) {
  const tail = (1 + level) / 2;
  const low = f / fQuantile(tail, df1, df2);
  const high = f * fQuantile(tail, df2, df1);
  const single = (value: number) => (value - 1) / (value + k - 1);
  const test: TestResult = { statistic: f, distribution: 'F', df: [df1, df2], pValue: fUpper(f, df1, df2) };
  return {
    test,
    single: { lower: single(low), upper: single(high), level },
    mean: { lower: 1 - 1 / low, upper: 1 - 1 / high, level },
  };
}

/** Model 2, with Satterthwaite's degrees of freedom (Shrout and Fleiss, equations 8 to 10). */
function absolute(
  { between, judges, error }: IccAnalysis['meanSquares'],
  n: number,
  k: number,
  level: number,
) {
  const estimate = (between - error) / (between + (k - 1) * error + (k * (judges - error)) / n);
  const meanEstimate = (between - error) / (between + (judges - error) / n);
  const fj = judges / error;
  const term = n * (1 + (k - 1) * estimate) - k * estimate;
  const df =
    ((k - 1) * (n - 1) * (k * estimate * fj + term) ** 2) /
    ((n - 1) * k ** 2 * estimate ** 2 * fj ** 2 + term ** 2);
  const tail = (1 + level) / 2;
  const upperF = fQuantile(tail, n - 1, df);
  const lowerF = fQuantile(tail, df, n - 1);
  const rest = k * judges + (k * n - k - n) * error;
  const lower = (n * (between - upperF * error)) / (upperF * rest + n * between);
  const upper = (n * (lowerF * between - error)) / (rest + n * lowerF * between);
  const ofMean = (value: number) => (k * value) / (1 + (k - 1) * value);
  return {
    estimate,
    meanEstimate,
    single: { lower, upper, level },
    mean: { lower: ofMean(lower), upper: ofMean(upper), level },
  };
}
