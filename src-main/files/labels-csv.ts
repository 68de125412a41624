import { LightboxError } from '../../src-core/base/errors.ts';
import { type FilmLabels, filmTextFromLabels } from '../../src-core/prompt/label-text.ts';
import { csvInvalid, readCsv } from './csv.ts';

/** What a label table says of one film. */
export interface FilmLabelRow {
  /** The name without folders: what a film's file is matched by. */
  readonly fileName: string;
  /** The text shown with the film; empty where the row holds none. */
  readonly text: string;
  readonly patient: string | null;
  /** The findings as the table writes them ("Edema|Effusion"). */
  readonly label: string | null;
}

/** As the contract's texts: a longer one could be stored, but not be shown. */
const MAX_TEXT_CHARACTERS = 4000;
const COLUMNS = ['file', 'text', 'report', 'findings', 'patient', 'age', 'sex', 'view'] as const;
type Column = (typeof COLUMNS)[number];

/** One row, with what is needed to name a place in it. */
interface Row {
  readonly table: string;
  /** As a spreadsheet counts: the header is row 1. */
  readonly number: number;
  cell(column: Column): string;
}

/**
 * Reads a table of films' texts or labels, as readCsv reads tables. Columns, in any order and case: `file` (required),
 * `text` or `report` (taken as written) or `findings`, and `patient`, `age`, `sex`, `view`; others are ignored.
 * Findings that are labels (`Edema|Effusion`, `No Finding`) are worded with age, sex and view by the rules that
 * compose prompts; findings in free words are taken as written.
 * @param tableName the file's name, for messages.
 * @throws LightboxError CSV_INVALID naming the row and the column; details hold `file`, `row` and `column`.
 */
export function parseLabelsCsv(bytes: Uint8Array, tableName: string): FilmLabelRow[] {
  const { header, records } = readCsv(bytes, tableName);
  const places = findColumns(header, tableName);
  const rowOfFile = new Map<string, number>();
  const labels: FilmLabelRow[] = [];
  for (const { cells, spreadsheetRow: number } of records) {
    if (cells.length !== header.length) {
      const problem = `it has ${cells.length} cells, the header has ${header.length}`;
      throw invalid(tableName, number, null, problem);
    }
    const row: Row = {
      table: tableName,
      number,
      cell: (column) => (cells[places.get(column) ?? -1] ?? '').trim(),
    };
    const label = readRow(row);
    const earlier = rowOfFile.get(label.fileName);
    if (earlier !== undefined) {
      throw invalid(tableName, number, 'file', `"${label.fileName}" stands in row ${earlier} already`);
    }
    rowOfFile.set(label.fileName, number);
    labels.push(label);
  }
  return labels;
}

function findColumns(header: readonly string[], tableName: string): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>();
  header.forEach((cell, index) => {
    const name = cell.trim().toLowerCase();
    const column = COLUMNS.find((known) => known === name);
    if (column === undefined) return;
    if (places.has(column)) throw invalid(tableName, 1, column, 'the column stands twice');
    places.set(column, index);
  });
  if (!places.has('file')) throw invalid(tableName, 1, 'file', 'the column is missing');
  if (!places.has('text') && !places.has('report') && !places.has('findings')) {
    throw invalid(tableName, 1, 'text', 'there is neither a column "text", "report" nor "findings"');
  }
  return places;
}

function readRow(row: Row): FilmLabelRow {
  const fileName = row.cell('file').split(/[\\/]/).at(-1) ?? '';
  if (fileName === '') throw invalid(row.table, row.number, 'file', 'the file name is missing');
  const text = row.cell('text') || row.cell('report') || textOfFindings(row);
  if (text.length > MAX_TEXT_CHARACTERS) {
    const column = ['text' as const, 'report' as const].find((name) => row.cell(name) !== '') ?? 'findings';
    const problem = `the text has ${text.length} characters; at most ${MAX_TEXT_CHARACTERS} are taken`;
    throw invalid(row.table, row.number, column, problem);
  }
  return {
    fileName,
    text,
    patient: row.cell('patient') || null,
    label: row.cell('findings') || null,
  };
}

function textOfFindings(row: Row): string {
  const written = row.cell('findings');
  if (written === '') return '';
  const labels: FilmLabels = {
    age: readAge(row),
    sex: row.cell('sex'),
    view: row.cell('view'),
    findings: written.split('|'),
  };
  try {
    return filmTextFromLabels(labels);
  } catch (error) {
    if (!(error instanceof LightboxError) || error.code !== 'BAD_INPUT') throw error;
    const { field } = error.details;
    if (field === 'findings' && isFreeText(written)) return written;
    throw invalid(row.table, row.number, String(field), error.message);
  }
}

/** Labels are single terms or joined by bars; words with blanks that are no known label are a report's. */
function isFreeText(findings: string): boolean {
  return !findings.includes('|') && /\s/.test(findings);
}

function readAge(row: Row): number | null {
  const written = row.cell('age');
  if (written === '') return null;
  const years = /^0*(\d{1,3})(?:\.0+)?\s*Y?$/i.exec(written)?.[1];
  if (years === undefined)
    throw invalid(row.table, row.number, 'age', `"${written}" is no age in whole years`);
  return Number(years);
}

function invalid(table: string, row: number, column: string | null, problem: string): LightboxError {
  const place = [`row ${row}`, ...(column === null ? [] : [`column "${column}"`])];
  return csvInvalid(table, place, problem, column === null ? { row } : { row, column });
}
