import { LightboxError } from '../../base/errors.ts';
import { binomialCdf, fQuantile, noncentralFUpper, normalCdf, normalQuantile } from '../distributions.ts';
import { at } from '../numbers.ts';
import { binomialTest } from '../proportion/binomial-test.ts';

/** How an estimate varies: its standard error, and with how many degrees of freedom that is estimated. */
export interface Spread {
  readonly standardError: number;
  readonly df: number;
}

/** The power of a two-sided test of a difference with a standard error estimated with so many degrees of freedom. */
export function powerOfDifference(
  difference: number,
  standardError: number,
  df: number,
  alpha = 0.05,
): number {
  const shift = Math.abs(difference) / standardError;
  if (!Number.isFinite(df)) {
    const critical = normalQuantile(1 - alpha / 2);
    return normalCdf(shift - critical) + normalCdf(-shift - critical);
  }
  return noncentralFUpper(fQuantile(1 - alpha, 1, df), 1, df, shift * shift);
}

/** The exact power of the two-sided exact binomial test of independent decisions against chance. */
export function binomialTestPower(trials: number, truth: number, chance: number, alpha = 0.05): number {
  let total = 0;
  for (let successes = 0; successes <= trials; successes += 1) {
    if (binomialTest(successes, trials, chance) > alpha) continue;
    total += binomialCdf(successes, trials, truth) - binomialCdf(successes - 1, trials, truth);
  }
  return Math.min(1, total);
}

export interface CrossedProportionDesign {
  readonly readers: number;
  readonly cases: number;
  /** Expected share of right decisions. */
  readonly truth: number;
  /** Share without skill: 1 / n for a choice among n. */
  readonly chance: number;
  /** Standard deviation of readers' own shares. */
  readonly readerDeviation: number;
  /** Standard deviation of cases' own shares. */
  readonly caseDeviation: number;
}

/**
 * How a proportion varies that clusters both ways: variance V(reader) / R + V(case) / C plus what is left of p (1 - p)
 * over R C, with degrees of freedom by Satterthwaite (as clusteredProportion analyses it).
 * @throws LightboxError BAD_INPUT for a share outside 0 to 1, and where readers and cases differ by more than a proportion can.
 */
export function crossedProportionSpread(design: Omit<CrossedProportionDesign, 'chance'>): Spread {
  const { readers, cases, truth, readerDeviation, caseDeviation } = design;
  const [ofReaders, ofCases] = [readerDeviation ** 2, caseDeviation ** 2];
  const rest = truth * (1 - truth) - ofReaders - ofCases;
  if (!(truth > 0 && truth < 1)) {
    throw new LightboxError('BAD_INPUT', 'The expected share lies between 0 and 1.');
  }
  if (rest < 0) {
    throw new LightboxError(
      'BAD_INPUT',
      'Readers and cases cannot differ by more than a proportion varies at all: lower their SDs.',
    );
  }
  const both = rest / (readers * cases);
  const [byReaders, byCases] = [ofReaders / readers + both, ofCases / cases + both];
  const variance = byReaders + byCases - both;
  const df = variance ** 2 / (byReaders ** 2 / (readers - 1) + byCases ** 2 / (cases - 1));
  return { standardError: Math.sqrt(variance), df };
}

/** The power of the two-way clustered test of a proportion against chance. */
export function crossedProportionPower(design: CrossedProportionDesign, alpha = 0.05): number {
  const { standardError, df } = crossedProportionSpread(design);
  return powerOfDifference(design.truth - design.chance, standardError, df, alpha);
}

export interface CrossedDifferenceDesign {
  readonly readers: number;
  /** In each of the two arms. */
  readonly casesPerArm: number;
  /** Expected difference of the arms' mean scores, in points. */
  readonly difference: number;
  /** Standard deviation of readers' own differences between the arms, in points. */
  readonly readerDeviation: number;
  /** Standard deviation of cases' own means within an arm, in points. */
  readonly caseDeviation: number;
  /** Standard deviation of what is left of a score, in points. */
  readonly residualDeviation: number;
}

