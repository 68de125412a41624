import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { normalCdf, normalDensity, normalQuantile } from '../distributions.ts';
import { logitInterval } from '../logit-interval.ts';
import { at, sum } from '../numbers.ts';
import { defined, type Interval, type Statistic, undefinedBecause } from '../statistic.ts';

/** The conventional binormal model: negative scores N(0, 1), positive ones N(a / b, 1 / b^2), cut by thresholds. */
export interface BinormalFit {
  readonly a: number;
  readonly b: number;
  readonly aStandardError: number;
  readonly bStandardError: number;
  /** phi(a / sqrt(1 + b^2)). */
  readonly auc: number;
  readonly aucStandardError: number;
  readonly interval: Interval;
  readonly logitInterval: Interval;
  readonly thresholds: readonly number[];
  readonly logLikelihood: number;
  readonly categories: number;
  readonly iterations: number;
}

/** More categories than this are merged to so many: they cost time and add next to nothing. */
const MOST_CATEGORIES = 40;

/**
 * The binormal ROC curve by maximum likelihood from ordinal categories (Dorfman and Alf, J Math Psychol 1969), with the
 * method of scoring; standard errors from the expected information. Scores are first cut into runs of the same truth,
 * which loses nothing (Metz, Herman and Shen, Stat Med 1998).
 */
export function binormalAuc(
  positives: readonly number[],
  negatives: readonly number[],
  level = 0.95,
): Statistic<BinormalFit> {
  if (positives.length === 0) return undefinedBecause('there is no positive case');
  if (negatives.length === 0) return undefinedBecause('there is no negative case');
  return binormalFromCounts(...categoryCounts(positives, negatives), level);
}

/** The same from counts by category, lowest first. */
export function binormalFromCounts(
  positiveCounts: readonly number[],
  negativeCounts: readonly number[],
  level = 0.95,
): Statistic<BinormalFit> {
  const used = positiveCounts.flatMap((count, k) => (count + at(negativeCounts, k) > 0 ? [k] : []));
  const positive = used.map((k) => at(positiveCounts, k));
  const negative = used.map((k) => at(negativeCounts, k));
  const problem = degeneracy(positive, negative);
  if (problem !== null) return undefinedBecause(problem);
  let state = start(positive, negative);
  let likelihood = logLikelihood(state, positive, negative);
  for (let iteration = 1; iteration <= 200; iteration += 1) {
    const { score, information } = scoring(state, positive, negative);
    const cholesky = new CholeskyDecomposition(information);
    if (!cholesky.isPositiveDefinite())
      return undefinedBecause('the data are degenerate: the information is singular');
    const step = cholesky.solve(Matrix.columnVector(score)).to1DArray();
    const next = lineSearch(state, step, likelihood, positive, negative);
    if (next === null || next.gain < 1e-13 * Math.abs(likelihood)) {
      const gradient = Math.max(...score.map(Math.abs));
      if (gradient > 1e-4) break;
      return defined({
        ...summary(state, information, level),
        logLikelihood: likelihood,
        iterations: iteration,
      });
    }
    ({ state, likelihood } = next);
    if (at(state, 1) < 1e-3 || at(state, 1) > 1e3) break;
  }
  return undefinedBecause('the data are degenerate: the likelihood has no maximum at a finite slope');
}

function degeneracy(positive: readonly number[], negative: readonly number[]): string | null {
  if (sum(positive) === 0) return 'there is no positive case';
  if (sum(negative) === 0) return 'there is no negative case';
  if (positive.length < 3)
    return 'fewer than three categories are used: two parameters need two operating points';
  const mixed = positive.filter((count, k) => count > 0 && at(negative, k) > 0).length;
  const highestNegative = negative.reduce((last, count, k) => (count > 0 ? k : last), -1);
  const lowestPositive = positive.findIndex((count) => count > 0);
  if (lowestPositive > highestNegative || (mixed <= 1 && lowestPositive === highestNegative)) {
    return 'the scores of positive and negative cases do not overlap';
  }
  return null;
}

