import { heading, list, plain, table } from '../blocks/blocks.ts';
import { joined, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import { sourcesOf } from '../blocks/references.ts';
import { ESTIMATORS } from '../study/estimators.ts';
import { capital, count, levelText, listed, timeText } from '../words/numbers.ts';
import { itemName, type StudyContext } from './context.ts';

/** The exact estimators with their sources, in sentences that a paper can take over. */
export function methodsSection(context: StudyContext): SectionPart {
  const { analysis, references } = context;
  const { provenance, design } = analysis;
  const { settings, product, methods } = provenance;
  const detection = analysis.phases.find((phase) => phase.detection !== null)?.detection ?? null;
  return sectionOf(
    'methods',
    'Statistical methods',
    joined(
      words(
        plain(
          `Intervals are two-sided at ${levelText(settings.level)}, those of endpoints at 1 minus their alpha; p values are two-sided unless said otherwise. The main analysis holds the first showing of each case to be read; repeats serve the agreement of readers with themselves, and calibration and attention cases are left out. First answers are analysed where a reader changed one. A statistic that the data do not define is named with the reason; missing readings are counted and named, and nothing is put in their place.`,
        ),
        detection === null
          ? null
          : plain(
              `Real or synthetic: synthetic is the positive class and the generating model the modality. ${detection.confidenceItem === null ? 'The call is the score.' : 'The score is the confidence with the sign of the call.'} Real films stand under every model, and enter the covariance between models through the cases that both share. Films passed through an autoencoder are in no such number.`,
            ),
        clusterParagraph(context),
        marginParagraph(context),
        plain(
          `Bootstraps have ${count(settings.replicates, 'replicate')}. All was computed with ${product.name} ${product.version}; random numbers come from its generator with the seed ${settings.seed}.`,
        ),
        heading('Estimators'),
        table({
          id: 'methods',
          caption: 'Every estimator that this analysis used, and where it is from',
          columns: ['Estimator', 'Source'],
          rows: methods.map(({ estimator, name }) => ({
            cells: [capital(name), references.cite(...sourcesOf(estimator))],
          })),
        }),
      ),
      design.kind === 'single-film'
        ? words()
        : words(plain('Sets of films shown together are the cases: the target names the arm.')),
    ),
  );
}

function clusterParagraph({ analysis }: StudyContext) {
  const { clusters, arms } = analysis.design;
  if (clusters.groups === clusters.cases) {
    return plain('Each patient and each prompt has one film: cases are taken as independent.');
  }
  return plain(
    `Films of one patient, images of one prompt, and a film with the film it was made from belong together: ${count(clusters.cases, 'case')} of ${count(arms.length, 'arm')} form ${count(clusters.groups, 'group')}, the largest of ${clusters.largest}. ${clusters.entersBy.length === 0 ? '' : `A group takes the place of the case in: ${listed(clusters.entersBy.map((id) => ESTIMATORS[id].name))}. `}${clusters.notIn.length === 0 ? '' : `Films of one group are taken as independent, so that intervals may be too short, in: ${listed(clusters.notIn.map((id) => ESTIMATORS[id].name))}.`}`.trim(),
  );
}

function marginParagraph({ analysis }: StudyContext) {
  const margins = analysis.endpoints.filter(({ hypothesis }) => 'margin' in hypothesis);
  return margins.length === 0
    ? plain('The protocol sets no margin: nothing is concluded about equivalence or non-inferiority.')
    : plain(
        'Equivalence takes two one-sided tests at alpha, non-inferiority one at half of alpha, against the margin of the protocol. No other result speaks for either.',
      );
}

/** What the study cannot show, what is exploratory, and what was not as planned. */
export function limitsSection(context: StudyContext): SectionPart {
  return sectionOf(
    'limits',
    'Limits',
    words(...list([...designLimits(context), ...analysisLimits(context), ...irregular(context)])),
  );
}

function designLimits({ protocol, analysis }: StudyContext): string[] {
  const { wording, cases, repeats, unblinding } = protocol;
  const shown = protocol.instrument.stages.some(({ shows }) => shows === 'film-and-text');
  const readers = analysis.design.readers.length;
  return [
    'Readers judge films at this display and in this size: what holds for them need not hold for films in clinical work, nor for tasks other than those asked.',
    `The films are ${count(cases.filter(({ role }) => role === 'reading').length, 'case')} chosen as the protocol says; a model is judged by the films that were kept, after rejections, and not by all that it makes.`,
    ...(readers < 5
      ? [
          `${count(readers, 'reader')} ${readers === 1 ? 'stands' : 'stand'} for readers in general: the variance between readers is known poorly.`,
        ]
      : []),
    ...(shown && wording.rule === 'as-written'
      ? ['Texts are shown as they were written: their wording may tell the arm.']
      : []),
    ...(shown && cases.every(({ textControl }) => textControl.kind === 'matched')
      ? ['No text was made wrong on purpose: agreement by habit would not be seen.']
      : []),
    ...(repeats === null ? ['No case was repeated: agreement of readers with themselves is not known.'] : []),
    ...(unblinding === 'any-time' ? ['The protocol allowed the coordinator to unblind before the end.'] : []),
    'Whoever holds the original public films can recognise them; blinding cannot stop that.',
  ];
}

function analysisLimits({ analysis }: StudyContext): string[] {
  const { endpoints, design } = analysis;
  const primary = endpoints.filter((endpoint) => endpoint.primary).length;
  return [
    primary === 0
      ? 'The protocol names no primary endpoint: every result is exploratory.'
      : `Confirmatory ${primary === 1 ? 'is the primary endpoint' : `are the ${primary} primary endpoints`}. Secondary endpoints, subgroups, phases and all else are exploratory and not adjusted for their number.`,
    'A result that is not significant shows neither a difference nor its absence.',
    ...(design.clusters.notIn.length > 0
      ? [
          'Some estimators take films of one group as independent (see the methods): their intervals may be too short.',
        ]
      : []),
  ];
}

/** What was not as planned, or did not come out as it should. */
function irregular(context: StudyContext): string[] {
  const { analysis, conduct, nameOf } = context;
  const { flow } = analysis;
  const failed = flow.readers.filter(({ attention }) => attention?.exceeded === true);
  const unsigned = flow.readers.filter(({ status }) => status !== 'signed');
  return [
    ...(flow.missing.length > 0
      ? [
          `${count(flow.missing.length, 'reading')} of ${flow.readings.expected} missing or not complete: what is missing is taken as missing at random.`,
        ]
      : []),
    ...(flow.readings.interrupted > 0
      ? [
          `${count(flow.readings.interrupted, 'reading was', 'readings were')} interrupted: times stand with and without them, primary endpoints again without them (sensitivity analyses, in the Summary); the other analyses hold them.`,
        ]
      : []),
    ...(failed.length > 0
      ? [
          `More attention checks failed than the protocol allows: ${listed(failed.map(({ readerId }) => nameOf(readerId)))}. Their readings are in the analyses; primary endpoints stand again without them (sensitivity analyses, in the Summary).`,
        ]
      : []),
    ...(unsigned.length > 0
      ? [`Not signed as complete: ${listed(unsigned.map(({ readerId }) => nameOf(readerId)))}.`]
      : []),
    ...(flow.amendments.length > 0
      ? [
          `The frozen protocol was amended ${flow.amendments.length === 1 ? 'once' : `${flow.amendments.length} times`}; the amendments stand under the flow of cases.`,
        ]
      : []),
    ...(conduct.unblinded?.beforeClose === true
      ? [
          `The study was unblinded before the reading was closed (${timeText(conduct.unblinded.at)}): ${conduct.unblinded.reason}`,
        ]
      : []),
    ...unconverged(context),
  ];
}

function unconverged(context: StudyContext): string[] {
  const { analysis } = context;
  const scales = analysis.phases.flatMap(({ phase, scales: own }) =>
    own.flatMap(({ item, model }) =>
      model.defined && !model.value.convergence.converged
        ? [`the cumulative-link mixed model of ${itemName(context, item)}, phase "${phase}"`]
        : [],
    ),
  );
  const times = analysis.times.models.flatMap(({ phase, readings, fit }) =>
    fit.defined && !fit.value.convergence.converged
      ? [`the model of times, ${phase === null ? 'all phases' : `phase "${phase}"`}, ${readings} readings`]
      : [],
  );
  const all = [...scales, ...times];
  return all.length === 0 ? [] : [`Not converged, and not to be relied on: ${listed(all)}.`];
}

/** How anyone can compute the same. */
export function reproductionSection({ analysis }: StudyContext): SectionPart {
  const { provenance } = analysis;
  const { settings, product } = provenance;
  return sectionOf(
    'reproduction',
    'Data and reproduction',
    words(
      plain(
        `The frozen protocol has the SHA-256 ${provenance.protocolHash}; the table of readings, as it is exported, ${provenance.dataSha256}. The same readings, settings and version of the program give the same report, byte for byte.`,
      ),
      plain(
        `Settings: intervals at ${levelText(settings.level)}, ${count(settings.replicates, 'replicate')}, seed ${settings.seed}; ${product.name} ${product.version}. The exports hold every reading in long and wide form with a codebook, and every number of this analysis as JSON. lightbox analyze computes from the long table, and from the iMRMC file, what needs no protocol.`,
      ),
    ),
  );
}
