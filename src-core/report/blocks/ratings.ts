import type { RatingDistribution } from '../../stats/rating/distribution.ts';
import type { Interval, Statistic } from '../../stats/statistic.ts';
import type { ReportBlock } from '../document.ts';
import type { FigureOf } from '../figure.ts';
import { count, decimal, listed, percent, rangeText, shareOf } from '../words/numbers.ts';
import { type Cell, cell, table } from './blocks.ts';

export interface RatingRow {
  readonly group: string;
  readonly label: string;
  readonly distribution: Statistic<RatingDistribution>;
  /** Of the mean; null: none was computed. */
  readonly mean: Statistic<{ readonly estimate: number; readonly interval: Interval }> | null;
}

const two = (value: number): string => decimal(value, 2);

/** Counts, mean, median and quartiles, a row a group. */
export function ratingTable(
  id: string,
  caption: string,
  rows: readonly RatingRow[],
  notes: readonly string[] = [],
): ReportBlock {
  const clustered = rows.some(({ mean }) => mean !== null);
  let last: string | null = null;
  return table({
    id,
    caption,
    columns: [
      '',
      '>Ratings',
      ...(rows.some(missing) ? ['>Missing'] : []),
      clustered ? '>Mean (CI)' : '>Mean',
      '>SD',
      '>Median (quartiles)',
    ],
    rows: rows.map((row) => {
      const group = row.group === last || row.group === '' ? {} : { group: row.group };
      last = row.group;
      const { distribution } = row;
      return {
        ...group,
        cells: [
          row.label,
          distribution.defined ? String(distribution.value.ratings) : '',
          ...(rows.some(missing) ? [distribution.defined ? String(distribution.value.missing) : ''] : []),
          meanCell(row),
          cell(distribution, ({ deviation }) => (deviation.defined ? two(deviation.value) : '')),
          cell(
            distribution,
            ({ median, quartiles }) =>
              `${two(median)} (${rangeText({ lower: quartiles[0], upper: quartiles[1], level: 0.5 }, two)})`,
          ),
        ],
      };
    }),
    notes,
  });
}

function missing({ distribution }: RatingRow): boolean {
  return distribution.defined && distribution.value.missing > 0;
}

function meanCell({ distribution, mean }: RatingRow): Cell {
  if (mean === null) return cell(distribution, (value) => two(value.mean));
  if (mean.defined) return `${two(mean.value.estimate)} (${rangeText(mean.value.interval, two)})`;
  return distribution.defined ? two(distribution.value.mean) : { notDefined: distribution.reason };
}

export interface ScaleStep {
  readonly value: number;
  readonly label: string;
}

/** How often each step of the scale was given: the numbers of the bars. */
export function stepTable(
  id: string,
  caption: string,
  scale: readonly ScaleStep[],
  rows: readonly RatingRow[],
): ReportBlock {
  let last: string | null = null;
  return table({
    id,
    caption,
    columns: ['', ...scale.map(({ label }) => `>${label}`)],
    rows: rows.map((row) => {
      const group = row.group === last || row.group === '' ? {} : { group: row.group };
      last = row.group;
      const counts = stepCounts(scale, row);
      const total = counts.reduce((sum, value) => sum + value, 0);
      return { ...group, cells: [row.label, ...counts.map((value) => shareOf(value, total))] };
    }),
    notes: ['Share of the row, with counts in brackets.'],
  });
}

function stepCounts(scale: readonly ScaleStep[], { distribution }: RatingRow): number[] {
  return scale.map(({ value }) =>
    distribution.defined
      ? (distribution.value.counts.find(({ category }) => category === value)?.count ?? 0)
      : 0,
  );
}

interface LikertInput {
  readonly id: string;
  readonly title: string;
  /** "realism": what was rated. */
  readonly what: string;
  readonly scale: readonly ScaleStep[];
  readonly rows: readonly RatingRow[];
  readonly readers: number;
}

/** Distributions as stacked bars; null where nothing was rated or the scale has a single step. */
export function likertFigure({
  id,
  title,
  what,
  scale,
  rows,
  readers,
}: LikertInput): FigureOf<'likert'> | null {
  const told = rows.filter(({ distribution }) => distribution.defined);
  const [lowest, highest] = [scale.at(0), scale.at(-1)];
  if (told.length === 0 || scale.length < 2 || lowest === undefined || highest === undefined) return null;
  const bars = told.map((row) => {
    const counts = stepCounts(scale, row);
    return {
      group: row.group,
      label: row.label,
      counts,
      mean: row.distribution.defined ? row.distribution.value.mean : null,
      median: row.distribution.defined ? row.distribution.value.median : null,
    };
  });
  const total = (counts: readonly number[]) => counts.reduce((sum, value) => sum + value, 0);
  const readings = bars.reduce((sum, bar) => sum + total(bar.counts), 0);
  const shares = bars.map(
    ({ label, counts }) =>
      `${label}: ${percent((counts.at(-1) ?? 0) / Math.max(1, total(counts)))} at ${highest.label}`,
  );
  return {
    kind: 'likert',
    id,
    title,
    caption: `Distribution of ${what} from ${lowest.label} to ${highest.label}: ${count(readings, 'rating')} by ${count(readers, 'reader')}, a bar each for ${listed([...new Set(bars.map(({ label }) => label))])}. The parts of a bar are shares of its ratings; there are no intervals here.`,
    alt: `Stacked bars of ${what}. ${shares.slice(0, 6).join('; ')}.`,
    scale: scale.map((step) => ({ ...step })),
    rows: bars,
  };
}
