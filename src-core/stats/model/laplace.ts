import { normalCdf, normalDensity, normalQuantile } from '../distributions.ts';
import { at, sum, zeros } from '../numbers.ts';
import { type CrossedGroups, crossedSystem } from './crossed-effects.ts';

export type Link = 'logit' | 'probit';

/** A link's distribution; all take infinite arguments. */
export interface LinkFunctions {
  readonly cdf: (z: number) => number;
  readonly density: (z: number) => number;
  /** Derivative of the density. */
  readonly slope: (z: number) => number;
  readonly quantile: (p: number) => number;
}

const logistic = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
export const LINKS: Readonly<Record<Link, LinkFunctions>> = {
  logit: {
    cdf: logistic,
    density: (z) => logistic(z) * logistic(-z),
    slope: (z) => logistic(z) * logistic(-z) * (logistic(-z) - logistic(z)),
    quantile: (p) => Math.log(p / (1 - p)),
  },
  probit: {
    cdf: normalCdf,
    density: normalDensity,
    slope: (z) => (Number.isFinite(z) ? -z * normalDensity(z) : 0),
    quantile: normalQuantile,
  },
};

/** A cumulative-link model at given parameters. */
export interface LaplaceInput {
  readonly groups: CrossedGroups;
  readonly category: Int32Array;
  readonly edges: readonly number[];
  readonly fixed: Float64Array;
  readonly readerDeviation: number;
  readonly caseDeviation: number;
}
export type Modes = { readonly reader: Float64Array; readonly cases: Float64Array };

/** Newton's method for the modes of the standardised random effects, then the Laplace approximation there. */
export function laplace(input: LaplaceInput, from: Modes, functions: LinkFunctions) {
  let modes = from;
  let state = evaluate(input, modes, functions);
  if (!Number.isFinite(state.value)) {
    modes = { reader: from.reader.map(() => 0), cases: from.cases.map(() => 0) };
    state = evaluate(input, modes, functions);
  }
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const { gradient } = state;
    const steepest = Math.max(...gradient.reader.map(Math.abs), ...gradient.cases.map(Math.abs));
    if (!Number.isFinite(state.value)) return null;
    if (steepest < 1e-10) break;
    const step = state.system().solve(gradient.reader, gradient.cases);
    let moved: { modes: Modes; state: ReturnType<typeof evaluate> } | null = null;
    for (let size = 1; size > 1e-6 && moved === null; size /= 2) {
      const candidate = {
        reader: modes.reader.map((value, k) => value + size * at(step.reader, k)),
        cases: modes.cases.map((value, k) => value + size * at(step.cases, k)),
      };
      const there = evaluate(input, candidate, functions);
      if (there.value >= state.value - 1e-12 * Math.abs(state.value))
        moved = { modes: candidate, state: there };
    }
    if (moved === null) break;
    const gain = moved.state.value - state.value;
    ({ modes, state } = moved);
    if (steepest < 1e-7 && gain < 1e-13 * Math.abs(state.value)) break;
  }
  return { logLikelihood: state.value - state.system().logDeterminant / 2, modes };
}

/** The joint log density at the modes, its gradient, and minus its second derivatives. */
function evaluate(
  { groups, category, edges, fixed, readerDeviation, caseDeviation }: LaplaceInput,
  modes: Modes,
  { cdf, density, slope }: LinkFunctions,
) {
  const [readers, cases] = [groups.readers.length, groups.cases.length];
  const gradient = { reader: modes.reader.map((value) => -value), cases: modes.cases.map((value) => -value) };
  const diagonal = { reader: new Float64Array(readers).fill(1), cases: new Float64Array(cases).fill(1) };
  const cross = zeros(readers, cases);
  let value =
    -(sum(modes.reader.map((mode) => mode * mode)) + sum(modes.cases.map((mode) => mode * mode))) / 2;
  for (let index = 0; index < category.length; index += 1) {
    const [r, c, k] = [groups.readerOf[index] ?? 0, groups.caseOf[index] ?? 0, category[index] ?? 0];
    const shift =
      (fixed[index] ?? 0) + readerDeviation * (modes.reader[r] ?? 0) + caseDeviation * (modes.cases[c] ?? 0);
    const [low, high] = [(edges[k] ?? 0) - shift, (edges[k + 1] ?? 0) - shift];
    // Between two large positive numbers the difference is taken on the other side, where it keeps its digits.
    const probability = low > 0 ? cdf(-low) - cdf(-high) : cdf(high) - cdf(low);
    value += Math.log(probability);
    const first = -(density(high) - density(low)) / probability;
    const second = (slope(high) - slope(low)) / probability;
    const weight = first * first - second;
    gradient.reader[r] = (gradient.reader[r] ?? 0) + readerDeviation * first;
    gradient.cases[c] = (gradient.cases[c] ?? 0) + caseDeviation * first;
    diagonal.reader[r] = (diagonal.reader[r] ?? 0) + readerDeviation ** 2 * weight;
    diagonal.cases[c] = (diagonal.cases[c] ?? 0) + caseDeviation ** 2 * weight;
    const row = at(cross, r);
    row[c] = (row[c] ?? 0) + readerDeviation * caseDeviation * weight;
  }
  return { value, gradient, system: () => crossedSystem(diagonal.reader, diagonal.cases, cross) };
}
