import type { Interval, Statistic, TestResult } from '../../stats/statistic.ts';
import type { ReportBlock } from '../document.ts';
import type { FigureOf } from '../figure.ts';
import { count, decimal, pCell, percent, rangeText } from '../words/numbers.ts';
import { type Cell, cell, table } from './blocks.ts';

/** A coefficient of agreement; those of which no interval is known have none. */
export interface Coefficient {
  readonly name: string;
  readonly result: Statistic<{
    readonly estimate: number;
    readonly interval?: Interval;
    readonly test?: TestResult;
  }>;
  /** A plain share rather than a coefficient. */
  readonly share?: boolean;
}

const two = (value: number): string => decimal(value, 3);

/** An estimate with the interval that another estimator gives it, where that one has one. */
export function withInterval(
  result: Statistic<{ readonly estimate: number }>,
  found: Statistic<{ readonly interval: Interval }>,
): Coefficient['result'] {
  if (!result.defined) return result;
  const { estimate } = result.value;
  return {
    defined: true,
    value: found.defined ? { estimate, interval: found.value.interval } : { estimate },
  };
}

/** A share by itself as an estimate. */
export function asEstimate(share: Statistic<number>): Statistic<{ readonly estimate: number }> {
  return share.defined ? { defined: true, value: { estimate: share.value } } : share;
}

export function coefficientTable(
  id: string,
  caption: string,
  groups: readonly { readonly group: string | null; readonly coefficients: readonly Coefficient[] }[],
  notes: readonly string[],
): ReportBlock {
  return table({
    id,
    caption,
    columns: ['Coefficient', '>Estimate', '>CI', '>p'],
    rows: groups.flatMap(({ group, coefficients }) =>
      coefficients.map((coefficient, index) => ({
        ...(index === 0 && group !== null ? { group } : {}),
        cells: coefficientCells(coefficient),
      })),
    ),
    notes,
  });
}

function coefficientCells({ name, result, share = false }: Coefficient): Cell[] {
  if (!result.defined) return [name, cell(result, () => ''), '', ''];
  const { estimate, interval, test } = result.value;
  const shown = share ? percent : two;
  return [
    name,
    shown(estimate),
    interval === undefined ? '' : rangeText(interval, shown),
    test === undefined ? '' : pCell(test.pValue),
  ];
}

export interface PairOfReaders {
  readonly first: string;
  readonly second: string;
  /** Cases that both judged; null: not told. */
  readonly cases: number | null;
  readonly kappa: Statistic<{
    readonly estimate: number;
    readonly interval: Interval;
    readonly units: number;
  }>;
  readonly weightedKappa: Statistic<{ readonly estimate: number; readonly interval: Interval }> | null;
}

export function pairTable(id: string, caption: string, pairs: readonly PairOfReaders[]): ReportBlock {
  const weighted = pairs.some(({ weightedKappa }) => weightedKappa !== null);
  const kappa = (result: Statistic<{ estimate: number; interval: Interval }>): Cell =>
    cell(result, ({ estimate, interval }) => `${two(estimate)} (${rangeText(interval, two)})`);
  return table({
    id,
    caption,
    columns: ['Readers', '>Cases', ">Cohen's kappa (CI)", ...(weighted ? ['>Weighted kappa (CI)'] : [])],
    rows: pairs.map((pair) => ({
      cells: [
        `${pair.first} and ${pair.second}`,
        pair.cases === null ? (pair.kappa.defined ? String(pair.kappa.value.units) : '') : String(pair.cases),
        kappa(pair.kappa),
        ...(weighted ? [pair.weightedKappa === null ? '' : kappa(pair.weightedKappa)] : []),
      ],
    })),
    notes: weighted ? ['Weights are quadratic: far apart counts more than one step apart.'] : [],
  });
}

export interface MatrixInput {
  readonly id: string;
  readonly title: string;
  /** Of what: "realism", "calls". */
  readonly what: string;
  readonly readers: readonly string[];
  readonly pairs: readonly PairOfReaders[];
  /** Each reader with themselves, from repeats; absent: not asked. */
  readonly own?: ReadonlyMap<string, number | null>;
}

/** A square for every pair of readers; null with fewer than two readers, and where no square has a value. */
export function agreementFigure({
  id,
  title,
  what,
  readers,
  pairs,
  own,
}: MatrixInput): FigureOf<'agreement'> | null {
  if (readers.length < 2) return null;
  const weighted = pairs.some(({ weightedKappa }) => weightedKappa !== null);
  const measure = weighted ? "Cohen's kappa, quadratic weights" : "Cohen's kappa";
  const value = ({ kappa, weightedKappa }: PairOfReaders): number | null => {
    const found = weighted ? weightedKappa : kappa;
    return found?.defined === true ? found.value.estimate : null;
  };
  const between = (first: string, second: string): number | null => {
    if (first === second) return own?.get(first) ?? null;
    const pair = pairs.find(
      (entry) =>
        (entry.first === first && entry.second === second) ||
        (entry.first === second && entry.second === first),
    );
    return pair === undefined ? null : value(pair);
  };
  const found = pairs.flatMap((pair) => value(pair) ?? []);
  const values = readers.map((first) => readers.map((second) => between(first, second)));
  if (values.flat().every((entry) => entry === null)) return null;
  const spread =
    found.length === 0
      ? 'No pair has a defined value.'
      : `Values reach from ${two(Math.min(...found))} to ${two(Math.max(...found))}.`;
  return {
    kind: 'agreement',
    id,
    title,
    caption: `Agreement on ${what} of every two of ${count(readers.length, 'reader')}: ${measure}. ${own === undefined ? 'The diagonal is empty.' : 'The diagonal is each reader with themselves, from hidden repeats.'} An empty square is not defined. Intervals stand in the table of pairs.`,
    alt: `Matrix of ${measure} on ${what} for ${count(readers.length, 'reader')}. ${spread}`,
    measure,
    readers: [...readers],
    values,
  };
}
