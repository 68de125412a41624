import { addTo } from '../numbers.ts';
import { type CrossedSystem, crossedSystem } from './crossed-effects.ts';
import type { LinkFunctions } from './links.ts';
import { largest } from './minimise.ts';

/** Ordinal ratings as numbers. A cell is a reader and a case: reader times the number of cases, plus case. */
export interface OrdinalData {
  readonly readers: number;
  readonly cases: number;
  readonly cellOf: Int32Array;
  /** 0 for the lowest. */
  readonly category: Int32Array;
  readonly categories: number;
  /** Each covariate, by observation. */
  readonly columns: readonly Float64Array[];
}

/** A cumulative-link model at given parameters. */
export interface OrdinalPoint {
  readonly data: OrdinalData;
  readonly link: LinkFunctions;
  /** Thresholds between minus and plus infinity: one more than there are categories. */
  readonly edges: Float64Array;
  /** The sum of covariates times effects, by observation. */
  readonly fixed: Float64Array;
  readonly readerDeviation: number;
  readonly caseDeviation: number;
}

/** Something for each reader and each case. */
export interface ByGroup {
  readonly reader: Float64Array;
  readonly cases: Float64Array;
}

/** The joint log density of ratings and standardised random effects: its value, gradient and minus its second derivatives. */
interface Density {
  readonly value: number;
  readonly gradient: ByGroup;
  readonly system: () => CrossedSystem;
}

export interface LaplaceResult {
  readonly logLikelihood: number;
  /** Of the standardised random effects. */
  readonly modes: ByGroup;
  /** Minus the second derivatives of the joint log density at the modes. */
  readonly system: CrossedSystem;
}

/**
 * Newton's method for the modes of the standardised random effects, then the Laplace approximation there. The modes are
 * found to the rounding of the density, so that the gradient may take its slope there for 0. Null where no density is.
 */
export function laplace(point: OrdinalPoint, from: ByGroup): LaplaceResult | null {
  let modes = from;
  let here = densityAt(point, modes);
  if (!Number.isFinite(here.value)) {
    modes = { reader: from.reader.map(() => 0), cases: from.cases.map(() => 0) };
    here = densityAt(point, modes);
  }
  for (let iteration = 0; iteration < 100; iteration += 1) {
    if (!Number.isFinite(here.value)) return null;
    const { gradient } = here;
    const steepest = Math.max(largest(gradient.reader), largest(gradient.cases));
    if (steepest < Math.max(1e-10, 1e-15 * Math.abs(here.value))) break;
    const step = here.system().solve(gradient.reader, gradient.cases);
    let moved: { modes: ByGroup; density: Density } | null = null;
    for (let size = 1; size > 1e-6 && moved === null; size /= 2) {
      const candidate = {
        reader: advanced(modes.reader, step.reader, size),
        cases: advanced(modes.cases, step.cases, size),
      };
      const density = densityAt(point, candidate);
      if (density.value >= here.value - 1e-12 * Math.abs(here.value)) moved = { modes: candidate, density };
    }
    if (moved === null) break;
    const gain = moved.density.value - here.value;
    modes = moved.modes;
    here = moved.density;
    // What a step of Newton's method leaves is about the square of what was before it.
    if (steepest < 1e-6 && gain < 1e-13 * Math.abs(here.value)) break;
  }
  const system = here.system();
  return { logLikelihood: here.value - system.logDeterminant / 2, modes, system };
}

function densityAt(point: OrdinalPoint, modes: ByGroup): Density {
  const { data, link, edges, fixed, readerDeviation, caseDeviation } = point;
  const { cellOf, category } = data;
  const shifts = ofCells(data, modes, readerDeviation, caseDeviation);
  const slopes = new Float64Array(shifts.length);
  const weights = new Float64Array(shifts.length);
  const terms = link.cells(edges);
  const term = new Float64Array(3);
  let value = -(squares(modes.reader) + squares(modes.cases)) / 2;
  let product = 1;
  for (let index = 0; index < category.length; index += 1) {
    const cell = cellOf[index] ?? 0;
    terms(category[index] ?? 0, (fixed[index] ?? 0) + (shifts[cell] ?? 0), term);
    // One logarithm serves the product of many probabilities.
    product *= term[0] ?? 0;
    if (product < 1e-100) {
      value += Math.log(product);
      product = 1;
    }
    addTo(slopes, cell, term[1] ?? 0);
    addTo(weights, cell, term[2] ?? 0);
  }
  value += Math.log(product);
  const slope = margins(data, slopes);
  let known: CrossedSystem | null = null;
  return {
    value,
    gradient: {
      reader: slope.reader.map((total, r) => readerDeviation * total - (modes.reader[r] ?? 0)),
      cases: slope.cases.map((total, c) => caseDeviation * total - (modes.cases[c] ?? 0)),
    },
    system: () => {
      known ??= systemOf(point, weights);
      return known;
    },
  };
}

function systemOf({ data, readerDeviation, caseDeviation }: OrdinalPoint, weights: Float64Array) {
  const weight = margins(data, weights);
  const between = readerDeviation * caseDeviation;
  return crossedSystem(
    weight.reader.map((total) => 1 + readerDeviation * readerDeviation * total),
    weight.cases.map((total) => 1 + caseDeviation * caseDeviation * total),
    Array.from({ length: data.readers }, (_, r) =>
      weights.subarray(r * data.cases, (r + 1) * data.cases).map((total) => between * total),
    ),
  );
}

/** A multiple of the reader's value plus one of the case's, by cell. */
export function ofCells(data: OrdinalData, values: ByGroup, reader: number, cases: number): Float64Array {
  const found = new Float64Array(data.readers * data.cases);
  const { cases: ofCases } = values;
  for (let r = 0, cell = 0; r < data.readers; r += 1) {
    const own = reader * (values.reader[r] ?? 0);
    for (let c = 0; c < ofCases.length; c += 1, cell += 1) found[cell] = own + cases * (ofCases[c] ?? 0);
  }
  return found;
}

/** The sums over the cells of each reader and of each case. */
export function margins(data: OrdinalData, values: Float64Array): ByGroup {
  const [reader, cases] = [new Float64Array(data.readers), new Float64Array(data.cases)];
  for (let r = 0, cell = 0; r < reader.length; r += 1) {
    let total = 0;
    for (let c = 0; c < cases.length; c += 1, cell += 1) {
      const value = values[cell] ?? 0;
      total += value;
      addTo(cases, c, value);
    }
    reader[r] = total;
  }
  return { reader, cases };
}

function advanced(from: Float64Array, step: Float64Array, size: number): Float64Array {
  return from.map((value, index) => value + size * (step[index] ?? 0));
}

function squares(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value * value;
  return total;
}
