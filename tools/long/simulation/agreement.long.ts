import { it } from 'vitest';
import { type Random, seededRandom } from '../../../src-core/base/random.ts';
import {
  chanceCorrectedAgreement,
  observedAgreement,
} from '../../../src-core/stats/agreement/chance-corrected.ts';
import { cohenKappa, crossTable, scottPi } from '../../../src-core/stats/agreement/cohen-kappa.ts';
import { fleissKappa } from '../../../src-core/stats/agreement/fleiss-kappa.ts';
import { intraclassCorrelation } from '../../../src-core/stats/agreement/intraclass-correlation.ts';
import {
  krippendorffAlphaBootstrap,
  krippendorffAlphaInterval,
} from '../../../src-core/stats/agreement/krippendorff-interval.ts';
import { countRatings } from '../../../src-core/stats/agreement/ratings-table.ts';
import { agreementWeights, type Weighting } from '../../../src-core/stats/agreement/weights.ts';
import { at, sum } from '../../../src-core/stats/numbers.ts';
import { normalDraw } from '../../../src-core/stats/power/roe-metz.ts';
import type { Interval, Statistic } from '../../../src-core/stats/statistic.ts';
import { longTestSeed } from '../long-test.ts';
import { countOutcomes, definedOr, holds, reportRate, uniform } from './rates.ts';

/** Three ordered categories: a rater names the true one three times in four, else one of the others. */
const SCALE = [1, 2, 3];
const PREVALENCE = [0.5, 0.3, 0.2];
const named = (truth: number, category: number): number => (truth === category ? 0.75 : 0.125);
const pairOf = (one: number, other: number): number =>
  sum(PREVALENCE.map((share, truth) => share * named(truth, one) * named(truth, other)));
const MARGINS = SCALE.map((_, category) => sum(SCALE.map((__, other) => pairOf(category, other))));

/** What the coefficients are in the population: observed and expected agreement under weights. */
function population(weights: readonly (readonly number[])[]) {
  const over = (chance: (one: number, other: number) => number): number =>
    sum(
      SCALE.flatMap((_, one) => SCALE.map((__, other) => at(at(weights, one), other) * chance(one, other))),
    );
  const observed = over(pairOf);
  const expected = over((one, other) => at(MARGINS, one) * at(MARGINS, other));
  const gwet =
    (sum(weights.flat()) * sum(MARGINS.map((margin) => margin * (1 - margin)))) /
    (SCALE.length * (SCALE.length - 1));
  return {
    observed,
    kappa: (observed - expected) / (1 - expected),
    gwet: (observed - gwet) / (1 - gwet),
  };
}

function ordinalAlpha(): number {
  const middles = MARGINS.map((margin, c) => sum(MARGINS.slice(0, c)) + margin / 2);
  const apart = SCALE.map((_, c) => SCALE.map((__, k) => -((at(middles, c) - at(middles, k)) ** 2)));
  const over = (chance: (one: number, other: number) => number): number =>
    sum(SCALE.flatMap((_, one) => SCALE.map((__, other) => at(at(apart, one), other) * chance(one, other))));
  return 1 - over(pairOf) / over((one, other) => at(MARGINS, one) * at(MARGINS, other));
}

function draw(random: Random, shares: readonly number[]): number {
  let left = uniform(random);
  for (const [index, share] of shares.entries()) {
    left -= share;
    if (left < 0) return index;
  }
  return shares.length - 1;
}

function ratings(random: Random, units: number, raters: number, missing: number): (number | null)[][] {
  return Array.from({ length: units }, () => {
    const truth = draw(random, PREVALENCE);
    const shares = SCALE.map((_, category) => named(truth, category));
    return Array.from({ length: raters }, () => {
      const rating = at(SCALE, draw(random, shares));
      return uniform(random) < missing ? null : rating;
    });
  });
}

it('coefficients of agreement of several raters', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Agreement of several raters');
  const random = seededRandom(seed);
  const [plain, squares] = (['identity', 'quadratic'] as const).map((weighting: Weighting) =>
    population(agreementWeights(SCALE, weighting)),
  ) as [ReturnType<typeof population>, ReturnType<typeof population>];
  const design = '60 cases, 4 raters, a tenth missing';
  const count = (what: string) => countOutcomes(`interval of ${what}; ${design}`, 0.95);
  type Interested = Statistic<{ readonly interval: Interval }>;
  const checked: readonly (readonly [
    ReturnType<typeof countOutcomes>,
    number,
    (rated: ReturnType<typeof countRatings>) => Interested,
  ])[] = [
    [count('percentage agreement'), plain.observed, (rated) => observedAgreement(rated)],
    [count("Fleiss' kappa"), plain.kappa, (rated) => chanceCorrectedAgreement(rated, 'fleiss')],
    [count("Gwet's AC1"), plain.gwet, (rated) => chanceCorrectedAgreement(rated, 'gwet')],
    [count("Gwet's AC2"), squares.gwet, (rated) => chanceCorrectedAgreement(rated, 'gwet', 'quadratic')],
    [
      count('Brennan and Prediger'),
      (plain.observed - 1 / 3) / (1 - 1 / 3),
      (rated) => chanceCorrectedAgreement(rated, 'brennan-prediger'),
    ],
    [
      count("Krippendorff's nominal alpha"),
      plain.kappa,
      (rated) => krippendorffAlphaInterval(rated, 'nominal'),
    ],
    [
      count("Krippendorff's ordinal alpha"),
      ordinalAlpha(),
      (rated) => krippendorffAlphaInterval(rated, 'ordinal'),
    ],
    [
      count("Krippendorff's interval alpha"),
      squares.kappa,
      (rated) => krippendorffAlphaInterval(rated, 'interval'),
    ],
  ];
  const bootstrap = ['percentile', 'BCa'].map((name) =>
    countOutcomes(`${name} bootstrap interval of Krippendorff's ordinal alpha; ${design}`, 0.95),
  );
  for (let set = 0; set < 2000; set += 1) {
    const rated = countRatings(ratings(random, 60, 4, 0.1), SCALE);
    for (const [outcome, truth, of] of checked) {
      const found = definedOr(of(rated));
      outcome.add(found === null ? null : holds(found.interval, truth));
    }
    if (set >= 500) continue;
    const drawn = definedOr(krippendorffAlphaBootstrap(rated, 'ordinal', random, 400));
    const accelerated = definedOr(drawn?.accelerated);
    bootstrap[0]?.add(drawn === null ? null : holds(drawn.percentile, ordinalAlpha()));
    bootstrap[1]?.add(accelerated === null ? null : holds(accelerated, ordinalAlpha()));
  }
  const tookMs = performance.now() - startMs;
  for (const [outcome] of checked) reportRate(outcome.rate(), seed, tookMs, 0.03);
  for (const outcome of bootstrap) reportRate(outcome.rate(), seed, tookMs, 0.05);
});

