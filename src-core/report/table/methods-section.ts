import { list, plain } from '../blocks/blocks.ts';
import { joined, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import { sourcesOf } from '../blocks/references.ts';
import type { EstimatorId } from '../study/estimators.ts';
import { levelText, percent } from '../words/numbers.ts';
import type { TableContext } from './context.ts';

/** The exact estimators, in sentences that a paper can take over, each with where it is from. */
export function methodsSection({ analysis, source, references }: TableContext): SectionPart {
  const { settings, times, againstChance, mrmc, agreement, ratings } = analysis;
  const cite = (...ids: readonly EstimatorId[]) => references.cite(...ids.flatMap(sourcesOf));
  const called = settings.threshold !== null;
  const sentences = [
    `Intervals are two-sided at ${levelText(settings.level)}; p values are two-sided unless said otherwise. A statistic that the data do not define is named with the reason. Ratings that are missing were left out, and nothing was put in their place.`,
    `Areas under the empirical ROC curve of each reader: variance after DeLong, intervals with the normal distribution and on the log-odds scale, comparisons of arms with the covariance over the cases that both share ${cite('empirical-auc', 'auc-comparison')}; binormal areas by maximum likelihood ${cite('binormal-auc')}. Mean curves are taken across the chance line ${cite('mean-roc-curve')}.`,
    ...(called
      ? [
          `Sensitivity, specificity, share right and predictive values: intervals by Wilson ${cite('wilson-interval')} and by Clopper and Pearson ${cite('clopper-pearson-interval')}; d' and criterion with the log-linear correction ${cite('signal-detection')}.`,
        ]
      : []),
    `Over readers and cases: the Obuchowski-Rockette analysis with Hillis' degrees of freedom ${cite('obuchowski-rockette')}, its covariance by DeLong, by the jackknife ${cite('jackknife-covariance')} and by the bootstrap of cases within truth (${settings.replicates} replicates); and the one-shot U-statistic analysis of iMRMC ${cite('one-shot')}. An interval of one arm rests on that arm's data alone.${mrmc.design.fullyCrossed ? '' : ' With gaps, the covariance is taken over the cases that both read; the first of the two analyses was derived for balanced data.'}`,
    ...(againstChance === null
      ? []
      : [
          `Right calls against chance (${percent(settings.chance)}): clustered by readers and cases, by Student's t ${cite('two-way-clustered-share')}, by either alone, and by the readers' own shares.`,
        ]),
    `Agreement: ${agreement.ratings.categorical === null ? '' : `share of pairs that agree, Cohen's kappa, weighted quadratically for ratings ${cite('cohen-kappa')}, Fleiss' kappa ${cite('fleiss-kappa')}, Gwet's AC1 and AC2 ${cite('gwet-ac')}, Brennan and Prediger's coefficient ${cite('brennan-prediger')}, `}Krippendorff's alpha ${cite('krippendorff-alpha')} and intraclass correlations ${cite('intraclass-correlation')}.`,
    `Ratings of positive against negative cases: Wilcoxon's signed-rank test over readers ${cite('signed-rank')} and rank-sum tests within readers, adjusted by Holm ${cite('rank-sum', 'holm')}; the difference of means clustered by readers and cases ${cite('two-way-clustered-mean')}, and with the percentile interval of ${settings.replicates} bootstrap replicates of both ${cite('clustered-bootstrap')}${ratings.model.defined ? `; a cumulative-link mixed model with crossed readers and cases by the Laplace approximation ${cite('cumulative-link-mixed-model')}` : ''}.`,
    ...(settings.margin === null
      ? []
      : [
          `Equivalence: two one-sided tests at 5% against the margin of ${settings.margin}, on the difference clustered by readers and cases ${cite('two-one-sided-tests')}.`,
        ]),
    ...(times === null
      ? []
      : [
          `Reading times: a linear mixed model of log seconds with crossed readers and cases, by restricted maximum likelihood, with Satterthwaite's degrees of freedom ${cite('linear-mixed-model')}.`,
        ]),
    `All was computed with ${source.product} ${source.version}; random numbers come from its generator with the seed ${settings.seed}.`,
  ];
  return sectionOf('methods', 'Methods', words(...sentences.map(plain)));
}

/** What the numbers cannot tell. */
export function limitsSection({ analysis }: TableContext): SectionPart {
  const { settings, design, mrmc, ratings, times } = analysis;
  const unconverged = [
    ...(ratings.model.defined && !ratings.model.value.convergence.converged
      ? ['the cumulative-link mixed model of ratings']
      : []),
    ...(times?.model.defined === true && !times.model.value.convergence.converged
      ? ['the linear mixed model of times']
      : []),
  ];
  const items = [
    'The program knows the table and nothing else: how readers, cases and arms were chosen, in which order they were read, and what was planned beforehand is for the authors to say. Without a protocol every analysis here is exploratory.',
    'Many quantities are tested. Only the rank-sum tests within readers are adjusted for their number.',
    settings.margin === null
      ? 'No margin was given: nothing here speaks for equivalence or non-inferiority.'
      : 'A margin counts only if it was set before the data were seen; the program cannot know that.',
    ...(design.readers.length < 5
      ? [
          `Conclusions for readers in general rest on ${design.readers.length}: their variance is known poorly, and intervals are wide or too short.`,
        ]
      : []),
    ...(mrmc.design.fullyCrossed
      ? []
      : ['The design is not fully crossed: readings that are missing are taken as missing at random.']),
    ...unconverged.map((name) => `Not converged: ${name}. Its numbers are not to be relied on.`),
    'Symmetric intervals of high areas under the curve are too short on the far side; with few cases those on the log-odds scale keep their level better.',
  ];
  return sectionOf('limits', 'Limits', words(...list(items)));
}

/** How anyone can compute the same. */
export function reproductionSection({ analysis, source }: TableContext): SectionPart {
  const { settings } = analysis;
  const options = [
    ...(settings.threshold?.from === 'given' ? [`--threshold ${settings.threshold.threshold}`] : []),
    `--chance ${settings.chance}`,
    `--level ${settings.level}`,
    ...(settings.margin === null ? [] : [`--margin ${settings.margin}`]),
    `--replicates ${settings.replicates}`,
    `--seed ${settings.seed}`,
  ];
  return sectionOf(
    'reproduction',
    'Data and reproduction',
    joined(
      words(
        plain(
          `The table is ${source.fileName}, SHA-256 ${source.dataSha256}. The same table, settings and version give the same report, byte for byte.`,
        ),
        plain(
          `On the command line: lightbox analyze ${source.fileName} ${options.join(' ')}; with --json every number in full. A table with its own names of columns, a scale or a list of readers needs the same --columns, --scale and --readers again.`,
        ),
      ),
    ),
  );
}
