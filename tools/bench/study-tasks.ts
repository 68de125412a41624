import { seededRandom } from '../../src-core/base/random.ts';
import { chanceCorrectedAgreement } from '../../src-core/stats/agreement/chance-corrected.ts';
import { cohenKappa, crossTable } from '../../src-core/stats/agreement/cohen-kappa.ts';
import { intraclassCorrelation } from '../../src-core/stats/agreement/intraclass-correlation.ts';
import { krippendorffAlpha } from '../../src-core/stats/agreement/krippendorff-alpha.ts';
import { countRatings } from '../../src-core/stats/agreement/ratings-table.ts';
import type { ReadingTable } from '../../src-core/stats/analysis/reading-table.ts';
import { cumulativeLinkMixedModel } from '../../src-core/stats/model/cumulative-link-mixed.ts';
import { linearMixedModel } from '../../src-core/stats/model/linear-mixed.ts';
import { deLongCovariance } from '../../src-core/stats/mrmc/covariance.ts';
import { readerResults } from '../../src-core/stats/mrmc/endpoint.ts';
import { mrmcData } from '../../src-core/stats/mrmc/mrmc-data.ts';
import { obuchowskiRockette, pairs } from '../../src-core/stats/mrmc/obuchowski-rockette.ts';
import { oneShotAnalysis } from '../../src-core/stats/mrmc/one-shot.ts';
import { at } from '../../src-core/stats/numbers.ts';
import { clusteredProportion } from '../../src-core/stats/proportion/clustered-proportion.ts';
import { proportion } from '../../src-core/stats/proportion/proportion-interval.ts';
import { clusteredBootstrap } from '../../src-core/stats/rating/clustered-bootstrap.ts';
import { weightedMeanDifference } from '../../src-core/stats/rating/distribution.ts';
import { rankSumTest } from '../../src-core/stats/rating/wilcoxon.ts';
import { placements } from '../../src-core/stats/roc/placements.ts';
import type { Statistic } from '../../src-core/stats/statistic.ts';

/** One estimator on the whole study, by us and by others. */
export interface StudyTask {
  readonly name: string;
  readonly what: string;
  readonly peer: string;
  readonly run: () => readonly number[];
  /** How far numbers may differ, relative to the larger of the number and 1e-3. */
  readonly tolerance: number;
}

const AUC = { kind: 'auc' } as const;