/** a, b, thresholds: thresholds by the negative cases, a and b by a line through the z-transformed points. */
function start(positive: readonly number[], negative: readonly number[]): number[] {
  const cumulative = (counts: readonly number[]): number[] => {
    let total = 0;
    return counts.slice(0, -1).map((count) => {
      total += count;
      return normalQuantile((total + 0.5) / (sum(counts) + 1));
    });
  };
  const raw = cumulative(negative);
  const thresholds: number[] = [];
  for (const value of raw)
    thresholds.push(Math.max(value, (thresholds.at(-1) ?? Number.NEGATIVE_INFINITY) + 1e-2));
  const zPositive = cumulative(positive);
  const meanOf = (values: readonly number[]) => sum(values) / values.length;
  const [centre, height] = [meanOf(thresholds), meanOf(zPositive)];
  const along = sum(thresholds.map((value) => (value - centre) ** 2));
  const slope = sum(thresholds.map((value, k) => (value - centre) * (at(zPositive, k) - height))) / along;
  const b = Math.min(3, Math.max(0.3, slope));
  return [b * centre - height, b, ...thresholds];
}

/** Cell probabilities of one truth: of cuts z at edges, and the densities there. */
function cells(cuts: readonly number[]): { probabilities: number[]; densities: number[] } {
  const distribution = [0, ...cuts.map(normalCdf), 1];
  const probabilities = distribution.slice(1).map((upper, k) => {
    const direct = upper - at(distribution, k);
    // In the upper tail the difference of two numbers near 1 would lose its digits.
    if (k === 0 || k === cuts.length || at(cuts, k - 1) < 0)
      return k === cuts.length ? normalCdf(-at(cuts, k - 1)) : direct;
    return normalCdf(-at(cuts, k - 1)) - normalCdf(-at(cuts, k));
  });
  return { probabilities, densities: [0, ...cuts.map(normalDensity), 0] };
}

const cutsOf = ([a = 0, b = 1, ...thresholds]: readonly number[]) => ({
  negative: thresholds,
  positive: thresholds.map((threshold) => b * threshold - a),
});

function logLikelihood(
  state: readonly number[],
  positive: readonly number[],
  negative: readonly number[],
): number {
  const cuts = cutsOf(state);
  const of = (counts: readonly number[], edges: readonly number[]) => {
    const { probabilities } = cells(edges);
    return sum(counts.map((count, k) => (count === 0 ? 0 : count * Math.log(at(probabilities, k)))));
  };
  return of(positive, cuts.positive) + of(negative, cuts.negative);
}

/** Score vector and expected information in (a, b, thresholds). */
function scoring(state: readonly number[], positive: readonly number[], negative: readonly number[]) {
  const size = state.length;
  const score = new Array<number>(size).fill(0);
  const information = Matrix.zeros(size, size);
  const cuts = cutsOf(state);
  const add = (counts: readonly number[], edges: readonly number[], isPositive: boolean) => {
    const { probabilities, densities } = cells(edges);
    const total = sum(counts);
    counts.forEach((count, k) => {
      const gradient = cellGradient(state, densities, k, isPositive);
      const probability = Math.max(at(probabilities, k), 1e-300);
      gradient.forEach((value, row) => {
        if (value === 0) return;
        score[row] = at(score, row) + (count * value) / probability;
        gradient.forEach((other, column) => {
          information.set(
            row,
            column,
            information.get(row, column) + (total * (value * other)) / probability,
          );
        });
      });
    });
  };
  add(positive, cuts.positive, true);
  add(negative, cuts.negative, false);
  return { score, information };
}

/** The derivatives of a cell's probability: it lies between thresholds k - 1 and k, whose densities are k and k + 1. */
function cellGradient(
  state: readonly number[],
  densities: readonly number[],
  k: number,
  isPositive: boolean,
): number[] {
  const gradient = new Array<number>(state.length).fill(0);
  for (const [edge, sign] of [
    [k + 1, 1],
    [k, -1],
  ] as const) {
    if (edge === 0 || edge === densities.length - 1) continue;
    const density = sign * at(densities, edge);
    const place = edge + 1;
    gradient[place] = at(gradient, place) + density * (isPositive ? at(state, 1) : 1);
    if (!isPositive) continue;
    gradient[0] = at(gradient, 0) - density;
    gradient[1] = at(gradient, 1) + density * at(state, place);
  }
  return gradient;
}

