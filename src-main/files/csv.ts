import { stringify } from 'csv-stringify/sync';
import { LightboxError } from '../../src-core/base/errors.ts';

export type CsvValue = string | number | boolean | null;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * A CSV text whose bytes depend on the arguments only: UTF-8 without mark, comma, CRLF (RFC 4180), a header
 * row, null as an empty cell, true and false as words, numbers as JavaScript writes them.
 *
 * Text that a spreadsheet would run as a formula (it begins with = + - @, tab or carriage return) gets an
 * apostrophe in front; numbers, also those written as text, stay as they are.
 * @param columns the header; each row has as many values.
 * @throws LightboxError BAD_INPUT for a row of another length or a number that is not finite.
 */
export function writeCsv(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  rows.forEach((row, index) => {
    if (row.length === columns.length) return;
    const message = `CSV row ${index + 1} has ${row.length} values for ${columns.length} columns`;
    throw new LightboxError('BAD_INPUT', message, { row: index + 1 });
  });
  return stringify([columns.map(cellText), ...rows.map((row) => row.map(cellText))], {
    record_delimiter: '\r\n',
    quoted_match: /[\r\n\t]|^\s|\s$/,
  });
}

/** A value as a cell's text, before quoting. */
export function cellText(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new LightboxError('BAD_INPUT', `${value} cannot be written to a CSV file`);
    return String(value);
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return FORMULA_START.test(value) && !NUMBER.test(value) ? `'${value}` : value;
}