/** The study as each estimator takes it; arranging it is not timed, as it is not in the peers. */
export function studyTasks(table: ReadingTable, threshold: number, replicates: number): StudyTask[] {
  const rated = table.readings.map((reading) => ({
    ...reading,
    rating: reading.rating ?? 0,
    positive: table.truth.get(reading.case) === true,
  }));
  const names = (of: (reading: (typeof rated)[number]) => string) => [...new Set(rated.map(of))].sort();
  const [readers, arms] = [names(({ reader }) => reader), names(({ arm }) => arm)];
  const cases = [...table.truth.keys()];
  const value = new Map(
    rated.map(({ reader, case: name, arm, rating }) => [`${arm} ${reader} ${name}`, rating]),
  );
  const rating = (arm: string, reader: string, name: string): number =>
    value.get(`${arm} ${reader} ${name}`) ?? Number.NaN;
  const units = arms.flatMap((arm) =>
    cases.map((name) => readers.map((reader) => rating(arm, reader, name))),
  );
  const scale = [...new Set(units.flat())].sort((a, b) => a - b);
  const ranks = units.map((row) => row.map((score) => scale.indexOf(score)));
  const columns = readers.map((_, reader) => ranks.map((row) => at(row, reader)));
  const ofTruth = (arm: string, reader: string, positive: boolean): number[] =>
    cases.filter((name) => table.truth.get(name) === positive).map((name) => rating(arm, reader, name));
  const cells = arms.flatMap((arm) =>
    readers.map((reader) => [ofTruth(arm, reader, true), ofTruth(arm, reader, false)] as const),
  );
  const ofReaders = readers.map((reader) =>
    [true, false].map((positive) => arms.flatMap((arm) => ofTruth(arm, reader, positive))),
  );
  const data = mrmcData(
    rated.map(({ reader, case: name, arm, rating: score }) => ({ reader, case: name, modality: arm, score })),
    table.truth,
  );
  const decisions = rated.map(({ reader, case: name, positive, rating: score }) => ({
    reader,
    case: name,
    success: score >= threshold === positive,
  }));
  const valued = rated.map((entry) => ({ ...entry, value: entry.rating, inFirst: entry.positive }));
  return [
    {
      name: 'aucs',
      what: `AUC of ${cells.length} readers and arms`,
      peer: 'scikit-learn',
      tolerance: 1e-12,
      run: () => cells.map(([up, down]) => placements(up, down).auc),
    },
    {
      name: 'or_delong',
      what: "Obuchowski-Rockette, DeLong's covariance",
      peer: 'numpy, written out',
      tolerance: 1e-8,
      run: () => {
        const results = definedValue(readerResults(data, AUC));
        const estimates = results.map((row) => row.map(({ estimate }) => estimate));
        const { components } = definedValue(
          obuchowskiRockette(estimates, definedValue(deLongCovariance(results))),
        );
        return [components.variance, components.cov1, components.cov2, components.cov3];
      },
    },
    {
      name: 'one_shot',
      what: 'One-shot U-statistic (ours with comparisons and degrees of freedom)',
      peer: 'numpy, written out',
      tolerance: 1e-6,
      run: () => oneShotAnalysis(data, AUC).modalities.map((entry) => definedValue(entry).standardError ** 2),
    },
    {
      name: 'intervals',
      what: `Wilson and Clopper-Pearson, ${2 * cells.length} proportions`,
      peer: 'statsmodels',
      tolerance: 1e-8,
      run: () =>
        cells.flatMap(([up, down]) =>
          [up.map((score) => score >= threshold), down.map((score) => score < threshold)].flatMap((calls) => {
            const { wilson, clopperPearson } = definedValue(
              proportion(calls.filter(Boolean).length, calls.length),
            );
            return [wilson, clopperPearson].flatMap(({ lower, upper }) => [lower, upper]);
          }),
        ),
    },
    {
      name: 'clustered',
      what: 'Accuracy clustered by readers, by cases (ours by both, too, each time)',
      peer: 'statsmodels',
      tolerance: 1e-8,
      run: () => {
        const [byReaders, byCases] = [
          definedValue(clusteredProportion(decisions, 0.5, 'reader')),
          definedValue(clusteredProportion(decisions, 0.5, 'case')),
        ];
        return [byReaders.estimate, byReaders.standardError, byCases.standardError];
      },
    },
    {
      name: 'rank_sums',
      what: `Rank-sum tests of ${readers.length} readers`,
      peer: 'scipy',
      tolerance: 1e-8,
      run: () =>
        ofReaders.flatMap(([up = [], down = []]) => {
          const { statistic, pValue } = definedValue(rankSumTest(up, down));
          return [statistic, pValue];
        }),
    },
    {
      name: 'cohen',
      what: `Cohen's kappa, plain and weighted, ${pairs(readers.length).length} pairs (ours with errors)`,
      peer: 'scikit-learn',
      tolerance: 1e-8,
      run: () => {
        // scikit-learn weights by the categories' ranks.
        const { categories } = countRatings(ranks);
        return pairs(readers.length).flatMap(([first, second]) => {
          const crossed = crossTable(at(columns, first), at(columns, second), categories);
          return [
            definedValue(cohenKappa(crossed, 'identity')).estimate,
            definedValue(cohenKappa(crossed, 'quadratic')).estimate,
          ];
        });
      },
    },
    {
      name: 'fleiss',
      what: "Fleiss' kappa (ours with its error)",
      peer: 'statsmodels',
      tolerance: 1e-8,
      run: () => [definedValue(chanceCorrectedAgreement(countRatings(units), 'fleiss')).estimate],
    },
    {
      name: 'gwet',
      what: "Gwet's AC1 and AC2",
      peer: 'irrCAC',
      tolerance: 1e-6,
      run: () =>
        (['identity', 'quadratic'] as const).flatMap((weighting) => {
          const found = definedValue(chanceCorrectedAgreement(countRatings(units), 'gwet', weighting));
          return [found.estimate, found.standardError];
        }),
    },
    {
      name: 'alphas',
      what: "Krippendorff's alpha, nominal, ordinal, interval",
      peer: 'krippendorff',
      tolerance: 1e-8,
      run: () =>
        (['nominal', 'ordinal', 'interval'] as const).map(
          (metric) => definedValue(krippendorffAlpha(countRatings(units), metric)).estimate,
        ),
    },
    {
      name: 'icc',
      what: 'Six intraclass correlations',
      peer: 'pingouin',
      tolerance: 1e-8,
      run: () => {
        const { forms } = definedValue(intraclassCorrelation(units));
        return (['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'] as const).map((form) => forms[form].estimate);
      },
    },
    {
      name: 'bootstrap',
      what: `Bootstrap by readers and cases, ${replicates} replicates`,
      peer: 'numpy, written out',
      // Two generators: each error scatters by 1.6 % with 2,000 replicates.
      tolerance: 0.08,
      run: () => {
        const options = { by: 'both', random: seededRandom(1), replicates } as const;
        return [definedValue(clusteredBootstrap(valued, weightedMeanDifference, options)).standardError];
      },
    },
  ];
}

/** The two mixed models, whose peers are packages of R. */
export function modelTasks(table: ReadingTable): StudyTask[] {
  const rated = table.readings.map((reading) => ({
    ...reading,
    rating: reading.rating ?? 0,
    positive: Number(table.truth.get(reading.case) === true),
  }));
  return [
    {
      name: 'linear',
      what: 'Linear mixed model of log times (ours with degrees of freedom)',
      peer: 'lme4',
      tolerance: 1e-4,
      run: () => {
        const { effects } = definedValue(
          linearMixedModel(
            rated.map(({ reader, case: name, seconds, positive, order }) => ({
              reader,
              case: name,
              value: Math.log(seconds ?? 1),
              covariates: [positive, order ?? 0],
            })),
            ['positive', 'order'],
          ),
        );
        return [...effects.map(({ estimate }) => estimate), ...effects.map((effect) => effect.standardError)];
      },
    },
    {
      name: 'ordinal',
      what: 'Cumulative-link mixed model',
      peer: 'ordinal',
      // ordinal's own standard error of so large a study is half a per cent off; its likelihood and effect are not.
      tolerance: 1e-2,
      run: () => {
        const { logLikelihood, effects } = definedValue(
          cumulativeLinkMixedModel(
            rated.map((reading) => ({ ...reading, covariates: [reading.positive] })),
            ['positive'],
          ),
        );
        return [logLikelihood, effects[0]?.estimate ?? Number.NaN, effects[0]?.standardError ?? Number.NaN];
      },
    },
  ];
}

function definedValue<Value>(statistic: Statistic<Value>): Value {
  if (statistic.defined) return statistic.value;
  throw new Error(statistic.reason);
}