function lineSearch(
  state: readonly number[],
  step: readonly number[],
  likelihood: number,
  positive: readonly number[],
  negative: readonly number[],
) {
  for (let size = 1; size > 1e-8; size /= 2) {
    const candidate = state.map((value, index) => value + size * at(step, index));
    const ordered = candidate.slice(2).every((value, k, all) => k === 0 || value > at(all, k - 1));
    if (!ordered || at(candidate, 1) <= 0) continue;
    const reached = logLikelihood(candidate, positive, negative);
    if (reached >= likelihood) return { state: candidate, likelihood: reached, gain: reached - likelihood };
  }
  return null;
}

function summary(state: readonly number[], information: Matrix, level: number) {
  const [a = 0, b = 1, ...thresholds] = state;
  const inverse = new CholeskyDecomposition(information).solve(Matrix.eye(state.length));
  const root = Math.sqrt(1 + b * b);
  const auc = normalCdf(a / root);
  const density = normalDensity(a / root);
  const [byA, byB] = [density / root, (-density * a * b) / root ** 3];
  const spread =
    byA ** 2 * inverse.get(0, 0) + byB ** 2 * inverse.get(1, 1) + 2 * byA * byB * inverse.get(0, 1);
  const aucStandardError = Math.sqrt(spread);
  const half = normalQuantile((1 + level) / 2) * aucStandardError;
  return {
    a,
    b,
    aStandardError: Math.sqrt(inverse.get(0, 0)),
    bStandardError: Math.sqrt(inverse.get(1, 1)),
    auc,
    aucStandardError,
    interval: { lower: Math.max(0, auc - half), upper: Math.min(1, auc + half), level },
    logitInterval: logitInterval(auc, half, level),
    thresholds,
    categories: thresholds.length + 1,
  };
}

/** Counts by category: a category for each score, those in a run of one truth merged, then at most MOST_CATEGORIES. */
function categoryCounts(positives: readonly number[], negatives: readonly number[]): [number[], number[]] {
  const scores = [...new Set([...positives, ...negatives])].sort((first, second) => first - second);
  const place = new Map(scores.map((score, index) => [score, index]));
  const count = (values: readonly number[]) => {
    const counts = scores.map(() => 0);
    for (const value of values) {
      const index = place.get(value) ?? 0;
      counts[index] = at(counts, index) + 1;
    }
    return counts;
  };
  const runs = mergeRuns(count(positives), count(negatives));
  return runs[0].length <= MOST_CATEGORIES ? runs : mergeEvenly(runs);
}

function mergeRuns(up: readonly number[], down: readonly number[]): [number[], number[]] {
  const positive: number[] = [];
  const negative: number[] = [];
  up.forEach((count, k) => {
    const other = at(down, k);
    const last = positive.length - 1;
    const extendsPositive = other === 0 && negative[last] === 0;
    const extendsNegative = count === 0 && positive[last] === 0;
    if (last >= 0 && (extendsPositive || extendsNegative)) {
      positive[last] = at(positive, last) + count;
      negative[last] = at(negative, last) + other;
    } else {
      positive.push(count);
      negative.push(other);
    }
  });
  return [positive, negative];
}

function mergeEvenly([up, down]: readonly [number[], number[]]): [number[], number[]] {
  const total = sum(up) + sum(down);
  const positive = new Array<number>(MOST_CATEGORIES).fill(0);
  const negative = new Array<number>(MOST_CATEGORIES).fill(0);
  let before = 0;
  up.forEach((count, k) => {
    const bin = Math.min(MOST_CATEGORIES - 1, Math.floor((before / total) * MOST_CATEGORIES));
    positive[bin] = at(positive, bin) + count;
    negative[bin] = at(negative, bin) + at(down, k);
    before += count + at(down, k);
  });
  return [positive, negative];
}
