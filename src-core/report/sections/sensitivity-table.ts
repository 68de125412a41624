import { table } from '../blocks/blocks.ts';
import type { ReportBlock } from '../document.ts';
import { ESTIMATORS } from '../study/estimators.ts';
import type { EndpointAnswer, SensitivityAnalysis } from '../study/study-analysis.ts';
import { capital, count, levelText, listed, pCell, rangeText } from '../words/numbers.ts';
import { quantityOf } from './answers.ts';
import type { StudyContext } from './context.ts';

/** The primary endpoints again from fewer readings, beside what was answered; null where nothing was left out. */
export function sensitivityTable(context: StudyContext): ReportBlock | null {
  const { sensitivity, endpoints } = context.analysis;
  const again = endpoints.flatMap((answer) => {
    const own = sensitivity.filter(({ endpoint }) => endpoint === answer.id);
    return answer.primary && own.length > 0 ? [{ answer, own }] : [];
  });
  if (again.length === 0) return null;
  return table({
    id: 'endpoints-sensitivity',
    caption: 'Sensitivity analyses of the primary endpoints',
    columns: ['Readings', '>Estimate (interval)', '>p'],
    rows: again.flatMap(({ answer, own }) => [
      {
        group: capital(answer.id),
        cells: ['All, as answered', ...estimateCells(answer, answer.result, context)],
      },
      ...own.map((entry) => ({
        cells: [leftOut(entry, context), ...estimateCells(answer, entry.result, context)],
      })),
    ]),
    notes: [
      'These show how far an answer hangs on readings that were not as planned. They do not take its place, and decide nothing.',
      ...again.map(({ answer }) => `${capital(answer.id)}: intervals of ${levelText(1 - answer.alpha)}.`),
      'p: of superiority alone, two-sided against no effect, not adjusted.',
      ...again.flatMap(({ answer, own }) =>
        own
          .filter(({ estimator }) => estimator !== answer.estimator)
          .map(
            (entry) =>
              `${capital(answer.id)}, ${leftOut(entry, context)}: ${ESTIMATORS[entry.estimator].name}, for what is left.`,
          ),
      ),
    ],
  });
}

function estimateCells(answer: EndpointAnswer, found: EndpointAnswer['result'], context: StudyContext) {
  if (!found.defined) return [{ notDefined: found.reason }, ''];
  const { say } = quantityOf(answer, context);
  const { estimate, interval, test } = found.value;
  return [
    `${say(estimate)} (${rangeText(interval, say)})`,
    answer.hypothesis.kind === 'superiority' ? pCell(test.pValue, answer.alpha) : '',
  ];
}

function leftOut({ without, readings, readers }: SensitivityAnalysis, { nameOf }: StudyContext): string {
  return without === 'interrupted'
    ? `Without ${count(readings, 'interrupted reading')}`
    : `Without ${listed(readers.map(nameOf))}, who failed more attention checks than allowed (${count(readings, 'reading')})`;
}
