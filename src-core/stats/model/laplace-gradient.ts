import { addTo } from '../numbers.ts';
import type { CrossedInverse } from './crossed-effects.ts';
import { type ByGroup, type LaplaceResult, margins, type OrdinalPoint, ofCells } from './laplace.ts';

export interface OrdinalGradient {
  readonly thresholds: Float64Array;
  readonly effects: Float64Array;
  readonly readerDeviation: number;
  readonly caseDeviation: number;
}

/**
 * The gradient of the Laplace approximation by implicit differentiation of the modes (Kristensen, Nielsen, Berg, Skaug
 * and Bell, TMB, J Stat Softw 2016, section 2.1, written out for crossed intercepts). With z a row of the random
 * effects' design, H minus the joint density's second derivatives, s = z' H^-1 z, and D, -W, -T the first three
 * derivatives of an observation's log probability by its predictor, what a predictor x adds is
 * x (D - s T / 2 + W z' w), where w = H^-1 sum(z s T / 2) carries the modes' own movement.
 */
export function laplaceGradient(point: OrdinalPoint, { modes, system }: LaplaceResult): OrdinalGradient {
  const { data, readerDeviation, caseDeviation } = point;
  const inverse = system.inverse();
  const terms = observationTerms(point, modes, leverages(point, inverse));
  const thirds = margins(data, terms.thirds);
  const moved = system.solve(
    thirds.reader.map((total) => readerDeviation * total),
    thirds.cases.map((total) => caseDeviation * total),
  );
  const along = ofCells(data, moved, readerDeviation, caseDeviation);
  addMovement(point, terms, along);
  return { ...terms, ...deviationSlopes(point, modes, inverse, terms, moved, along) };
}

/** s, by cell. */
function leverages({ data, readerDeviation, caseDeviation }: OrdinalPoint, inverse: CrossedInverse) {
  const own = {
    reader: Float64Array.from(inverse.reader, (row, r) => row[r] ?? 0),
    cases: inverse.cases,
  };
  const found = ofCells(data, own, readerDeviation * readerDeviation, caseDeviation * caseDeviation);
  const both = 2 * readerDeviation * caseDeviation;
  inverse.cross.forEach((row, r) => {
    for (let c = 0, cell = r * row.length; c < row.length; c += 1, cell += 1)
      addTo(found, cell, both * (row[c] ?? 0));
  });
  return found;
}

type Terms = ReturnType<typeof observationTerms>;

/** What observations add before the modes' movement is known. */
function observationTerms(point: OrdinalPoint, modes: ByGroup, leverage: Float64Array) {
  const { data, link, edges, fixed, readerDeviation, caseDeviation } = point;
  const { cellOf, category, columns } = data;
  const n = category.length;
  const shifts = ofCells(data, modes, readerDeviation, caseDeviation);
  const terms = link.edges(edges);
  const term = new Float64Array(6);
  /** By cell: D, W and s T / 2. */
  const slopes = new Float64Array(shifts.length);
  const weights = new Float64Array(shifts.length);
  const thirds = new Float64Array(shifts.length);
  /** By observation: what an edge adds to D. */
  const ofLow = new Float64Array(n);
  const ofHigh = new Float64Array(n);
  /** With a place before and after for the edges at infinity. */
  const byEdge = new Float64Array(edges.length);
  const effects = new Float64Array(columns.length);
  for (let index = 0; index < n; index += 1) {
    const cell = cellOf[index] ?? 0;
    const k = category[index] ?? 0;
    terms(k, (fixed[index] ?? 0) + (shifts[cell] ?? 0), term);
    const half = (leverage[cell] ?? 0) / 2;
    const low = (term[0] ?? 0) - half * (term[4] ?? 0);
    const high = (term[1] ?? 0) - half * (term[5] ?? 0);
    addTo(byEdge, k, low);
    addTo(byEdge, k + 1, high);
    ofLow[index] = term[2] ?? 0;
    ofHigh[index] = term[3] ?? 0;
    addTo(slopes, cell, -(term[0] ?? 0) - (term[1] ?? 0));
    addTo(weights, cell, (term[2] ?? 0) + (term[3] ?? 0));
    addTo(thirds, cell, -half * ((term[4] ?? 0) + (term[5] ?? 0)));
    addPredictor(effects, columns, index, -(low + high));
  }
  return { slopes, weights, thirds, ofLow, ofHigh, thresholds: byEdge.subarray(1, -1), byEdge, effects };
}

/** Adds what an observation's predictor contributes by each covariate. */
function addPredictor(
  effects: Float64Array,
  columns: readonly Float64Array[],
  index: number,
  amount: number,
): void {
  for (let j = 0; j < effects.length; j += 1) addTo(effects, j, amount * (columns[j]?.[index] ?? 0));
}

/** Adds what the modes' movement does to thresholds and effects. */
function addMovement({ data }: OrdinalPoint, { ofLow, ofHigh, byEdge, effects }: Terms, along: Float64Array) {
  const { cellOf, category, columns } = data;
  for (let index = 0; index < category.length; index += 1) {
    const k = category[index] ?? 0;
    const moved = along[cellOf[index] ?? 0] ?? 0;
    const low = (ofLow[index] ?? 0) * moved;
    const high = (ofHigh[index] ?? 0) * moved;
    addTo(byEdge, k, -low);
    addTo(byEdge, k + 1, -high);
    addPredictor(effects, columns, index, low + high);
  }
}

/** A deviation is a predictor, and it scales its column of the design, in H and in what moves the modes. */
function deviationSlopes(
  { data, readerDeviation, caseDeviation }: OrdinalPoint,
  modes: ByGroup,
  inverse: CrossedInverse,
  { slopes, weights, thirds }: Terms,
  moved: ByGroup,
  along: Float64Array,
) {
  let [reader, cases] = [0, 0];
  for (let r = 0, cell = 0; r < data.readers; r += 1) {
    const mode = modes.reader[r] ?? 0;
    const movement = moved.reader[r] ?? 0;
    const own = readerDeviation * (inverse.reader[r]?.[r] ?? 0);
    const row = inverse.cross[r] ?? new Float64Array();
    for (let c = 0; c < row.length; c += 1, cell += 1) {
      const first = slopes[cell] ?? 0;
      const weight = weights[cell] ?? 0;
      const total = first - (thirds[cell] ?? 0) + weight * (along[cell] ?? 0);
      const between = row[c] ?? 0;
      reader += total * mode - first * movement - weight * (own + caseDeviation * between);
      const caseSide = readerDeviation * between + caseDeviation * (inverse.cases[c] ?? 0);
      cases += total * (modes.cases[c] ?? 0) - first * (moved.cases[c] ?? 0) - weight * caseSide;
    }
  }
  return { readerDeviation: reader, caseDeviation: cases };
}
