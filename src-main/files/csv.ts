import { CsvError, parse } from 'csv-parse/sync';
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

const MAX_BYTES = 64 * 1024 * 1024;

/** One row of a table that is not blank. */
export interface CsvRecord {
  /** The line of the file on which it begins, from 1; the header's is 1. */
  readonly line: number;
  /** As a spreadsheet counts: the header is row 1, blank rows count too. */
  readonly spreadsheetRow: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  /** May have other numbers of cells than the header. */
  readonly records: readonly CsvRecord[];
}

/**
 * Reads a table. Comma, semicolon or tab, whichever the header has most of; quoted cells may hold line ends; UTF-8
 * (with or without mark), UTF-16 with mark, else Windows-1252. Blank rows are left out.
 * @param tableName the file's name, for messages.
 * @throws LightboxError CSV_INVALID for what is empty, too large, no text, or quoted wrongly.
 */
export function readCsv(bytes: Uint8Array, tableName: string): CsvTable {
  if (bytes.length > MAX_BYTES) throw csvInvalid(tableName, [], 'it is larger than 64 MB');
  const [header, ...records] = splitRecords(decodeText(bytes), tableName);
  if (header === undefined) throw csvInvalid(tableName, [], 'it is empty');
  return {
    header: header.cells,
    records: records.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
  };
}

/** A table's error: its name, the place in it ("row 3", `column "age"`), and what is wrong there. */
export function csvInvalid(
  tableName: string,
  place: readonly string[],
  problem: string,
  details: { readonly row?: number; readonly column?: string } = {},
): LightboxError {
  const { row = null, column = null } = details;
  const where = [tableName, ...place].join(', ');
  return new LightboxError('CSV_INVALID', `${where}: ${problem.replace(/\.$/, '')}.`, {
    file: tableName,
    row,
    column,
  });
}

function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What spreadsheets in Western European settings write.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function splitRecords(text: string, tableName: string): CsvRecord[] {
  if (text.includes('\0')) throw csvInvalid(tableName, [], 'it is no text file');
  const records: CsvRecord[] = [];
  let line = 1;
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: false,
      onRecord: (cells: string[], { lines }) => {
        records.push({ line, spreadsheetRow: records.length + 1, cells });
        line = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quotation mark is not closed'
        : 'a quotation mark is misplaced';
    throw csvInvalid(tableName, [`line ${line}`], problem);
  }
  return records;
}

/** The separator that occurs most often in the first line, outside quotation marks. */
function delimiterOf(text: string): string {
  const firstLine = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1)[0] ?? '';
  const count = (separator: string) => firstLine.split(separator).length;
  return [',', ';', '\t'].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}
