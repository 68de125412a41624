import { cell, plain, type TableRow, table } from '../blocks/blocks.ts';
import { drawn, joined, type Part, type SectionPart, sectionOf, supplement, words } from '../blocks/part.ts';
import { timeModelTable, timeOrderFigure, trendTable } from '../blocks/times.ts';
import type { PhaseTimes, TimeModel, TimeTerm } from '../study/time-analysis.ts';
import { capital, count, decimal, pCell, rangeText, signed } from '../words/numbers.ts';
import { itemName, phaseKey, type StudyContext } from './context.ts';

const seconds = (value: number): string => decimal(value, 1);

/** Reading times by arm, over the order, by experience and phase; and what was learnt. */
export function timesSection(context: StudyContext): SectionPart {
  const { times } = context.analysis;
  const timed = times.phases.filter((phase) => phase.timed > 0);
  const models = times.models.filter(({ terms }) => terms.length > 0);
  return sectionOf(
    'times',
    'Reading times and learning',
    joined(
      ...timed.map((phase) => phasePart(context, phase)),
      timed.length === 0 || models.length === 0
        ? words()
        : words(timeModelTable('times-models', 'Times, ratios', models.map(modelRow))),
      ...timed.map(({ phase }) => coursePart(context, phase)),
      learningPart(context),
    ),
  );
}

/** All readings, by arm and by stage here; by other groups in the supplement. */
function phasePart(context: StudyContext, times: PhaseTimes): Part {
  const { phase, timed, untimed, interrupted, groups, stages } = times;
  const key = phaseKey(context, phase);
  const isMain = ({ by }: PhaseTimes['groups'][number]) => by === 'all' || by === 'arm';
  const others = groups.filter((group) => !isMain(group));
  return joined(
    words(
      plain(
        `Phase "${phase}": ${count(timed, 'complete reading')} with a time, without pauses; ${untimed} without one; ${interrupted} interrupted. Readings that were interrupted are left out of the columns at the right.`,
      ),
      secondsTable(`times-${key}`, `Seconds by arm, phase "${phase}"`, [
        ...groupRows(context, groups.filter(isMain)),
        ...stages.map(({ stage, summary }, index) => ({
          ...(index === 0 ? { group: 'By stage of the reading' } : {}),
          cells: [stage, ...summaryCells(summary), '', ''],
        })),
      ]),
    ),
    others.length === 0
      ? words()
      : supplement(
          words(
            secondsTable(
              `times-${key}-groups`,
              `Seconds by group, phase "${phase}"`,
              groupRows(context, others),
            ),
          ),
        ),
  );
}

function secondsTable(id: string, caption: string, rows: readonly TableRow[]) {
  return table({
    id,
    caption,
    columns: [
      '',
      '>Readings',
      '>Median (quartiles)',
      '>Geometric mean (CI)',
      '>Readings, uninterrupted',
      '>Geometric mean, uninterrupted (CI)',
    ],
    rows,
    notes: ['Geometric means: from log seconds, clustered by readers and cases.'],
  });
}

function groupRows({ nameOf }: StudyContext, groups: PhaseTimes['groups']): TableRow[] {
  return groups.map(({ by, group, summary, uninterrupted }, index) => ({
    ...(groups[index - 1]?.by === by && index > 0 ? {} : { group: by === 'all' ? 'All' : `By ${by}` }),
    cells: [
      by === 'reader' ? nameOf(group) : by === 'all' ? 'all readings' : group,
      ...summaryCells(summary),
      cell(uninterrupted, ({ readings }) => String(readings)),
      geometric(uninterrupted),
    ],
  }));
}

type Summary = PhaseTimes['groups'][number]['summary'];

function summaryCells(summary: Summary) {
  return [
    cell(summary, ({ readings }) => String(readings)),
    cell(
      summary,
      ({ median, quartiles }) => `${seconds(median)} (${seconds(quartiles[0])} to ${seconds(quartiles[1])})`,
    ),
    geometric(summary),
  ];
}

function geometric(summary: Summary) {
  return summary.defined
    ? cell(
        summary.value.geometricMean,
        ({ estimate, interval }) => `${seconds(estimate)} (${rangeText(interval, seconds)})`,
      )
    : { notDefined: summary.reason };
}

function modelRow({ readings, phase, terms, fit }: TimeModel) {
  return {
    group: `${phase === null ? 'All phases' : `Phase "${phase}"`}, ${readings === 'all' ? 'all readings' : 'without interrupted readings'}`,
    fit,
    terms: terms.map(termWords),
  };
}

function termWords(term: TimeTerm): string {
  switch (term.kind) {
    case 'arm':
      return `${term.arm} against ${term.against}`;
    case 'order':
      return '100 places later in the order';
    case 'experience':
      return 'a year more of experience';
    case 'phase':
      return `phase "${term.phase}" against "${term.against}"`;
  }
}

function coursePart(context: StudyContext, phase: string): Part {
  const courses = context.analysis.times.readers
    .filter((entry) => entry.phase === phase)
    .map(({ readerId, points, trend }) => ({
      reader: context.nameOf(readerId),
      points: [...points],
      trend: [...trend],
    }));
  if (courses.length === 0) return words();
  const key = phaseKey(context, phase);
  return joined(
    drawn(timeOrderFigure(`times-${key}-order`, courses)),
    supplement(words(trendTable(`times-${key}-trend`, courses))),
  );
}

function learningPart(context: StudyContext): Part {
  const { learning } = context.analysis.times;
  if (learning.length === 0) return words();
  return words(
    table({
      id: 'times-learning',
      caption: "The later half of each reader's readings against the earlier half",
      columns: ['Quantity', '>Earlier half', '>Later half', '>Later minus earlier (CI)', '>p'],
      rows: learning.map(({ phase, item, quantity, earlierMean, laterMean, difference }, index) => {
        const share = quantity === 'right';
        const say = (value: number) => (share ? decimal(value * 100, 1) : decimal(value, 2));
        const change = (value: number) => (share ? signed(value * 100, 1) : signed(value, 2));
        return {
          ...(learning[index - 1]?.phase === phase && index > 0 ? {} : { group: `Phase "${phase}"` }),
          cells: [
            share ? 'Right, %' : capital(item === null ? 'rating' : itemName(context, item)),
            earlierMean === null ? 'none' : say(earlierMean),
            laterMean === null ? 'none' : say(laterMean),
            cell(
              difference,
              ({ estimate, interval }) => `${change(estimate)} (${rangeText(interval, change)})`,
            ),
            cell(difference, ({ test }) => pCell(test.pValue)),
          ],
        };
      }),
      notes: ['Clustered by readers and cases. Exploratory and not adjusted.'],
    }),
  );
}
