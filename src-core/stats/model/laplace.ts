import { normalCdf, normalDensity, normalQuantile } from '../distributions.ts';
import { at, sum, zeros } from '../numbers.ts';
import { type CrossedGroups, crossedSystem } from './crossed-effects.ts';

export type Link = 'logit' | 'probit';

/** A link's distribution. */
export interface LinkFunctions {
  /** Puts P(Z <= z), P(Z > z), the density and its derivative at z, which may be infinite, into four places. */
  readonly evaluate: (z: number, into: Float64Array) => void;
  readonly quantile: (p: number) => number;
}

export const LINKS: Readonly<Record<Link, LinkFunctions>> = {
  logit: {
    evaluate: (z, into) => {
      // The smaller tail keeps its digits.
      const tail = Math.exp(-Math.abs(z));
      const [small, large] = [tail / (1 + tail), 1 / (1 + tail)];
      const below = z >= 0 ? large : small;
      const above = z >= 0 ? small : large;
      into[0] = below;
      into[1] = above;
      into[2] = below * above;
      into[3] = below * above * (above - below);
    },
    quantile: (p) => Math.log(p / (1 - p)),
  },
  probit: {
    evaluate: (z, into) => {
      const density = normalDensity(z);
      into[0] = normalCdf(z);
      into[1] = normalCdf(-z);
      into[2] = density;
      into[3] = density === 0 ? 0 : -z * density;
    },
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
    // What is left below the rounding of the density is no step.
    if (steepest < Math.max(1e-10, 1e-13 * Math.abs(state.value))) break;
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

/** The log probability of a cell, and its derivative by what shifts both edges down and minus the second one, put into `term`. */
function cellTerms(link: LinkFunctions) {
  const [atLow, atHigh, term] = [new Float64Array(4), new Float64Array(4), new Float64Array(3)];
  const terms = (low: number, high: number): void => {
    link.evaluate(low, atLow);
    link.evaluate(high, atHigh);
    // Between two large positive numbers the difference is taken on the other side, where it keeps its digits.
    const side = low > 0 ? 1 : 0;
    const probability = Math.abs((atHigh[side] ?? 0) - (atLow[side] ?? 0));
    const first = ((atLow[2] ?? 0) - (atHigh[2] ?? 0)) / probability;
    term[0] = Math.log(probability);
    term[1] = first;
    term[2] = first * first - ((atHigh[3] ?? 0) - (atLow[3] ?? 0)) / probability;
  };
  return { term, terms };
}

/** The joint log density at the modes, its gradient, and minus its second derivatives. */
function evaluate(
  { groups, category, edges, fixed, readerDeviation, caseDeviation }: LaplaceInput,
  modes: Modes,
  link: LinkFunctions,
) {
  const [readers, cases] = [groups.readers.length, groups.cases.length];
  const gradient = { reader: modes.reader.map((value) => -value), cases: modes.cases.map((value) => -value) };
  const diagonal = { reader: new Float64Array(readers).fill(1), cases: new Float64Array(cases).fill(1) };
  const cross = zeros(readers, cases);
  const { term, terms } = cellTerms(link);
  let value =
    -(sum(modes.reader.map((mode) => mode * mode)) + sum(modes.cases.map((mode) => mode * mode))) / 2;
  for (let index = 0; index < category.length; index += 1) {
    const [r, c, k] = [groups.readerOf[index] ?? 0, groups.caseOf[index] ?? 0, category[index] ?? 0];
    const shift =
      (fixed[index] ?? 0) + readerDeviation * (modes.reader[r] ?? 0) + caseDeviation * (modes.cases[c] ?? 0);
    const [low, high] = [(edges[k] ?? 0) - shift, (edges[k + 1] ?? 0) - shift];
    terms(low, high);
    const [log, first, weight] = [term[0] ?? 0, term[1] ?? 0, term[2] ?? 0];
    value += log;
    gradient.reader[r] = (gradient.reader[r] ?? 0) + readerDeviation * first;
    gradient.cases[c] = (gradient.cases[c] ?? 0) + caseDeviation * first;
    diagonal.reader[r] = (diagonal.reader[r] ?? 0) + readerDeviation ** 2 * weight;
    diagonal.cases[c] = (diagonal.cases[c] ?? 0) + caseDeviation ** 2 * weight;
    const row = at(cross, r);
    row[c] = (row[c] ?? 0) + readerDeviation * caseDeviation * weight;
  }
  return { value, gradient, system: () => crossedSystem(diagonal.reader, diagonal.cases, cross) };
}
