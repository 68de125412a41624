import { it } from 'vitest';
import { seededRandom } from '../../../src-core/base/random.ts';
import { normalCdf } from '../../../src-core/stats/distributions.ts';
import { deLongCovariance } from '../../../src-core/stats/mrmc/covariance.ts';
import { type Endpoint, readerResults } from '../../../src-core/stats/mrmc/endpoint.ts';
import type { MrmcCell, MrmcData } from '../../../src-core/stats/mrmc/mrmc-data.ts';
import { obuchowskiRockette } from '../../../src-core/stats/mrmc/obuchowski-rockette.ts';
import { oneShotAnalysis } from '../../../src-core/stats/mrmc/one-shot.ts';
import {
  type RoeMetzModel,
  roeMetzAuc,
  roeMetzCells,
  roeMetzSeparation,
} from '../../../src-core/stats/power/roe-metz.ts';
import type { Interval, Statistic, TestResult } from '../../../src-core/stats/statistic.ts';
import { longTestSeed } from '../long-test.ts';
import { countOutcomes, definedOr, holds, reportRate } from './rates.ts';
import { dataOf, modelStudy } from './reader-sets.ts';

/** Roe and Metz with much variation of readers. */
const VARIANCES = {
  reader: 0.03,
  readerModality: 0.03,
  case: 0.3,
  caseModality: 0.3,
  readerCase: 0.2,
  error: 0.2,
};
const TOTAL = Math.sqrt(Object.values(VARIANCES).reduce((total, value) => total + value, 0));
const SETS = 2000;

interface Scenario {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly readers: number;
  /** Drawn of either truth; a study of models gives each modality half of the positives. */
  readonly each: number;
  readonly auc: number;
  readonly arrange: (cells: MrmcCell[][]) => MrmcData;
  readonly hasEmpirical: boolean;
}

const ALL = () => true;
const SCENARIOS: readonly Scenario[] = [
  ...(['sensitivity', 'specificity', 'accuracy'] as const).map(
    (kind): Scenario => ({
      name: `${kind}, 8 readers, 40 + 40 cases`,
      // Halfway between both means.
      endpoint: {
        kind,
        threshold: roeMetzSeparation({ ...VARIANCES, readers: 8, positives: 40, negatives: 40 }, 0.8) / 2,
      },
      readers: 8,
      each: 40,
      auc: 0.8,
      arrange: dataOf,
      hasEmpirical: false,
    }),
  ),
  {
    name: 'AUC 0.80, 5 readers, 25 + 25 cases',
    endpoint: { kind: 'auc' },
    readers: 5,
    each: 25,
    auc: 0.8,
    arrange: dataOf,
    hasEmpirical: true,
  },
  {
    name: 'AUC 0.80, 6 readers, two models of 30 films, 60 real films shared',
    endpoint: { kind: 'auc' },
    readers: 6,
    each: 60,
    auc: 0.8,
    arrange: (cells) => modelStudy(cells, ALL),
    hasEmpirical: true,
  },
  {
    name: 'AUC 0.80, 8 readers in pairs, each pair reads its own quarter of 2 x 40 films and 80 real ones (split plot)',
    endpoint: { kind: 'auc' },
    readers: 8,
    each: 80,
    auc: 0.8,
    arrange: (cells) => modelStudy(cells, (reader, index) => index % 4 === Math.floor(reader / 2)),
    hasEmpirical: false,
  },
  {
    name: 'AUC 0.80, 8 readers, a third of all readings missing by chance of place',
    endpoint: { kind: 'auc' },
    readers: 8,
    each: 60,
    auc: 0.8,
    arrange: (cells) => modelStudy(cells, (reader, index) => (index * 7 + reader * 5) % 9 > 2),
    hasEmpirical: false,
  },
];

it.each(SCENARIOS)('pooled over readers and cases: $name', (scenario) => {
  const { name, endpoint, readers, each, auc, arrange, hasEmpirical } = scenario;
  const startMs = performance.now();
  const seed = longTestSeed(name);
  const random = seededRandom(seed);
  const sizes = { ...VARIANCES, readers, positives: each, negatives: each };
  const separation = roeMetzSeparation(sizes, auc);
  const model: RoeMetzModel = { ...sizes, separations: [separation, separation] };
  // Halfway between the means all three shares are those of scores on their own side.
  const truth = endpoint.kind === 'auc' ? roeMetzAuc(model, separation) : normalCdf(separation / 2 / TOTAL);
  const count = (what: string, nominal: number) => countOutcomes(`${what}; ${name}`, nominal);
  const or = {
    error: count('Obuchowski-Rockette, error of the test', 0.05),
    single: count('Obuchowski-Rockette, interval of one', 0.95),
    logit: count('Obuchowski-Rockette on the log-odds scale, interval of one', 0.95),
  };
  const shot = {
    error: count('one-shot with t, error of the test', 0.05),
    single: count('one-shot with t, interval of one', 0.95),
    logit: count('one-shot with t on the log-odds scale, interval of one', 0.95),
  };
  const empirical = count('one-shot never negative, error of the test', 0.05);
  for (let set = 0; set < SETS; set += 1) {
    const data = arrange(roeMetzCells(model, random));
    const results = definedOr(readerResults(data, endpoint));
    const covariance = results === null ? null : definedOr(deLongCovariance(results));
    const found =
      results === null || covariance === null
        ? null
        : definedOr(
            obuchowskiRockette(
              results.map((row) => row.map(({ estimate }) => estimate)),
              covariance,
            ),
          )?.analyses['random readers and cases'];
    add(or, found?.comparisons[0], found?.modalities[0], truth);
    const own = oneShotAnalysis(data, endpoint);
    add(shot, own.comparisons[0], own.modalities[0], truth);
    if (!hasEmpirical) continue;
    const [comparison] = oneShotAnalysis(data, endpoint, 0.95, 'never negative').comparisons;
    const value = definedOr(comparison);
    empirical.add(value === null ? null : value.test.pValue < 0.05);
  }
  const tookMs = performance.now() - startMs;
  for (const outcome of [...Object.values(or), ...Object.values(shot)])
    reportRate(outcome.rate(), seed, tookMs, 0.1);
  // Biased upwards: it errs less often than its level.
  if (hasEmpirical) reportRate(empirical.rate(), seed, tookMs, 0.06);
});

type Counts = Readonly<Record<'error' | 'single' | 'logit', ReturnType<typeof countOutcomes>>>;
type Pooled = { readonly interval: Interval; readonly logitInterval: Interval };

function add(
  { error, single, logit }: Counts,
  comparison: Statistic<{ readonly test: TestResult }> | undefined,
  modality: Statistic<Pooled> | undefined,
  truth: number,
): void {
  const [compared, one] = [definedOr(comparison), definedOr(modality)];
  error.add(compared === null ? null : compared.test.pValue < 0.05);
  single.add(one === null ? null : holds(one.interval, truth));
  logit.add(one === null ? null : holds(one.logitInterval, truth));
}
