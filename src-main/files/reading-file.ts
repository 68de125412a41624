import { type ReadingFile, TABLE_COLUMNS } from '../../src-core/contract/analysis-calls.ts';
import type { ReadingTable } from '../../src-core/stats/analysis/reading-table.ts';
import { readCsv } from './csv.ts';
import { imrmcRows, parseImrmc } from './imrmc.ts';
import { type LongColumn, parseLongTable } from './long-table.ts';
import type { TableRules } from './reading-problems.ts';

/** Rows that are shown before a table is analysed. */
const ROWS_SHOWN = 8;
const LONGEST_CELL = 60;

/** Names that tables give the columns, in lower case and without anything but letters; the first found counts. */
const USUAL_NAMES: Readonly<Record<LongColumn, readonly string[]>> = {
  reader: ['reader', 'readerid', 'rater', 'observer', 'radiologist', 'readername', 'ratername'],
  case: ['case', 'caseid', 'patient', 'image', 'film', 'imageid', 'filmid', 'subject', 'unit'],
  arm: ['arm', 'modality', 'test', 'model', 'treatment', 'system', 'group', 'source'],
  truth: ['truth', 'status', 'label', 'reference', 'disease', 'groundtruth', 'actual', 'kind'],
  rating: ['rating', 'score', 'realism', 'confidence', 'response', 'value', 'answer'],
  time: ['time', 'seconds', 'readingtime', 'times', 'timeseconds'],
  order: ['order', 'position', 'place', 'sequence', 'trial'],
};

export function isImrmc(fileName: string): boolean {
  return fileName.toLowerCase().endsWith('.imrmc');
}

/**
 * Readings of any study: a file of iMRMC by its name, else a long table.
 * @throws LightboxError CSV_INVALID naming every line that is wrong
 */
export function parseReadings(
  bytes: Uint8Array,
  fileName: string,
  columns: Partial<Readonly<Record<LongColumn, string>>>,
  rules: Omit<TableRules, 'emptyIsMissing'>,
): ReadingTable {
  return isImrmc(fileName)
    ? parseImrmc(bytes, fileName, rules)
    : parseLongTable(bytes, fileName, columns, rules);
}

/** What a file of readings holds, before anything of it is believed. @throws LightboxError CSV_INVALID for what is none */
export function surveyReadings(bytes: Uint8Array, fileName: string): Omit<ReadingFile, 'fileToken'> {
  if (isImrmc(fileName)) {
    const rows = imrmcRows(bytes, fileName);
    return { fileName, kind: 'imrmc', columns: [], firstRows: [], rows, likely: {} };
  }
  const { header, records } = readCsv(bytes, fileName);
  const columns = header.map((name) => name.trim());
  return {
    fileName,
    kind: 'table',
    columns,
    firstRows: records
      .slice(0, ROWS_SHOWN)
      .map(({ cells }) => columns.map((_, index) => (cells[index] ?? '').slice(0, LONGEST_CELL))),
    rows: records.length,
    likely: likelyColumns(columns),
  };
}

/** Which column is likely which; a column stands for one thing. */
function likelyColumns(columns: readonly string[]): ReadingFile['likely'] {
  const plain = columns.map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const taken = new Set<number>();
  const likely: Partial<Record<LongColumn, string>> = {};
  for (const column of TABLE_COLUMNS) {
    const place = USUAL_NAMES[column]
      .map((name) => plain.indexOf(name))
      .find((found) => found >= 0 && !taken.has(found));
    const name = place === undefined ? undefined : columns[place];
    if (place === undefined || name === undefined || name === '' || name.length > 200) continue;
    taken.add(place);
    likely[column] = name;
  }
  return likely;
}
