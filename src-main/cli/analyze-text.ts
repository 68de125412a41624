import type { Analysis } from '../../src-core/stats/analysis/analyse.ts';
import type { Interval, Statistic, TestResult } from '../../src-core/stats/statistic.ts';

/** An analysis for people: a line for each number, and why one is missing. */
export function analysisText(fileName: string, analysis: Analysis): string {
  const { design, settings } = analysis;
  const threshold = settings.threshold;
  return [
    fileName,
    `  ${design.readers.length} readers, ${design.positiveCases} positive and ${design.negativeCases} negative cases, ${design.readings} readings`,
    `  arms: ${design.arms.join(', ')}${design.sharedArms.length > 0 ? `; ${design.sharedArms.join(', ')} shared by all` : ''}`,
    `  missing ratings: ${design.missingRatings.length === 0 ? 'none' : design.missingRatings.map((entry) => `${entry.reader}/${entry.case}/${entry.arm}`).join(', ')}`,
    `  fully crossed: ${analysis.mrmc.design.fullyCrossed ? 'yes' : `no (${analysis.mrmc.design.missing} missing, ${analysis.mrmc.design.sharedPositives} positive and ${analysis.mrmc.design.sharedNegatives} negative cases shared by arms)`}`,
    `  positive call: ${threshold === null ? 'no threshold follows from the data; give one with --threshold for sensitivity and specificity' : `rating of at least ${threshold.threshold} (${threshold.from})`}`,
    '',
    ...readerLines(analysis),
    ...mrmcLines(analysis),
    ...chanceLines(analysis),
    ...agreementLines(analysis),
    ...ratingLines(analysis),
    '',
  ].join('\n');
}

function readerLines({ readers }: Analysis): string[] {
  return [
    'Readers (empirical AUC, DeLong; binormal AUC; sensitivity, specificity, Wilson)',
    ...readers.map(({ reader, arm, auc, binormal, measures }) =>
      [
        `  ${arm} ${reader}`,
        say(auc, (value) => `AUC ${estimate(value.estimate, value.interval)}`),
        say(binormal, (value) => `binormal ${estimate(value.auc, value.interval)}`),
        ...(measures === null
          ? []
          : [
              say(measures.sensitivity, (value) => `sensitivity ${estimate(value.estimate, value.wilson)}`),
              say(measures.specificity, (value) => `specificity ${estimate(value.estimate, value.wilson)}`),
            ]),
      ].join('; '),
    ),
    '',
  ];
}

function mrmcLines({ mrmc }: Analysis): string[] {
  const name = (index: number) => mrmc.modalities[index] ?? '';
  const or = (['deLong', 'jackknife', 'bootstrap'] as const).flatMap((covariance) => {
    const analysis = mrmc.auc[covariance];
    if (!analysis.defined) return [`  ${covariance}: undefined, ${analysis.reason}`];
    return (['random readers and cases', 'fixed readers', 'fixed cases'] as const).flatMap((inference) => {
      const { modalities, comparisons } = analysis.value.analyses[inference];
      return [
        `  ${covariance}, ${inference}`,
        ...modalities.map(
          (entry, index) =>
            `    ${name(index)}: ${say(entry, (value) => estimate(value.estimate, value.interval))}`,
        ),
        ...comparisons.map(
          (entry) =>
            `    ${say(entry, (value) => `${name(value.first)} - ${name(value.second)}: ${estimate(value.estimate, value.interval)}, ${test(value.test)}`)}`,
        ),
      ];
    });
  });
  const { modalities, comparisons } = mrmc.auc.oneShot;
  return [
    'AUC of all readers (Obuchowski-Rockette)',
    ...or,
    'AUC of all readers (one-shot U-statistic)',
    ...modalities.map(
      (entry, index) =>
        `    ${name(index)}: ${say(entry, (value) => estimate(value.estimate, value.interval))}`,
    ),
    ...comparisons.map(
      (entry) =>
        `    ${say(entry, (value) => `${name(value.first)} - ${name(value.second)}: ${estimate(value.estimate, value.interval)}, ${test(value.test)}`)}`,
    ),
    '  A difference that is not significant is no equivalence: that needs a margin.',
    '',
  ];
}

