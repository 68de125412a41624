import { caution, heading, plain, result, type TableRow, table } from '../blocks/blocks.ts';
import { joined, type SectionPart, sectionOf, words } from '../blocks/part.ts';
import { ESTIMATORS } from '../study/estimators.ts';
import type { EndpointAnswer } from '../study/study-analysis.ts';
import { capital, count, levelText, pCell, rangeText, spelled } from '../words/numbers.ts';
import { answerText, isAgainst, PERCENTAGE_POINTS, quantityOf, sideOf } from './answers.ts';
import { itemName, type StudyContext } from './context.ts';
import { sensitivityTable } from './sensitivity-table.ts';

/** What the study answers: the primary endpoints first, each with estimate, interval and test. */
export function summarySection(context: StudyContext): SectionPart {
  const { endpoints } = context.analysis;
  const [primary, secondary] = [
    endpoints.filter((answer) => answer.primary),
    endpoints.filter((answer) => !answer.primary),
  ];
  const told = (answers: readonly EndpointAnswer[]) =>
    answers.map((answer) => {
      const text = `${capital(answer.id)} (${spelled(answer.estimand).replace('auc', 'AUC')}, ${hypothesisWords(answer, context)}). ${answerText(answer, context)}`;
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
      endpoints.length === 0 ? words() : words(endpointTable(context), sensitivityTable(context)),
    ),
  );
}

function basisParagraph({ analysis }: StudyContext) {
  const { flow, design } = analysis;
  const { expected, complete } = flow.readings;
  const read = flow.readers.filter(({ readings }) => readings.complete > 0).length;
  return plain(
    `${complete} of ${expected} readings planned for the analysis are complete, by ${read} of ${count(design.readers.length, 'reader')}, over ${count(analysis.phases.length, 'phase')}.`,
  );
}

function hypothesisWords(answer: EndpointAnswer, context: StudyContext): string {
  const margin = marginText(answer, context);
  return `${answer.hypothesis.kind}${margin === null ? '' : `, margin ${margin}`}, alpha ${answer.alpha}`;
}

/** The margin as it was set, with its unit: "5 percentage points"; null without one. */
function marginText(answer: EndpointAnswer, context: StudyContext): string | null {
  if (!('margin' in answer.hypothesis)) return null;
  const { unit } = quantityOf(answer, context);
  const margin = answer.hypothesis.margin * (unit === PERCENTAGE_POINTS ? 100 : 1);
  return `${Number(margin.toPrecision(6))}${unit}`;
}

function endpointTable(context: StudyContext) {
  const { endpoints } = context.analysis;
  const groups = ['Primary', 'Secondary'] as const;
  return table({
    id: 'endpoints',
    caption: 'Endpoints of the protocol, with their parts by arm',
    columns: [
      'Endpoint',
      'What against what',
      `>Estimate (${endpointIntervals(endpoints)})`,
      '>p',
      '>p, Holm',
      'Decision',
    ],
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
      'Parts by arm are exploratory and have no decision; they are tested against no effect alone.',
    ],
  });
}

/** Each endpoint's interval is of its own level. */
function endpointIntervals(endpoints: readonly EndpointAnswer[]): string {
  const levels = new Set(endpoints.map(({ alpha }) => levelText(1 - alpha)));
  return levels.size === 1 ? `${[...levels].join('')} CI` : 'interval, of the level below';
}

function answerRows(answer: EndpointAnswer, context: StudyContext, group: string | null): TableRow[] {
  const { say } = quantityOf(answer, context);
  const { result: found, holm } = answer;
  const estimate = (statistic: EndpointAnswer['result']) =>
    statistic.defined
      ? `${say(statistic.value.estimate)} (${rangeText(statistic.value.interval, say)})`
      : { notDefined: statistic.reason };
  const sides = isAgainst(answer)
    ? `${sideOf(answer.first.length === 0 ? ['all'] : answer.first)}${answer.hypothesis.kind === 'estimation' ? '' : ` against ${say(answer.reference)}`}`
    : `${sideOf(answer.first)} minus ${sideOf(answer.second)}`;
  return [
    {
      ...(group === null ? {} : { group }),
      cells: [
        answer.id,
        sides,
        estimate(found),
        answer.pValue === null ? '' : pCell(answer.pValue, alphaOfTest(answer)),
        holm === null ? '' : pCell(holm.pValue, answer.alpha),
        decisionWords(answer, context),
      ],
    },
    ...answer.parts.map(({ first, second, result: part }) => ({
      cells: [
        `${answer.id}, part`,
        second === null ? `${first} against ${say(answer.reference)}` : `${first} minus ${second}`,
        estimate(part),
        part.defined && answer.hypothesis.kind === 'superiority'
          ? pCell(part.value.test.pValue, answer.alpha)
          : '',
        '',
        '',
      ],
    })),
  ];
}

/** What the p value of an endpoint is held against. */
function alphaOfTest({ hypothesis, alpha }: EndpointAnswer): number {
  return hypothesis.kind === 'non-inferiority' ? alpha / 2 : alpha;
}

function decisionWords(answer: EndpointAnswer, context: StudyContext): string {
  const decision = answer.holm?.decision ?? answer.decision;
  const margin = marginText(answer, context);
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
