import path from 'node:path';
import type { Command } from 'commander';
import { type ExportFormat, TABLE_COLUMNS } from '../../src-core/contract/analysis-calls.ts';
import type { TableRequest } from '../app/analysis-messages.ts';
import type { LongColumn } from '../files/long-table.ts';
import { formatList, type OutputOptions, outputOptions } from './analysis/output-options.ts';
import { badInput } from './exit.ts';
import {
  decimalNumber,
  filledText,
  oneOf,
  type RawOptions,
  textOption,
  wholeNumber,
} from './option-values.ts';

export interface AnalyzeOptions {
  readonly json: boolean;
  readonly table: Omit<TableRequest, 'path'>;
  readonly outputs: OutputOptions;
  /** A new folder for the data and the analysis. */
  readonly exports: { readonly folder: string; readonly formats: readonly ExportFormat[] | 'all' } | null;
}

/** @throws LightboxError BAD_INPUT for an option that cannot be */
export function analyzeOptions(options: RawOptions): AnalyzeOptions {
  const given = <Value>(name: string, read: (text: string) => Value): Value | null => {
    const text = textOption(options, name);
    return text === undefined ? null : read(text);
  };
  const place = given('export', (text) => path.resolve(filledText('--export', text)));
  const formats = given('formats', formatList);
  if (place === null && formats !== null) throw badInput('--formats is of an export: give --export');
  return {
    json: options['json'] === true,
    table: {
      columns: columnNames(textOption(options, 'columns')),
      readers: given('readers', (text) => listOf('--readers', text)),
      scale: given('scale', scaleOf),
      threshold: given('threshold', (text) => signedNumber('--threshold', text)),
      chance: given('chance', between('--chance', 0, 1)) ?? 0.5,
      margin: given('margin', (text) => decimalNumber('--margin', text, 'above 0', (value) => value > 0)),
      settings: analysisSettings(options),
    },
    outputs: outputOptions(options),
    exports: place === null ? null : { folder: place, formats: formats ?? 'all' },
  };
}

/** Options of every analysis. */
export function addSettingsOptions(command: Command): Command {
  return command
    .option('--level <share>', 'level of the intervals (default: 0.95)')
    .option('--replicates <number>', 'of each bootstrap (default: 2000)')
    .option('--seed <number>', 'of the bootstrap (default: 1)');
}

/** Level, replicates and seed. @throws LightboxError BAD_INPUT */
export function analysisSettings(options: RawOptions): TableRequest['settings'] {
  const [level, replicates, seed] = ['level', 'replicates', 'seed'].map((name) => textOption(options, name));
  return {
    level: level === undefined ? 0.95 : between('--level', 0, 1)(level),
    replicates: replicates === undefined ? 2000 : wholeNumber('--replicates', replicates, 100, 100_000),
    seed: seed === undefined ? 1 : wholeNumber('--seed', seed, 0, 999_999_999_999),
  };
}

function between(flag: string, low: number, high: number): (text: string) => number {
  return (text) =>
    decimalNumber(flag, text, `above ${low} and below ${high}`, (value) => value > low && value < high);
}

function columnNames(text: string | undefined): Partial<Record<LongColumn, string>> {
  const names: Partial<Record<LongColumn, string>> = {};
  for (const part of text === undefined ? [] : listOf('--columns', text)) {
    const [column = '', ...rest] = part.split('=');
    const name = rest.join('=').trim();
    if (name === '') throw badInput(`--columns takes column=NAME, not "${part}"`);
    names[oneOf('--columns', column.trim(), TABLE_COLUMNS)] = name;
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
