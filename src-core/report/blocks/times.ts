import type { TimeCourse } from '../../stats/analysis/courses.ts';
import type { LinearMixedFit } from '../../stats/model/linear-mixed.ts';
import type { Statistic } from '../../stats/statistic.ts';
import type { ReportBlock } from '../document.ts';
import type { FigureOf } from '../figure.ts';
import { count, decimal, dfText, pCell, rangeText, ratioText } from '../words/numbers.ts';
import { type Cell, table } from './blocks.ts';

export interface TimeModelRow {
  readonly group: string | null;
  readonly fit: Statistic<LinearMixedFit>;
  /** What a ratio is of, in the order of the fit's effects after the intercept: "synthetic against real". */
  readonly terms: readonly string[];
}

/** Ratios of times of log-linear mixed models. */
export function timeModelTable(id: string, caption: string, models: readonly TimeModelRow[]): ReportBlock {
  return table({
    id,
    caption,
    columns: ['Ratio of times', '>Estimate (CI)', '>Degrees of freedom', '>p'],
    rows: models.flatMap(({ group, fit, terms }) =>
      terms.map((term, index) => ({
        ...(index === 0 && group !== null ? { group } : {}),
        cells: [term, ...termCells(fit, index + 1)],
      })),
    ),
    notes: [
      'From linear mixed models of log times with readers and cases as random effects; a ratio above 1 is slower.',
      ...models.flatMap(({ group, fit }) =>
        fit.defined && !fit.value.convergence.converged
          ? [
              `The model${group === null ? '' : ` (${group})`} did not converge: its numbers are not to be relied on.`,
            ]
          : [],
      ),
    ],
  });
}

function termCells(fit: Statistic<LinearMixedFit>, index: number): Cell[] {
  const effect = fit.defined ? fit.value.effects[index] : undefined;
  if (effect === undefined) {
    return [{ notDefined: fit.defined ? 'the model has no such term' : fit.reason }, '', ''];
  }
  const { estimate, interval, df, test } = effect;
  return [
    `${ratioText(Math.exp(estimate))} (${rangeText(interval, (value) => ratioText(Math.exp(value)))})`,
    dfText(df) ?? 'normal',
    pCell(test.pValue),
  ];
}

/** The ends of each reader's fitted line: the numbers of the figure's lines. */
export function trendTable(id: string, courses: readonly TimeCourse[]): ReportBlock {
  return table({
    id,
    caption: 'Reading time over the order, by reader',
    columns: ['Reader', '>Readings with a time', '>First fitted (s)', '>Last fitted (s)', '>Last / first'],
    rows: courses.map(({ reader, points, trend }) => {
      const [first, last] = [trend.at(0), trend.at(-1)];
      const fitted: Cell[] =
        first === undefined || last === undefined
          ? [{ notDefined: 'fewer than three places have a time' }, '', '']
          : [decimal(first.seconds, 1), decimal(last.seconds, 1), decimal(last.seconds / first.seconds, 2)];
      return { cells: [reader, String(points.length), ...fitted] };
    }),
    notes: ['By least squares on log seconds, at the first and the last place that has a time.'],
  });
}

/** Each reader's times against the place in the order; null without a reading in order. */
export function timeOrderFigure(id: string, courses: readonly TimeCourse[]): FigureOf<'time-order'> | null {
  const readers = courses.filter(({ points }) => points.length > 0);
  if (readers.length === 0) return null;
  const all = readers.flatMap(({ points }) => points);
  const interrupted = all.filter((point) => point.interrupted).length;
  const faster = readers.filter(
    ({ trend }) => (trend.at(-1)?.seconds ?? 0) < (trend.at(0)?.seconds ?? 0),
  ).length;
  return {
    kind: 'time-order',
    id,
    title: 'Reading time by order',
    caption: `Seconds of each reading on a log axis against its place in the reader's order: ${count(all.length, 'reading')} of ${count(readers.length, 'reader')}${interrupted > 0 ? `, ${interrupted} of them interrupted` : ''}. Lines are fitted to log seconds by least squares, for each reader alone; they have no intervals.`,
    alt: `Reading times by order for ${count(readers.length, 'reader')}; the fitted line falls for ${faster} of them.`,
    readers: readers.map(({ reader, points, trend }) => ({
      label: reader,
      points: points.map((point) => ({ ...point })),
      trend: trend.map((point) => ({ ...point })),
    })),
  };
}