function chanceLines({ againstChance }: Analysis): string[] {
  if (againstChance === null) return [];
  const line = (
    what: string,
    entry: (typeof againstChance)['byBoth'] | (typeof againstChance)['meanOfReaders'],
  ) =>
    `  ${what}: ${say(entry, (value) => `${estimate(value.estimate, value.interval)}, ${test(value.test)}`)}`;
  return [
    `Right calls against chance ${againstChance.chance}`,
    line('clustered by readers and cases', againstChance.byBoth),
    line('clustered by readers', againstChance.byReaders),
    line('mean of readers', againstChance.meanOfReaders),
    '',
  ];
}

function agreementLines({ agreement }: Analysis): string[] {
  const { ratings, calls } = agreement;
  const of = (what: string, found: NonNullable<typeof calls>) =>
    found.categorical === null
      ? [`  ${what}: ${found.note}`]
      : [
          `  ${what}: agreement ${say(found.categorical.percentage, number)}; Fleiss ${say(found.categorical.fleiss, (value) => estimate(value.estimate, value.interval))}; AC1 ${say(found.categorical.gwetAc1, (value) => estimate(value.estimate, value.interval))}; alpha ${say(found.categorical.alphaNominal, (value) => number(value.estimate))}`,
        ];
  return [
    'Agreement of readers',
    `  ratings: ICC(2,1) ${say(ratings.intraclassCorrelation, (value) => estimate(value.forms['2,1'].estimate, value.forms['2,1'].interval))}; alpha (interval) ${say(ratings.alphaInterval, (value) => number(value.estimate))}`,
    ...of('ratings as categories', ratings),
    ...(calls === null ? [] : of('calls', calls)),
    '',
  ];
}

function ratingLines({ ratings, times }: Analysis): string[] {
  return [
    'Ratings, positive against negative cases',
    ...ratings.byArm.map(
      ({ arm, distribution }) =>
        `  ${arm}: ${say(distribution, (value) => `mean ${number(value.mean)}, median ${number(value.median)}, ${value.ratings} ratings`)}`,
    ),
    `  difference of means, bootstrap by readers and cases: ${say(ratings.bootstrapDifference, (value) => estimate(value.estimate, value.percentile))}`,
    `  signed-rank over readers: ${say(ratings.ofReaders.signedRank, (value) => `V ${number(value.statistic)}, p ${pValue(value.pValue)}`)}`,
    `  cumulative-link mixed model: ${say(ratings.model, (value) => value.effects.map((effect) => `${effect.name} ${estimate(effect.estimate, effect.interval)}, ${test(effect.test)}${value.convergence.converged ? '' : ' (did not converge)'}`).join('; '))}`,
    `  equivalence: ${say(ratings.equivalence, (value) => `margin ${value.margin}, p ${pValue(value.pValue)}: ${value.equivalent ? 'shown' : 'not shown'}`)}`,
    ...(times === null
      ? []
      : [
          `  log reading time: ${say(times.model, (value) =>
            value.effects
              .slice(1)
              .map(
                (effect) =>
                  `${effect.name} ${estimate(effect.estimate, effect.interval)}, ${test(effect.test)}`,
              )
              .join('; '),
          )}`,
        ]),
  ];
}

function say<Value>(statistic: Statistic<Value>, words: (value: Value) => string): string {
  return statistic.defined ? words(statistic.value) : `undefined (${statistic.reason})`;
}

function number(value: number): string {
  return value.toFixed(4);
}

function estimate(value: number, { lower, upper, level }: Interval): string {
  return `${number(value)} (${Math.round(level * 100)} % ${number(lower)} to ${number(upper)})`;
}

function test({ statistic, distribution, df, pValue: p }: TestResult): string {
  const letter = { normal: 'z', t: 't', F: 'F', 'chi-square': 'chi-square', exact: '' }[distribution];
  const freedom = df === undefined ? '' : `(${df.map((value) => value.toFixed(2)).join(', ')})`;
  return `${letter}${freedom} ${statistic.toFixed(4)}, p ${pValue(p)}`;
}

function pValue(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toFixed(4);
}
