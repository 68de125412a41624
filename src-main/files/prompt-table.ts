import type { SchedulerName } from '../../src-core/base/generation-names.ts';
import { MAX_TABLE_ROWS } from '../../src-core/diffusion/table-seed.ts';
import { type CsvRecord, type CsvTable, csvInvalid, readCsv } from './csv.ts';
import { promptOf, readCells } from './prompt-table-cells.ts';

/** One row of a prompt table; null where its cell is empty or its column missing. */
export interface PromptRow {
  /** From 1, without the header and blank rows: what seeds, shards and manifests go by. */
  readonly row: number;
  /** The line of the file on which the row begins. */
  readonly line: number;
  readonly id: string | null;
  readonly prompt: string;
  readonly negativePrompt: string | null;
  /** Of the row's first image; image n takes seed + n. */
  readonly seed: number | null;
  readonly count: number | null;
  readonly steps: number | null;
  readonly guidanceScale: number | null;
  readonly scheduler: SchedulerName | null;
  /** The film that is edited and its mask, as the table writes the paths. */
  readonly initImage: string | null;
  readonly mask: string | null;
  readonly strength: number | null;
  /** The cells of `PromptTable.carriedColumns`, as written. */
  readonly carried: readonly string[];
}

export interface PromptTable {
  readonly rows: readonly PromptRow[];
  /** Columns that do not control the drawing, as the header writes them. */
  readonly carriedColumns: readonly string[];
}

/** A row that cannot be drawn: where, what is wrong, and what to do. */
export interface RowProblem {
  readonly row: number;
  readonly line: number;
  /** As the header writes it; null where the row as a whole is wrong. */
  readonly column: string | null;
  /** Without a full stop. */
  readonly problem: string;
}

export type PromptTableReading =
  | { readonly ok: true; readonly table: PromptTable }
  /** `table` holds the rows without a fault. */
  | { readonly ok: false; readonly table: PromptTable; readonly problems: readonly RowProblem[] };

/** Columns that control the drawing. All others, RoentGen-v2's among them, are carried along. */
const OWN_COLUMNS = [
  'prompt',
  'negative',
  'seed',
  'count',
  'id',
  'steps',
  'guidance',
  'scheduler',
  'init_image',
  'mask',
  'strength',
] as const;
/** Those of RoentGen-v2's inference tables: read where the own columns say nothing. */
const ROENTGEN_COLUMNS = [
  'dicom_id',
  'gender',
  'anchor_age',
  'race',
  'impression_short',
  'prompt_variation',
] as const;
export type PromptColumn = (typeof OWN_COLUMNS)[number] | (typeof ROENTGEN_COLUMNS)[number];

/** What a prompt is taken from, in this order. */
const PROMPT_COLUMNS = ['prompt', 'prompt_variation', 'impression_short'] as const;

/** Where the known columns stand, and which others are carried. */
interface Columns {
  readonly places: ReadonlyMap<PromptColumn, number>;
  readonly carried: readonly { readonly name: string; readonly index: number }[];
}

/**
 * Reads a table of prompts, as readCsv reads tables. Columns, in any order and case: `prompt`, and optionally
 * `negative`, `seed`, `count`, `id`, `steps`, `guidance`, `scheduler`, `init_image`, `mask`, `strength`; or
 * RoentGen-v2's `dicom_id, gender, anchor_age, race, impression_short, prompt_variation`, of which
 * `prompt_variation` is the prompt where it is filled, and "{age} year old {RACE} {male|female}. {impression}" is
 * put together otherwise. Every bad row is reported.
 * @param tableName the file's name, for messages.
 * @throws LightboxError CSV_INVALID for what concerns the table as a whole: no text, no prompts, a column twice.
 */
export function parsePromptTable(bytes: Uint8Array, tableName: string): PromptTableReading {
  const csv = readCsv(bytes, tableName);
  const columns = findColumns(csv, tableName);
  if (csv.records.length === 0) throw csvInvalid(tableName, [], 'it has a header and no rows');
  if (csv.records.length > MAX_TABLE_ROWS)
    throw csvInvalid(tableName, [], `it has more than ${MAX_TABLE_ROWS} rows; split it`);
  const rows: PromptRow[] = [];
  const problems: RowProblem[] = [];
  csv.records.forEach((record, index) => {
    const place = { row: index + 1, line: record.line };
    const before = problems.length;
    const row = readRow(record, csv.header, columns, place.row, (column, problem) => {
      const name = column === null ? null : headerName(column, csv.header, columns);
      problems.push({ ...place, column: name, problem });
    });
    if (problems.length === before) rows.push(row);
  });
  const table = { rows, carriedColumns: columns.carried.map(({ name }) => name) };
  return problems.length === 0 ? { ok: true, table } : { ok: false, table, problems };
}

/** One line for a person: `prompts.csv, row 3 (line 4), column "seed": ...` */
export function describeRowProblem(tableName: string, { row, line, column, problem }: RowProblem): string {
  const place = column === null ? '' : `, column "${column}"`;
  return `${tableName}, row ${row} (line ${line})${place}: ${problem}.`;
}

function findColumns({ header }: CsvTable, tableName: string): Columns {
  const places = new Map<PromptColumn, number>();
  const carried: { name: string; index: number }[] = [];
  const seen = new Set<string>();
  header.forEach((cell, index) => {
    const name = cell.trim();
    // Tables saved with their row numbers have one such column.
    if (name === '') return;
    const known = knownColumn(name);
    const key = known ?? name;
    if (seen.has(key)) {
      throw csvInvalid(tableName, [`column "${name}"`], 'the column stands twice; remove one', {
        column: name,
      });
    }
    seen.add(key);
    if (known !== undefined) places.set(known, index);
    if (known === undefined || ROENTGEN_COLUMNS.some((column) => column === known))
      carried.push({ name, index });
  });
  if (!PROMPT_COLUMNS.some((column) => places.has(column))) {
    const problem =
      'the column is missing; RoentGen-v2\'s "prompt_variation" or "impression_short" also serve';
    throw csvInvalid(tableName, ['column "prompt"'], problem, { column: 'prompt' });
  }
  return { places, carried };
}

/** As the table writes it; of a prompt that is missing, the column that this table has for prompts. */
function headerName(column: PromptColumn, header: readonly string[], { places }: Columns): string {
  const candidates = column === 'prompt' ? PROMPT_COLUMNS : [column];
  const place = candidates.map((name) => places.get(name)).find((index) => index !== undefined);
  return header[place ?? -1]?.trim() ?? column;
}

function knownColumn(name: string): PromptColumn | undefined {
  const key = name.toLowerCase();
  return [...OWN_COLUMNS, ...ROENTGEN_COLUMNS].find((column) => column === key);
}

function readRow(
  { cells, line }: CsvRecord,
  header: readonly string[],
  { places, carried }: Columns,
  row: number,
  report: (column: PromptColumn | null, problem: string) => void,
): PromptRow {
  if (cells.length !== header.length) {
    report(
      null,
      `it has ${cells.length} cells, the header has ${header.length}; quote texts with separators`,
    );
  }
  const cell = (column: PromptColumn): string => (cells[places.get(column) ?? -1] ?? '').trim();
  const read = readCells(cell, report);
  return {
    row,
    line,
    ...read,
    prompt: cells.length === header.length ? promptOf(cell, report) : '',
    carried: carried.map(({ index }) => cells[index] ?? ''),
  };
}