/**
 * How a difference in mean score between two arms varies when all readers read all cases (stimuli within conditions:
 * Westfall, Kenny and Judd, J Exp Psychol Gen 2014, 143:2020): readers' share of the variance falls with the readers, the
 * cases' with the cases; degrees of freedom by Satterthwaite from the three mean squares.
 * @throws LightboxError BAD_INPUT where nothing varies.
 */
export function crossedDifferenceSpread(design: Omit<CrossedDifferenceDesign, 'difference'>): Spread {
  const { readers, casesPerArm, readerDeviation, caseDeviation, residualDeviation } = design;
  const residual = (2 * residualDeviation ** 2) / (readers * casesPerArm);
  const byReaders = readerDeviation ** 2 / readers + residual;
  const byCases = (2 * caseDeviation ** 2) / casesPerArm + residual;
  const variance = byReaders + byCases - residual;
  if (variance <= 0) {
    throw new LightboxError('BAD_INPUT', 'Scores that do not vary at all need no test: state how they vary.');
  }
  const [dfReaders, dfCases] = [readers - 1, 2 * (casesPerArm - 1)];
  const spread = byReaders ** 2 / dfReaders + byCases ** 2 / dfCases + residual ** 2 / (dfReaders * dfCases);
  return { standardError: Math.sqrt(variance), df: variance ** 2 / spread };
}

/** The power to see a difference in mean score between two arms when all readers read all cases. */
export function crossedDifferencePower(design: CrossedDifferenceDesign, alpha = 0.05): number {
  const { standardError, df } = crossedDifferenceSpread(design);
  return powerOfDifference(design.difference, standardError, df, alpha);
}

/** Variance components of a pilot study by Obuchowski and Rockette, two modalities, of so many cases. */
export interface OrPilot {
  readonly cases: number;
  readonly interactionVariance: number;
  readonly variance: number;
  readonly cov1: number;
  readonly cov2: number;
  readonly cov3: number;
}

/**
 * How a difference between two modalities varies in the analysis of Obuchowski and Rockette with random readers and cases
 * (Hillis, Obuchowski and Berbaum, Acad Radiol 2011): covariances shrink with the number of cases.
 */
export function mrmcSpread(pilot: OrPilot, readers: number, cases: number): Spread {
  const across = Math.max(pilot.cov2 - pilot.cov3, 0);
  const interaction = Math.max(pilot.interactionVariance, 0);
  const ratio = pilot.cases / cases;
  const within = pilot.variance - pilot.cov1;
  const meanSquare = interaction + ratio * (within - across);
  const total = interaction + ratio * (within + (readers - 1) * across);
  const df = (total / meanSquare) ** 2 * (readers - 1);
  return { standardError: Math.sqrt((2 / readers) * total), df };
}

/** The power to see a difference between two modalities in the analysis of Obuchowski and Rockette. */
export function mrmcPower(
  pilot: OrPilot,
  difference: number,
  readers: number,
  cases: number,
  alpha = 0.05,
): number {
  const { standardError, df } = mrmcSpread(pilot, readers, cases);
  return powerOfDifference(difference, standardError, df, alpha);
}

/**
 * The smallest number for which a power is reached, by doubling and halving; null where even `most` does not reach it.
 * @param powerOf rises with its argument
 */
export function smallestNumber(
  powerOf: (number: number) => number,
  wanted: number,
  least: number,
  most: number,
): number | null {
  if (powerOf(most) < wanted) return null;
  let [below, enough] = [least - 1, most];
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2);
    if (powerOf(middle) >= wanted) enough = middle;
    else below = middle;
  }
  return enough;
}

/** The Monte-Carlo error of a simulated rate: its standard error. */
export function monteCarloError(rate: number, replicates: number): number {
  return Math.sqrt((rate * (1 - rate)) / replicates);
}

/** Rejections among simulated data sets, in the order they were drawn. */
export function simulatedPower(
  replicates: number,
  rejects: (replicate: number) => boolean,
): { readonly power: number; readonly standardError: number } {
  const outcomes = Array.from({ length: replicates }, (_, replicate) => Number(rejects(replicate)));
  const power = outcomes.reduce((total, _, index) => total + at(outcomes, index), 0) / replicates;
  return { power, standardError: monteCarloError(power, replicates) };
}
