import { expect, it } from 'vitest';
import { seededRandom } from '../../../src-core/base/random.ts';
import { binomialProbability } from '../../../src-core/stats/distributions.ts';
import { normalDraw } from '../../../src-core/stats/power/roe-metz.ts';
import type { ClusteredBy } from '../../../src-core/stats/proportion/clustered-mean.ts';
import { clusteredProportion } from '../../../src-core/stats/proportion/clustered-proportion.ts';
import {
  clopperPearsonInterval,
  wilsonInterval,
} from '../../../src-core/stats/proportion/proportion-interval.ts';
import { binormalAuc } from '../../../src-core/stats/roc/binormal-auc.ts';
import { compareAucs, empiricalAuc, type ScoredCase } from '../../../src-core/stats/roc/empirical-auc.ts';
import { leaveLongResult, longTestSeed } from '../long-test.ts';
import { countOutcomes, holds, reportRate, uniform } from './rates.ts';

it('intervals of a proportion, by summing all outcomes', () => {
  const startMs = performance.now();
  for (const [name, interval] of [
    ['Wilson', wilsonInterval],
    ['Clopper-Pearson', clopperPearsonInterval],
  ] as const) {
    const coverages: number[] = [];
    for (let step = 1; step < 200; step += 1) {
      const share = step / 200;
      let covered = 0;
      for (let successes = 0; successes <= 40; successes += 1) {
        if (holds(interval(successes, 40), share)) covered += binomialProbability(successes, 40, share);
      }
      coverages.push(covered);
    }
    const mean = coverages.reduce((total, value) => total + value / coverages.length, 0);
    const least = Math.min(...coverages);
    const outcome = `${mean.toFixed(4)} on average over proportions, ${least.toFixed(4)} at least, nominal 0.9500, 40 trials (exact)`;
    leaveLongResult({
      name: `Simulation: ${name} interval`,
      outcome,
      seed: 0,
      tookMs: performance.now() - startMs,
    });
    expect(mean).toBeGreaterThan(0.945);
    if (name === 'Clopper-Pearson') expect(least).toBeGreaterThanOrEqual(0.95);
  }
});

it('AUCs of one reader: DeLong, binormal, and the paired comparison', () => {
  const startMs = performance.now();
  const seed = longTestSeed('AUC of one reader');
  const random = seededRandom(seed);
  const sets = 2000;
  const delong = countOutcomes('DeLong, interval of an AUC of 0.85; 40 + 60 cases', 0.95);
  const logit = countOutcomes(
    'DeLong on the log-odds scale, interval of an AUC of 0.85; 40 + 60 cases',
    0.95,
  );
  const binormal = countOutcomes(
    'binormal, interval of an AUC of 0.85 from five categories; 40 + 60 cases',
    0.95,
  );
  const binormalLogit = countOutcomes(
    'binormal on the log-odds scale, interval of an AUC of 0.85 from five categories; 40 + 60 cases',
    0.95,
  );
  const unpaired = countOutcomes('DeLong, error of the unpaired comparison; 40 + 60 and 40 + 60 cases', 0.05);
  const paired = countOutcomes('DeLong, error of the paired comparison; 40 + 60 cases', 0.05);
  // phi(x / sqrt(2)) = 0.85.
  const separation = 1.0364333894937898 * Math.SQRT2;
  for (let set = 0; set < sets; set += 1) {
    const latent = Array.from({ length: 100 }, (_, index) => ({
      positive: index < 40,
      common: normalDraw(random),
    }));
    const cases = (prefix = ''): ScoredCase[] =>
      latent.map(({ positive, common }, index) => ({
        case: `${prefix}${index}`,
        positive,
        score:
          Math.SQRT1_2 * ((prefix === '' ? common : normalDraw(random)) + normalDraw(random)) +
          (positive ? separation : 0),
      }));
    const [first, second] = [cases(), cases()];
    const one = empiricalAuc(first);
    delong.add(one.defined ? holds(one.value.interval, 0.85) : null);
    logit.add(one.defined ? holds(one.value.logitInterval, 0.85) : null);
    const comparison = compareAucs(first, second);
    paired.add(comparison.defined ? comparison.value.test.pValue < 0.05 : null);
    const apart = compareAucs(first, cases('other'));
    unpaired.add(apart.defined ? apart.value.test.pValue < 0.05 : null);
    const rating = (score: number) => [-0.3, 0.4, 1, 1.7].filter((cut) => score > cut).length;
    const of = (truth: boolean) =>
      first.flatMap(({ positive, score }) => (positive === truth ? [rating(score)] : []));
    const fit = binormalAuc(of(true), of(false));
    binormal.add(fit.defined ? holds(fit.value.interval, 0.85) : null);
    binormalLogit.add(fit.defined ? holds(fit.value.logitInterval, 0.85) : null);
  }
  for (const outcome of [delong, logit, binormal, binormalLogit, paired, unpaired])
    reportRate(outcome.rate(), seed, performance.now() - startMs, 0.03);
});

it('right calls against chance, clustered', () => {
  const startMs = performance.now();
  const seed = longTestSeed('Calls against chance');
  const random = seededRandom(seed);
  const counts = (['reader', 'case', 'reader-and-case'] as const).map(
    (by) =>
      [
        by,
        countOutcomes(
          `test against chance 0.25 clustered by ${by}; 12 readers, 50 cases, readers and cases vary`,
          0.05,
        ),
      ] as const,
  );
  for (let set = 0; set < 2000; set += 1) {
    const readers = Array.from({ length: 12 }, () => 0.04 * normalDraw(random));
    const cases = Array.from({ length: 50 }, () => 0.06 * normalDraw(random));
    const decisions = readers.flatMap((ofReader, reader) =>
      cases.map((ofCase, index) => ({
        reader: `${reader}`,
        case: `${index}`,
        success: uniform(random) < 0.25 + ofReader + ofCase,
      })),
    );
    for (const [by, count] of counts) {
      const found = clusteredProportion(decisions, 0.25, by satisfies ClusteredBy);
      count.add(found.defined ? found.value.test.pValue < 0.05 : null);
    }
  }
  // By one of the two alone the other's share of the variance is left out: such a test errs more often, and is reported.
  for (const [by, count] of counts)
    reportRate(count.rate(), seed, performance.now() - startMs, by === 'reader-and-case' ? 0.03 : 0.3);
});
