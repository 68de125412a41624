import type { AnalysisOptions } from '../../src-core/stats/analysis/analyse.ts';
import { LONG_COLUMNS, type LongColumn } from '../files/long-table.ts';
import { badInput } from './exit.ts';
import { decimalNumber, oneOf, type RawOptions, textOption, wholeNumber } from './option-values.ts';

export interface AnalyzeOptions {
  readonly json: boolean;
  readonly columns: Partial<Readonly<Record<LongColumn, string>>>;
  readonly readers?: readonly string[];
  readonly scale?: readonly [number, number];
  readonly analysis: AnalysisOptions;
}

/** @throws LightboxError BAD_INPUT for an option that cannot be */
export function analyzeOptions(options: RawOptions): AnalyzeOptions {
  const readers = textOption(options, 'readers');
  const scale = textOption(options, 'scale');
  const number = (name: string, read: (text: string) => number) => {
    const text = textOption(options, name);
    return text === undefined ? {} : { [name]: read(text) };
  };
  const between = (flag: string, low: number, high: number) => (text: string) =>
    decimalNumber(flag, text, `above ${low} and below ${high}`, (value) => value > low && value < high);
  return {
    json: options['json'] === true,
    columns: columnNames(textOption(options, 'columns')),
    ...(readers === undefined ? {} : { readers: listOf('--readers', readers) }),
    ...(scale === undefined ? {} : { scale: scaleOf(scale) }),
    analysis: {
      ...number('level', between('--level', 0, 1)),
      ...number('chance', between('--chance', 0, 1)),
      ...number('threshold', (text) => signedNumber('--threshold', text)),
      ...number('margin', (text) => decimalNumber('--margin', text, 'above 0', (value) => value > 0)),
      ...number('replicates', (text) => wholeNumber('--replicates', text, 100, 100_000)),
      ...number('seed', (text) => wholeNumber('--seed', text, 0, 999_999_999_999)),
    },
  };
}

function columnNames(text: string | undefined): Partial<Record<LongColumn, string>> {
  const names: Partial<Record<LongColumn, string>> = {};
  for (const part of text === undefined ? [] : listOf('--columns', text)) {
    const [column = '', ...rest] = part.split('=');
    const name = rest.join('=').trim();
    if (name === '') throw badInput(`--columns takes column=NAME, not "${part}"`);
    names[oneOf('--columns', column.trim(), LONG_COLUMNS)] = name;
  }
  return names;
}

function listOf(flag: string, text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.some((part) => part === ''))
    throw badInput(`${flag} takes names with commas between, not "${text}"`);
  return parts;
}

function signedNumber(flag: string, text: string): number {
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  throw badInput(`${flag} takes a number, not "${text}"`);
}

/** "1-5" or "-4:4": with a colon where a bound is negative. */
function scaleOf(text: string): [number, number] {
  const [, low, high] =
    /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) ??
    /^([+-]?\d+(?:\.\d+)?):([+-]?\d+(?:\.\d+)?)$/.exec(text) ??
    [];
  if (low === undefined || high === undefined || Number(low) >= Number(high)) {
    throw badInput(`--scale takes the lowest and the highest rating, as 1-5 or -4:4, not "${text}"`);
  }
  return [Number(low), Number(high)];
}
