import { normalCdf, normalDensity, normalQuantile } from '../distributions.ts';

export type Link = 'logit' | 'probit';

/** Puts numbers about an observation of a category into places. */
type CellTerms = (category: number, predictor: number, into: Float64Array) => void;

/** A link's distribution F: P(category k) = F(upper edge - predictor) - F(lower edge - predictor). */
export interface LinkFunctions {
  /**
   * The probability, the derivative of its logarithm by the predictor, and minus the second one.
   * @param edges thresholds between minus and plus infinity
   */
  readonly cells: (edges: Float64Array) => CellTerms;
  /** By the lower and the upper edge: derivatives of the log probability, of its first by the predictor, of minus its second. */
  readonly edges: (edges: Float64Array) => CellTerms;
  readonly quantile: (p: number) => number;
}

export const LINKS: Readonly<Record<Link, LinkFunctions>> = {
  logit: { cells: logisticCells, edges: logisticEdges, quantile: (p) => Math.log(p / (1 - p)) },
  probit: { cells: normalCells, edges: normalEdges, quantile: normalQuantile },
};

/**
 * Of the logistic distribution F(b) - F(a) = F(b) (1 - F(a)) (1 - exp(a - b)), so that one exponential serves an
 * observation and no digits are lost; the derivative by the predictor is F(b) - (1 - F(a)), so that those that follow are
 * the density's own.
 */
function logisticCells(edges: Float64Array): CellTerms {
  const { rising, falling, gaps } = logisticEdgesOf(edges);
  return (category, predictor, into) => {
    const up = Math.exp(predictor);
    const aboveRatio = up * (falling[category + 1] ?? 0);
    const belowRatio = (rising[category] ?? 0) / up;
    const underHigh = 1 / (1 + aboveRatio);
    const overLow = 1 / (1 + belowRatio);
    into[0] = underHigh * overLow * (gaps[category] ?? 1);
    into[1] = underHigh - overLow;
    into[2] = aboveRatio * underHigh * underHigh + belowRatio * overLow * overLow;
  };
}

function logisticEdges(edges: Float64Array): CellTerms {
  const { rising, falling, gaps } = logisticEdgesOf(edges);
  return (category, predictor, into) => {
    const up = Math.exp(predictor);
    const aboveRatio = up * (falling[category + 1] ?? 0);
    const belowRatio = (rising[category] ?? 0) / up;
    const underHigh = 1 / (1 + aboveRatio);
    const overLow = 1 / (1 + belowRatio);
    const gap = gaps[category] ?? 1;
    const lowDensity = belowRatio * overLow * overLow;
    const highDensity = aboveRatio * underHigh * underHigh;
    into[0] = (-belowRatio * overLow) / (underHigh * gap);
    into[1] = (aboveRatio * underHigh) / (overLow * gap);
    into[2] = lowDensity;
    into[3] = highDensity;
    into[4] = lowDensity * (2 * overLow - 1);
    into[5] = highDensity * (1 - 2 * underHigh);
  };
}

function logisticEdgesOf(edges: Float64Array) {
  return {
    rising: edges.map(Math.exp),
    falling: edges.map((edge) => Math.exp(-edge)),
    gaps: edges.map((edge, k) => -Math.expm1(edge - (edges[k + 1] ?? Number.POSITIVE_INFINITY))),
  };
}

function normalCells(edges: Float64Array): CellTerms {
  const [low, high] = [new Float64Array(5), new Float64Array(5)];
  return (category, predictor, into) => {
    const probability = normalAtEdges(edges, category, predictor, low, high);
    const first = ((low[2] ?? 0) - (high[2] ?? 0)) / probability;
    into[0] = probability;
    into[1] = first;
    into[2] = first * first - ((high[3] ?? 0) - (low[3] ?? 0)) / probability;
  };
}

/** The derivatives of log(F(b) - F(a)), up to the third, by its edges a and b. */
function normalEdges(edges: Float64Array): CellTerms {
  const [low, high] = [new Float64Array(5), new Float64Array(5)];
  return (category, predictor, into) => {
    const scale = 1 / normalAtEdges(edges, category, predictor, low, high);
    const a = -(low[2] ?? 0) * scale;
    const b = (high[2] ?? 0) * scale;
    const aa = -(low[3] ?? 0) * scale - a * a;
    const bb = (high[3] ?? 0) * scale - b * b;
    const aaa = -(low[4] ?? 0) * scale - a * (3 * aa + a * a);
    const bbb = (high[4] ?? 0) * scale - b * (3 * bb + b * b);
    const aab = a * a * b - aa * b;
    const abb = a * b * b - a * bb;
    into[0] = a;
    into[1] = b;
    into[2] = a * b - aa;
    into[3] = a * b - bb;
    into[4] = -(aaa + 2 * aab + abb);
    into[5] = -(aab + 2 * abb + bbb);
  };
}

/** The terms at both edges, and the probability: of two large positive edges from the upper tails, which keep its digits. */
function normalAtEdges(
  edges: Float64Array,
  category: number,
  predictor: number,
  low: Float64Array,
  high: Float64Array,
): number {
  const lowEdge = (edges[category] ?? 0) - predictor;
  normalTerms(lowEdge, low);
  normalTerms((edges[category + 1] ?? 0) - predictor, high);
  const side = lowEdge > 0 ? 1 : 0;
  return Math.abs((high[side] ?? 0) - (low[side] ?? 0));
}

/** P(Z <= z), P(Z > z), the density and its first two derivatives at z, which may be infinite. */
function normalTerms(z: number, into: Float64Array): void {
  const density = normalDensity(z);
  into[0] = normalCdf(z);
  into[1] = normalCdf(-z);
  into[2] = density;
  into[3] = density === 0 ? 0 : -z * density;
  into[4] = density === 0 ? 0 : (z * z - 1) * density;
}
