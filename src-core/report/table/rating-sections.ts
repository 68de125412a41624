import type { Interval, Statistic } from '../../stats/statistic.ts';
import {
  agreementFigure,
  asEstimate,
  type Coefficient,
  coefficientTable,
  pairTable,
  withInterval,
} from '../blocks/agreement.ts';
import { caution, cell, plain, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import { likertFigure, type RatingRow, ratingTable, type ScaleStep, stepTable } from '../blocks/ratings.ts';
import { timeModelTable, timeOrderFigure, trendTable } from '../blocks/times.ts';
import { equivalenceSentence } from '../words/margins.ts';
import { count, decimal, levelText, pCell, rangeText, ratioText, signed } from '../words/numbers.ts';
import type { TableContext } from './context.ts';

const two = (value: number): string => decimal(value, 2);
const signedTwo = (value: number): string => signed(value, 2);
const three = (value: number): string => decimal(value, 3);

/** Ratings of positive against negative cases. */
export function ratingsSection({ analysis, nameOf }: TableContext): SectionPart {
  const { ratings, settings, design } = analysis;
  const rows = ratings.byTruth.map(
    ({ arm, positive, distribution }): RatingRow => ({
      group: '',
      label: `${arm}, ${positive ? 'positive' : 'negative'}`,
      distribution,
      mean: null,
    }),
  );
  const scale = stepsOf(rows);
  const difference = ratings.clusteredDifference;
  const drawnDifference = ratings.bootstrapDifference;
  return sectionOf(
    'ratings',
    'Ratings',
    joined(
      drawn(
        likertFigure({
          id: 'likert',
          title: 'Ratings by arm and truth',
          what: 'ratings',
          scale,
          rows,
          readers: design.readers.length,
        }),
      ),
      words(
        ratingTable('ratings', 'Ratings by arm and truth', rows),
        scale.length > 1 ? stepTable('ratings-steps', 'How often each rating was given', scale, rows) : null,
        difference.defined
          ? plain(
              `Mean rating of positive minus negative cases: ${signedTwo(difference.value.estimate)} (${levelText(settings.level)} CI ${rangeText(difference.value.interval, signedTwo)}, clustered by readers and cases${drawnDifference.defined ? `; ${rangeText(drawnDifference.value.percentile, signedTwo)} by the percentile bootstrap of both, ${drawnDifference.value.replicates} replicates` : ''}).`,
            )
          : caution(`The difference of mean ratings is not defined: ${difference.reason}.`),
        settings.margin === null
          ? plain('No margin was given, and so nothing is concluded about equivalence of ratings.')
          : equivalenceParagraph(analysis),
        testTable(analysis, nameOf),
        modelTable(analysis),
      ),
    ),
  );
}

/** The steps of a scale of few values; none of measurements. */
function stepsOf(rows: readonly RatingRow[]): ScaleStep[] {
  const values = [
    ...new Set(
      rows.flatMap(({ distribution }) =>
        distribution.defined ? distribution.value.counts.map(({ category }) => category) : [],
      ),
    ),
  ].sort((a, b) => a - b);
  return values.length > 12 ? [] : values.map((value) => ({ value, label: String(value) }));
}

function equivalenceParagraph({ ratings }: TableContext['analysis']) {
  const { equivalence } = ratings;
  return equivalence.defined
    ? plain(
        equivalenceSentence(
          'mean ratings of positive and negative cases',
          equivalence.value,
          (1 - equivalence.value.interval.level) / 2,
          two,
          ' points',
        ),
      )
    : caution(`Equivalence of ratings is not defined: ${equivalence.reason}.`);
}

function testTable({ ratings }: TableContext['analysis'], nameOf: TableContext['nameOf']) {
  const { signedRank } = ratings.ofReaders;
  return table({
    id: 'ratings-tests',
    caption: 'Positive against negative cases: Wilcoxon tests',
    columns: ['', '>Statistic', '>Rank-biserial correlation', '>p', '>p, Holm'],
    rows: [
      {
        cells: [
          "All readers: signed-rank of the readers' mean differences",
          cell(signedRank, ({ statistic }) => `V = ${statistic}`),
          cell(signedRank, ({ rankBiserial }) => two(rankBiserial)),
          cell(signedRank, ({ pValue }) => pCell(pValue)),
          '',
        ],
      },
      ...ratings.byReader.map(({ reader, test, holm }) => ({
        cells: [
          `${nameOf(reader)}: rank-sum`,
          cell(test, ({ statistic }) => `W = ${statistic}`),
          cell(test, ({ rankBiserial }) => two(rankBiserial)),
          cell(test, ({ pValue }) => pCell(pValue)),
          holm === null ? '' : pCell(holm),
        ],
      })),
    ],
    notes: ["Rank-sum tests are adjusted for the number of readers by Holm's method."],
  });
}

function modelTable({ ratings }: TableContext['analysis']) {
  const { model } = ratings;
  const [effect] = model.defined ? model.value.effects : [];
  const of = (say: (value: NonNullable<typeof effect>) => string) =>
    model.defined ? (effect === undefined ? '' : say(effect)) : { notDefined: model.reason };
  return table({
    id: 'ratings-model',
    caption: 'Cumulative-link mixed model of the ratings',
    columns: ['Effect', '>Odds ratio of a higher rating (CI)', '>p'],
    rows: [
      {
        cells: [
          'positive against negative',
          of(
            ({ estimate, interval }) =>
              `${ratioText(Math.exp(estimate))} (${rangeText(interval, (value) => ratioText(Math.exp(value)))})`,
          ),
          of(({ test }) => pCell(test.pValue)),
        ],
      },
    ],
    notes: model.defined
      ? [
          `${count(model.value.observations, 'rating')}; standard deviation of readers ${three(model.value.readerDeviation)}, of cases ${three(model.value.caseDeviation)}, on the logit scale.`,
          ...(model.value.convergence.converged
            ? []
            : ['The model did not converge: its numbers are not to be relied on.']),
          ...model.value.convergence.notes.map((note) => `Note of the fit: ${note}.`),
        ]
      : [],
  });
}

/** Between readers: coefficients, every pair, and the matrix. */
export function agreementSection({ analysis, nameOf }: TableContext): SectionPart {
  const { agreement } = analysis;
  const { ratings, calls } = agreement;
  const readers = agreement.readers.map(nameOf);
  const coefficients = (found: NonNullable<typeof calls>): Coefficient[] =>
    found.categorical === null
      ? []
      : [
          {
            name: 'Share of pairs that agree',
            share: true,
            result: withInterval(
              asEstimate(found.categorical.percentage),
              found.categorical.percentageInterval,
            ),
          },
          { name: "Fleiss' kappa", result: found.categorical.fleiss },
          { name: "Gwet's AC1", result: found.categorical.gwetAc1 },
          ...('gwetAc2' in found.categorical && found.categorical.gwetAc2 !== undefined
            ? [{ name: "Gwet's AC2, quadratic weights", result: found.categorical.gwetAc2 }]
            : []),
          { name: 'Brennan and Prediger', result: found.categorical.brennanPrediger },
          {
            name: "Krippendorff's alpha, nominal",
            result: withInterval(found.categorical.alphaNominal, found.categorical.alphaNominalInterval),
          },
          ...('alphaOrdinal' in found.categorical && found.categorical.alphaOrdinal !== undefined
            ? [
                {
                  name: "Krippendorff's alpha, ordinal",
                  result:
                    found.categorical.alphaOrdinalInterval === undefined
                      ? found.categorical.alphaOrdinal
                      : withInterval(found.categorical.alphaOrdinal, found.categorical.alphaOrdinalInterval),
                },
              ]
            : []),
        ];
  const icc = ratings.intraclassCorrelation;
  const forms: Coefficient[] = (['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'] as const).map((form) => ({
    name: `ICC(${form})`,
    result: icc.defined ? { defined: true, value: icc.value.forms[form] } : icc,
  }));
  const missing = ratings.categorical?.missing.missing ?? 0;
  return sectionOf(
    'agreement',
    'Agreement of readers',
    joined(
      words(
        coefficientTable(
          'agreement',
          'Agreement between readers',
          [
            ...(calls === null ? [] : [{ group: 'Calls', coefficients: coefficients(calls) }]),
            {
              group: 'Ratings',
              coefficients: [
                ...coefficients(ratings),
                {
                  name: "Krippendorff's alpha, interval",
                  result: withInterval(ratings.alphaInterval, ratings.alphaIntervalInterval),
                },
                ...forms,
              ],
            },
          ],
          [
            `Over ${count(agreement.units, 'case under an arm', 'cases under an arm')} and ${count(readers.length, 'reader')}; ${count(missing, 'cell')} of readers and cases without a rating. Intraclass correlations need every reader and leave out cases with a missing rating.`,
            ...(ratings.categorical === null && ratings.note !== null
              ? [`Ratings have no kappas: ${ratings.note}.`]
              : []),
          ],
        ),
      ),
      ...(calls === null ? [] : [pairsPart('calls', 'calls', readers, calls, nameOf)]),
      pairsPart('ratings', 'ratings', readers, ratings, nameOf),
    ),
  );
}

interface FoundPairs {
  readonly categorical: {
    readonly pairs: readonly {
      readonly first: string;
      readonly second: string;
      readonly kappa: Statistic<{ estimate: number; interval: Interval; units: number }>;
      readonly weightedKappa?: Statistic<{ estimate: number; interval: Interval }>;
    }[];
  } | null;
}

function pairsPart(
  id: string,
  what: string,
  readers: readonly string[],
  { categorical }: FoundPairs,
  nameOf: TableContext['nameOf'],
): Part {
  if (categorical === null || categorical.pairs.length === 0) return words();
  const pairs = categorical.pairs.map(({ first, second, kappa, weightedKappa }) => ({
    first: nameOf(first),
    second: nameOf(second),
    cases: null,
    kappa,
    weightedKappa: weightedKappa ?? null,
  }));
  return joined(
    drawn(agreementFigure({ id: `agreement-${id}`, title: `Agreement on ${what}`, what, readers, pairs })),
    supplement(words(pairTable(`agreement-${id}-pairs`, `Agreement on ${what} of every two readers`, pairs))),
  );
}

/** Reading times; nothing where the table has none. */
export function timesSection({ analysis, nameOf }: TableContext): SectionPart {
  const { times } = analysis;
  if (times === null) return { section: null, figures: [] };
  const courses = times.courses.map((course) => ({ ...course, reader: nameOf(course.reader) }));
  return sectionOf(
    'times',
    'Reading times',
    joined(
      words(
        plain(
          `${count(times.timed, 'rating has', 'ratings have')} a time${times.untimed > 0 ? `, ${times.untimed} ${times.untimed === 1 ? 'has' : 'have'} none and ${times.untimed === 1 ? 'is' : 'are'} in no analysis of times` : ''}.`,
        ),
        timeModelTable('times', 'Times, ratios', [
          {
            group: null,
            fit: times.model,
            terms: [
              'positive against negative cases',
              ...(courses.length > 0 ? ['one place later in the order'] : []),
            ],
          },
        ]),
        courses.length > 0 ? trendTable('times-trend', courses) : null,
      ),
      drawn(timeOrderFigure('time-order', courses)),
    ),
  );
}
