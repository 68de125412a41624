import { type Codes, codesOf, crossed } from './codes.ts';
import { addTo, at } from './numbers.ts';

/** Who gave a number, and on what. */
export interface Clustered {
  readonly reader: string;
  readonly case: string;
}

/** Variances of a sum of influences, by what is taken to be drawn; degrees of freedom; the clusters' numbers. */
export interface TwoWayVariance {
  readonly reader: number;
  readonly case: number;
  /** V(reader) + V(case) - V(reader x case), and no less than either alone. */
  readonly both: number;
  readonly readerDf: number;
  readonly caseDf: number;
  /** Of `both`, by Satterthwaite from its two parts. */
  readonly bothDf: number;
  readonly readers: number;
  readonly cases: number;
}

/**
 * The variance of an estimate that is a sum of its observations' influences (what each adds beyond the estimate), whose
 * observations cluster by readers, by cases, or by both (Cameron, Gelbach and Miller, J Bus Econ Stat 2011; for reader
 * studies Miglioretti and Heagerty, Am J Epidemiol 2007), each part with m / (m - 1) for m clusters. What both parts hold
 * is taken off once: the variance that is left when readers and cases are, as in the analysis of variance (Satterthwaite,
 * Biometrics Bull 1946), since in crossed data single readings' own variance would take off too much. Where few clusters
 * make the two-way variance smaller than one of its parts the larger counts (MacKinnon, Nielsen and Webb, arXiv
 * 2406.08880, 2024).
 * @param influences in the observations' order; in each stratum they add up to 0
 * @param strata of the observations: the arms of a difference
 */
export function twoWayVariance(
  observations: readonly Clustered[],
  influences: ArrayLike<number>,
  strata: ArrayLike<number> = new Uint8Array(observations.length),
): TwoWayVariance {
  const readers = codesOf(observations.map(({ reader }) => reader));
  const cases = codesOf(observations.map((entry) => entry.case));
  const arms = codesOf(strata);
  const readerDf = readers.count - 1;
  // Cases of one arm alone vary around that arm's mean.
  const withinArms = crossed(arms, cases);
  const caseDf = cases.count - (withinArms.count === cases.count ? arms.count : 1);
  const settled = withoutRounding(influences);
  const ofReaders = settled((sumOfSquares(readers, influences) * readers.count) / readerDf);
  const ofCases = settled((sumOfSquares(cases, influences) * cases.count) / caseDf);
  const both = Math.max(
    ofReaders + ofCases - interaction(influences, readers, cases, arms),
    ofReaders,
    ofCases,
  );
  return {
    reader: ofReaders,
    case: ofCases,
    both,
    readerDf,
    caseDf,
    bothDf: both ** 2 / (ofReaders ** 2 / readerDf + ofCases ** 2 / caseDf),
    readers: readers.count,
    cases: cases.count,
  };
}

/** Clusters whose influences cancel leave their rounding, which is no variance. */
function withoutRounding(influences: ArrayLike<number>): (variance: number) => number {
  let total = 0;
  for (let index = 0; index < influences.length; index += 1) total += Math.abs(at(influences, index));
  const rounding = (1e-12 * total) ** 2;
  return (variance) => (Math.abs(variance) > rounding ? variance : 0);
}

/** The variance by single readings of what is left of the influences without readers and cases; all of it where too little is left. */
function interaction(influences: ArrayLike<number>, readers: Codes, cases: Codes, arms: Codes): number {
  const ofArms = [crossed(arms, readers), crossed(arms, cases)] as const;
  const readings = crossed(readers, cases);
  const n = influences.length;
  const left = n - (ofArms[0].count + ofArms[1].count - arms.count);
  if (left <= 0) return (sumOfSquares(readings, influences) * readings.count) / (readings.count - 1);
  return (sumOfSquares(readings, withoutMeans(influences, ...ofArms)) * n) / left;
}

/** Residuals of the additive model by sweeping out one set of means after the other; once is enough without gaps. */
function withoutMeans(influences: ArrayLike<number>, readers: Codes, cases: Codes): Float64Array {
  const rest = Float64Array.from(influences);
  const scale = rest.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let sweep = 0; sweep < 500; sweep += 1) {
    const moved = Math.max(sweepOut(rest, readers), sweepOut(rest, cases));
    if (moved <= 1e-14 * scale) break;
  }
  return rest;
}

/** Takes the groups' means off; returns the largest of them. */
function sweepOut(rest: Float64Array, groups: Codes): number {
  const { of, count } = groups;
  const [means, sizes] = [totalsOf(groups, rest), new Float64Array(count)];
  for (let index = 0; index < of.length; index += 1) addTo(sizes, of[index] ?? 0, 1);
  let most = 0;
  for (let group = 0; group < count; group += 1) {
    const mean = at(means, group) / at(sizes, group);
    means[group] = mean;
    most = Math.max(most, Math.abs(mean));
  }
  for (let index = 0; index < of.length; index += 1) addTo(rest, index, -(means[of[index] ?? 0] ?? 0));
  return most;
}

function sumOfSquares(groups: Codes, values: ArrayLike<number>): number {
  return totalsOf(groups, values).reduce((sum, total) => sum + total * total, 0);
}

function totalsOf({ of, count }: Codes, values: ArrayLike<number>): Float64Array {
  const totals = new Float64Array(count);
  for (let index = 0; index < of.length; index += 1) addTo(totals, of[index] ?? 0, values[index] ?? 0);
  return totals;
}
