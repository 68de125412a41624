import type { Statistic, TestResult } from '../../stats/statistic.ts';
import type { ReportBlock } from '../document.ts';
import type { FigureOf } from '../figure.ts';
import { differenceSentence, type Tested } from '../words/findings.ts';
import {
  count,
  decimal,
  dfText,
  listed,
  pCell,
  percent,
  rangeText,
  signed,
  testText,
} from '../words/numbers.ts';
import { cell, plain, type TableRow, table } from './blocks.ts';
import type { ReaderRow } from './readers.ts';

interface PooledEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number | null;
  readonly interval: Tested['interval'];
}

/** One pooled analysis of one quantity. */
export interface PooledGroup {
  /** "the AUC", "sensitivity". */
  readonly quantity: string;
  /** How it was done: begins its part of the table. */
  readonly label: string;
  readonly scale: 'ratio' | 'share';
  readonly modalities: readonly { readonly name: string; readonly result: Statistic<PooledEstimate> }[];
  readonly comparisons: readonly {
    readonly first: string;
    readonly second: string;
    readonly result: Statistic<PooledEstimate & Tested>;
  }[];
  /** Of all modalities together; null where the method has none. */
  readonly global: Statistic<TestResult> | null;
}

const sayOf = (scale: PooledGroup['scale']) =>
  scale === 'share' ? percent : (value: number) => decimal(value, 3);

/** A difference of shares is in percentage points. */
const sayDifference = (scale: PooledGroup['scale']) =>
  scale === 'share' ? (value: number) => signed(value * 100, 1) : (value: number) => signed(value, 3);

/** Estimates, differences and tests of pooled analyses, a part each. */
export function pooledTable(
  id: string,
  caption: string,
  groups: readonly PooledGroup[],
  notes: readonly string[],
): ReportBlock {
  return table({
    id,
    caption,
    columns: ['', '>Estimate (CI)', '>Standard error', '>Degrees of freedom', '>p'],
    rows: groups.flatMap(groupRows),
    notes: groups.some(hardlyKnown)
      ? [
          ...notes,
          'With less than one degree of freedom the variance is hardly known: such an interval is as wide as it can be, and says nothing of where the value lies.',
        ]
      : notes,
  });
}

function hardlyKnown({ modalities, comparisons }: PooledGroup): boolean {
  return [...modalities, ...comparisons].some(
    ({ result }) => result.defined && result.value.df !== null && result.value.df < 1,
  );
}

function groupRows({ quantity, label, scale, modalities, comparisons, global }: PooledGroup): TableRow[] {
  const [say, difference] = [sayOf(scale), sayDifference(scale)];
  const digits = scale === 'share' ? percent : (value: number) => decimal(value, 4);
  const estimate = (result: Statistic<PooledEstimate>, words: (value: number) => string) => [
    cell(result, (value) => `${words(value.estimate)} (${rangeText(value.interval, words)})`),
    cell(result, (value) => digits(value.standardError)),
    cell(result, (value) => dfText(value.df) ?? 'normal'),
  ];
  const rows: TableRow[] = [
    ...modalities.map(({ name, result }) => ({ cells: [name, ...estimate(result, say), ''] })),
    ...comparisons.map(({ first, second, result }) => ({
      cells: [
        `${first} minus ${second}${scale === 'share' ? ' (percentage points)' : ''}`,
        ...estimate(result, difference),
        cell(result, ({ test }) => pCell(test.pValue)),
      ],
    })),
    ...(global === null || modalities.length < 3
      ? []
      : [
          {
            cells: [
              'All together',
              cell(global, (test) => testText(test)),
              '',
              '',
              cell(global, (test) => pCell(test.pValue)),
            ],
          },
        ]),
  ];
  const [first, ...rest] = rows;
  const group = `${quantity}: ${label}`;
  return first === undefined
    ? []
    : [{ group: group.charAt(0).toUpperCase() + group.slice(1), ...first }, ...rest];
}

/** What each comparison of a pooled analysis says, in sentences. */
export function comparisonBlocks({ quantity, scale, comparisons }: PooledGroup): ReportBlock[] {
  return comparisons.map(({ first, second, result }) =>
    plain(
      result.defined
        ? differenceSentence(quantity, first, second, {
            result: result.value,
            say: sayDifference(scale),
            ...(scale === 'share' ? { unit: 'percentage points' } : {}),
          })
        : `The difference in ${quantity} between ${first} and ${second} is not defined: ${result.reason}.`,
    ),
  );
}

/** The readers' areas with intervals and, of each arm, the pooled one; null where there is nothing to draw. */
export function forestFigure(
  id: string,
  rows: readonly ReaderRow[],
  pooled: PooledGroup | null,
  level: string,
): FigureOf<'forest'> | null {
  if (rows.length === 0 || !rows.some(({ auc }) => auc.defined)) return null;
  const arms = [...new Set(rows.map(({ arm }) => arm))];
  const readers = new Set(rows.map(({ reader }) => reader)).size;
  const meanOf = (arm: string) => pooled?.modalities.find(({ name }) => name === arm)?.result ?? null;
  const told = arms.flatMap((arm) => {
    const found = meanOf(arm);
    return found?.defined === true ? [`${arm} ${decimal(found.value.estimate, 3)}`] : [];
  });
  return {
    kind: 'forest',
    id,
    title: 'Area under the ROC curve by reader',
    caption: `Empirical AUC of ${count(readers, 'reader')} with ${level} intervals by DeLong (squares)${pooled === null ? '' : `, and over readers and cases with ${level} intervals (diamonds; ${pooled.label})`}. The line at 0.5 is no skill. A row without a mark has no defined value; the table says why.`,
    alt: `AUC with intervals for ${count(readers, 'reader')} under ${listed(arms)}.${told.length === 0 ? '' : ` Over readers: ${listed(told)}.`}`,
    axis: 'AUC',
    interval: `${level} CI`,
    scale: 'linear',
    reference: 0.5,
    margin: null,
    rows: arms.flatMap((arm) => {
      const found = meanOf(arm);
      const own = rows.filter((row) => row.arm === arm);
      return [
        ...own.map(({ reader, auc }) => ({
          group: arm,
          label: reader,
          pooled: false,
          estimate: auc.defined ? auc.value.estimate : null,
          lower: auc.defined ? auc.value.interval.lower : null,
          upper: auc.defined ? auc.value.interval.upper : null,
          n: auc.defined ? auc.value.positives + auc.value.negatives : null,
        })),
        ...(found === null
          ? []
          : [
              {
                group: arm,
                label: 'All readers',
                pooled: true,
                estimate: found.defined ? found.value.estimate : null,
                lower: found.defined ? found.value.interval.lower : null,
                upper: found.defined ? found.value.interval.upper : null,
                n: null,
              },
            ]),
      ];
    }),
  };
}