it('kappa of two raters, and tests of agreement by chance', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Kappa of two raters');
  const random = seededRandom(seed);
  const [plain, squares] = (['identity', 'quadratic'] as const).map((weighting) =>
    population(agreementWeights(SCALE, weighting)),
  );
  const count = (what: string, nominal: number) => countOutcomes(`${what}; 2 raters, 100 cases`, nominal);
  const kappa = count("interval of Cohen's kappa", 0.95);
  const weighted = count("interval of Cohen's quadratic kappa", 0.95);
  const pi = count("interval of Scott's pi", 0.95);
  const test = count("error of the test of Cohen's kappa", 0.05);
  const weightedTest = count("error of the test of Cohen's quadratic kappa", 0.05);
  const fleiss = countOutcomes("error of the test of Fleiss' kappa; 5 raters, 40 cases", 0.05);
  for (let set = 0; set < 2000; set += 1) {
    const pairs = ratings(random, 100, 2, 0);
    const table = crossTable(
      pairs.map((row) => row[0] ?? null),
      pairs.map((row) => row[1] ?? null),
      SCALE,
    );
    const [one, two, three] = [cohenKappa(table), cohenKappa(table, 'quadratic'), scottPi(table)].map(
      definedOr,
    );
    kappa.add(one === null || one === undefined ? null : holds(one.interval, plain?.kappa ?? 0));
    weighted.add(two === null || two === undefined ? null : holds(two.interval, squares?.kappa ?? 0));
    pi.add(three === null || three === undefined ? null : holds(three.interval, plain?.kappa ?? 0));
    const alone = () => Array.from({ length: 100 }, () => at(SCALE, draw(random, PREVALENCE)));
    const chance = crossTable(alone(), alone(), SCALE);
    const [none, noneWeighted] = [definedOr(cohenKappa(chance)), definedOr(cohenKappa(chance, 'quadratic'))];
    test.add(none === null ? null : none.test.pValue < 0.05);
    weightedTest.add(noneWeighted === null ? null : noneWeighted.test.pValue < 0.05);
    const counts = Array.from({ length: 40 }, () => {
      const given = Array.from({ length: 5 }, () => draw(random, PREVALENCE));
      return SCALE.map((_, category) => given.filter((value) => value === category).length);
    });
    const several = definedOr(fleissKappa(counts));
    fleiss.add(several === null ? null : several.test.pValue < 0.05);
  }
  const tookMs = performance.now() - startMs;
  for (const outcome of [kappa, weighted, pi, test, weightedTest, fleiss])
    reportRate(outcome.rate(), seed, tookMs, 0.03);
});

it('intraclass correlations', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Intraclass correlations');
  const random = seededRandom(seed);
  const count = (form: string) => countOutcomes(`interval of ICC(${form}); 30 subjects, 4 judges`, 0.95);
  const outcomes = { '1,1': count('1,1'), '2,1': count('2,1'), '3,1': count('3,1'), '2,k': count('2,k') };
  const normal = (variance: number) => Math.sqrt(variance) * normalDraw(random);
  for (let set = 0; set < 2000; set += 1) {
    const judges = Array.from({ length: 4 }, () => normal(0.2));
    const subjects = Array.from({ length: 30 }, () => normal(1));
    const table = subjects.map((subject) => judges.map((judge) => subject + judge + normal(0.5)));
    // Each subject has judges of its own.
    const nested = subjects.map((subject) => judges.map(() => subject + normal(0.7)));
    const [crossed, apart] = [
      definedOr(intraclassCorrelation(table)),
      definedOr(intraclassCorrelation(nested)),
    ];
    const add = (form: keyof typeof outcomes, found: typeof crossed, truth: number): void =>
      outcomes[form].add(found === null ? null : holds(found.forms[form].interval, truth));
    add('1,1', apart, 1 / 1.7);
    add('2,1', crossed, 1 / 1.7);
    add('3,1', crossed, 1 / 1.5);
    add('2,k', crossed, 1 / (1 + 0.7 / 4));
  }
  for (const outcome of Object.values(outcomes))
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.03);
});
