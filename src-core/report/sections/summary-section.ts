import { caution, heading, plain, result, type TableRow, table } from '../blocks/blocks.ts';
import { joined, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import { ESTIMATORS } from '../study/estimators.ts';
import type { EndpointAnswer } from '../study/study-analysis.ts';
import { capital, count, levelText, pCell, rangeText, spelled } from '../words/numbers.ts';
import { answerText, isAgainst, quantityOf, sideOf } from './answers.ts';
import { itemName, type StudyContext } from './context.ts';

/** What the study answers: the primary endpoints first, each with estimate, interval and test. */
export function summarySection(context: StudyContext): SectionPart {
  const { endpoints } = context.analysis;
  const [primary, secondary] = [
    endpoints.filter((answer) => answer.primary),
    endpoints.filter((answer) => !answer.primary),
  ];
  const told = (answers: readonly EndpointAnswer[]) =>
    answers.map((answer) => {
      const text = `${capital(answer.id)} (${spelled(answer.estimand).replace('auc', 'AUC')}, ${hypothesisWords(answer)}). ${answerText(answer, context)}`;
      return answer.result.defined ? result(text) : caution(text);
    });
  return sectionOf(
    'summary',
    'Summary',
    joined(
      words(
        basisParagraph(context),
        ...(primary.length === 0
          ? []
          : [heading(primary.length === 1 ? 'Primary endpoint' : 'Primary endpoints')]),
        ...told(primary),
        ...(secondary.length === 0 ? [] : [heading('Secondary endpoints')]),
        ...told(secondary),
        endpoints.length === 0
          ? caution('The protocol states no endpoint: everything in this report is exploratory.')
          : plain(
              'Everything else in this report is exploratory. So are the parts of an endpoint by arm; secondary endpoints are not adjusted for their number.',
            ),
      ),
      endpoints.length === 0 ? words() : words(endpointTable(context)),
    ),
  );
}

function basisParagraph({ analysis }: StudyContext) {
  const { flow, design } = analysis;
  const { expected, complete } = flow.readings;
  const read = flow.readers.filter(({ readings }) => readings.complete > 0).length;
  return plain(
    `${count(read, 'reader')} of ${design.readers.length} completed ${complete} of ${expected} readings of the analysis over ${count(analysis.phases.length, 'phase')}.`,
  );
}

function hypothesisWords({ hypothesis, alpha }: EndpointAnswer): string {
  const margin = 'margin' in hypothesis ? `, margin ${hypothesis.margin}` : '';
  return `${hypothesis.kind}${margin}, alpha ${alpha}`;
}

function endpointTable(context: StudyContext) {
  const { endpoints } = context.analysis;
  const groups = ['Primary', 'Secondary'] as const;
  return table({
    id: 'endpoints',
    caption: 'Endpoints of the protocol, with their parts by arm',
    columns: ['Endpoint', 'What against what', '>Estimate (CI)', '>p', '>p, Holm', 'Decision'],
    rows: groups.flatMap((group) =>
      endpoints
        .filter(({ primary }) => primary === (group === 'Primary'))
        .flatMap((answer, index) => answerRows(answer, context, index === 0 ? group : null)),
    ),
    notes: [
      ...endpoints.map(
        (answer) =>
          `${capital(answer.id)}: ${ESTIMATORS[answer.estimator].name}${answer.item === null ? '' : `; ${itemName(context, answer.item)}`}${answer.phase === null ? '' : `, phase "${answer.phase}"`}; interval of ${levelText(1 - answer.alpha)}.`,
      ),
      'p of superiority is two-sided against no effect; of non-inferiority and equivalence it is that of the one-sided tests against the margin.',
      'Parts by arm are exploratory and have no decision.',
    ],
  });
}

function answerRows(answer: EndpointAnswer, context: StudyContext, group: string | null): TableRow[] {
  const { say } = quantityOf(answer, context);
  const { result: found, holm } = answer;
  const estimate = (statistic: EndpointAnswer['result']) =>
    statistic.defined
      ? `${say(statistic.value.estimate)} (${rangeText(statistic.value.interval, say)})`
      : { notDefined: statistic.reason };
  const sides = isAgainst(answer)
    ? `${sideOf(answer.first.length === 0 ? ['all'] : answer.first)} against ${say(answer.reference)}`
    : `${sideOf(answer.first)} minus ${sideOf(answer.second)}`;
  return [
    {
      ...(group === null ? {} : { group }),
      cells: [
        answer.id,
        sides,
        estimate(found),
        answer.pValue === null ? '' : pCell(answer.pValue, answer.alpha),
        holm === null ? '' : pCell(holm.pValue, answer.alpha),
        decisionWords(answer),
      ],
    },
    ...answer.parts.map(({ first, second, result: part }) => ({
      cells: [
        `${answer.id}, part`,
        second === null ? `${first} against ${say(answer.reference)}` : `${first} minus ${second}`,
        estimate(part),
        part.defined ? pCell(part.value.test.pValue, answer.alpha) : '',
        '',
        '',
      ],
    })),
  ];
}

function decisionWords(answer: EndpointAnswer): string {
  const decision = answer.holm?.decision ?? answer.decision;
  const margin = 'margin' in answer.hypothesis ? answer.hypothesis.margin : null;
  switch (decision) {
    case 'estimated':
      return 'estimated';
    case 'superior':
      return isAgainst(answer) ? 'above' : 'higher';
    case 'inferior':
      return isAgainst(answer) ? 'below' : 'lower';
    case 'not-shown':
      return 'not shown';
    case 'non-inferior':
      return `non-inferior within ${margin ?? ''}`;
    case 'equivalent':
      return `equivalence shown within \u00b1${margin ?? ''}`;
    case 'inconclusive':
      return 'inconclusive';
    case 'undefined':
      return 'none';
  }
}
