import { SCHEDULER_NAMES, type SchedulerName } from '../../src-core/base/generation-names.ts';
import { promptTextSchema } from '../../src-core/contract/common.ts';
import { generationRequestSchema, seedSchema } from '../../src-core/contract/generation-calls.ts';
import { MAX_IMAGES_PER_ROW } from '../../src-core/diffusion/table-seed.ts';
import type { Sex } from '../../src-core/prompt/description.ts';
import { sexOfLabel } from '../../src-core/prompt/label-text.ts';
import { demographicsPhrase } from '../../src-core/prompt/wording.ts';
import type { PromptColumn, PromptRow } from './prompt-table.ts';

/** A row's cell without blanks at its ends; empty where the column is missing. */
export type CellReader = (column: PromptColumn) => string;
/** Takes one fault of the row; `problem` says what is wrong and what to do, without a full stop. */
export type ProblemReport = (column: PromptColumn, problem: string) => void;

type Settings = Omit<PromptRow, 'row' | 'line' | 'prompt' | 'carried'>;

const MAX_SEED = seedSchema.maxValue ?? 0xffff_ffff;
const MAX_STEPS = 1000;
const MAX_GUIDANCE = generationRequestSchema.shape.guidanceScale.maxValue ?? 30;
const MAX_AGE = 120;
/** As spreadsheets and pandas write whole numbers of a column that has gaps: "7.0". */
const WHOLE_NUMBER = /^(\d{1,12})(?:\.0+)?$/;
const DECIMAL_NUMBER = /^\d+(?:\.\d+)?$/;

/** What a row says besides its prompt; every fault is reported, and null stands in its place. */
export function readCells(cell: CellReader, report: ProblemReport): Settings {
  const seed = wholeNumber('seed', 0, MAX_SEED, cell, report);
  const count = wholeNumber('count', 1, MAX_IMAGES_PER_ROW, cell, report);
  if (seed !== null && count !== null && seed + count - 1 > MAX_SEED)
    report('seed', `${seed} with ${count} images passes the last seed, ${MAX_SEED}; take a lower one`);
  return {
    id: cell('id') || cell('dicom_id') || null,
    negativePrompt: cell('negative') === '' ? null : fitting('negative', cell('negative'), report),
    seed,
    count,
    steps: wholeNumber('steps', 1, MAX_STEPS, cell, report),
    guidanceScale: number('guidance', (value) => value <= MAX_GUIDANCE, `0 to ${MAX_GUIDANCE}`, cell, report),
    scheduler: schedulerOf(cell, report),
    ...editOf(cell, report),
  };
}

/** `prompt`, else `prompt_variation`, else RoentGen-v2's wording of its other columns. */
export function promptOf(cell: CellReader, report: ProblemReport): string {
  const written = (['prompt', 'prompt_variation'] as const).find((column) => cell(column) !== '');
  if (written !== undefined) return fitting(written, cell(written), report);
  const impression = cell('impression_short');
  if (impression === '') {
    report('prompt', 'it is empty; write what the film shows');
    return '';
  }
  const demographics = demographicsPhrase({
    age: wholeNumber('anchor_age', 0, MAX_AGE, cell, report),
    race: cell('race') || null,
    sex: sexOf(cell, report),
  });
  const text = demographics === '' ? impression : `${demographics}. ${impression}`;
  return fitting('impression_short', text, report);
}

function editOf(cell: CellReader, report: ProblemReport): Pick<PromptRow, 'initImage' | 'mask' | 'strength'> {
  const initImage = cell('init_image') || null;
  for (const column of ['mask', 'strength'] as const) {
    if (cell(column) !== '' && initImage === null)
      report(column, `it needs a film to edit; name one in the column "init_image", or empty this cell`);
  }
  return {
    initImage,
    mask: cell('mask') || null,
    strength: number('strength', (value) => value > 0 && value <= 1, 'above 0 to 1', cell, report),
  };
}

function schedulerOf(cell: CellReader, report: ProblemReport): SchedulerName | null {
  const text = cell('scheduler');
  const name = SCHEDULER_NAMES.find((known) => known === text.toLowerCase());
  if (name === undefined && text !== '')
    report('scheduler', `${quoted(text)} is none; take one of ${SCHEDULER_NAMES.join(', ')}`);
  return name ?? null;
}

function sexOf(cell: CellReader, report: ProblemReport): Sex {
  const sex = sexOfLabel(cell('gender'));
  if (sex === undefined) report('gender', `${quoted(cell('gender'))} is not known; write M or F`);
  return sex ?? 'none';
}

function wholeNumber(
  column: PromptColumn,
  min: number,
  max: number,
  cell: CellReader,
  report: ProblemReport,
): number | null {
  const text = cell(column);
  if (text === '') return null;
  const value = Number(WHOLE_NUMBER.exec(text)?.[1] ?? Number.NaN);
  if (value >= min && value <= max) return value;
  report(column, `${quoted(text)} is no whole number from ${min} to ${max}; correct or empty the cell`);
  return null;
}

function number(
  column: PromptColumn,
  allowed: (value: number) => boolean,
  range: string,
  cell: CellReader,
  report: ProblemReport,
): number | null {
  const text = cell(column);
  if (text === '') return null;
  const value = DECIMAL_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (allowed(value)) return value;
  report(column, `${quoted(text)} is no number ${range}, written as 2.5; correct or empty the cell`);
  return null;
}

function fitting(column: PromptColumn, text: string, report: ProblemReport): string {
  if (promptTextSchema.safeParse(text).success) return text;
  const limit = promptTextSchema.maxLength ?? 4000;
  report(column, `the text has ${text.length} characters; shorten it to ${limit}`);
  return '';
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
