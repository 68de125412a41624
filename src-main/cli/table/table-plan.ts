import path from 'node:path';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { Recipe } from '../../../src-core/diffusion/recipe.ts';
import { tableSeed } from '../../../src-core/diffusion/table-seed.ts';
import { requireTaskOfModel } from '../../engine/edit-checks.ts';
import { editHashes } from '../../engine/image-recipe.ts';
import type { HashedModelFolder } from '../../engine/model-folder.ts';
import { type EditFiles, type EditPictures, readEditPictures } from '../../files/edit-source.ts';
import {
  describeRowProblem,
  type PromptRow,
  type PromptTable,
  type RowProblem,
} from '../../files/prompt-table.ts';
import { badInput } from '../exit.ts';
import { runModelOf } from '../generate-job.ts';
import type { GenerateOptions, TableWork } from '../generate-options.ts';
import { createSettingsCheck, type ImageSettings, settingsOf } from '../image-settings.ts';

export type SourceHashes = Pick<Recipe, 'sourceImage' | 'maskImage'>;

/** A row of this shard with what the options add to it. */
export interface PlannedRow {
  readonly row: PromptRow;
  readonly count: number;
  /** The place of the row's first image among the shard's images, from 0. */
  readonly firstOrdinal: number;
  /** Of film and mask as they are now; both null for text to image. */
  readonly hashes: SourceHashes;
}

/** What this run, or this shard of it, is to draw: rows in order, nothing of their pictures. */
export interface TablePlan {
  readonly rows: readonly PlannedRow[];
  readonly images: number;
  readonly carriedColumns: readonly string[];
  settings(row: PromptRow): ImageSettings;
  /** Film and mask of a row at the model's size; null for text to image. */
  pictures(row: PromptRow): Promise<EditPictures | null>;
}

const NO_SOURCE: SourceHashes = { sourceImage: null, maskImage: null };

/**
 * Checks every row of the table, and the films of this shard's rows, before anything is drawn.
 * @throws LightboxError CSV_INVALID where a row cannot be drawn, after a line on standard error for each where there
 *   are several; MODEL_UNSUPPORTED or BAD_INPUT where the model cannot do a task of the table
 */
export async function planTable(
  table: PromptTable,
  work: TableWork,
  options: GenerateOptions,
  folder: HashedModelFolder,
): Promise<TablePlan> {
  const { widthPixels, heightPixels } = folder.defaults;
  const settings = (row: PromptRow): ImageSettings => {
    const strength = row.initImage === null ? null : (row.strength ?? work.strength ?? null);
    return settingsOf(options.sampling, folder.defaults, strength, row);
  };
  const files = (row: PromptRow): EditFiles | null => editFiles(row, work.table);
  const problems: RowProblem[] = [];
  const report = (row: PromptRow, column: string | null, message: string): void => {
    problems.push({ row: row.row, line: row.line, column, problem: message.replace(/\.$/, '') });
  };

  requireTasks(table, folder);
  const check = createSettingsCheck(folder);
  const rows: PlannedRow[] = [];
  const hashes = createHashReader(widthPixels, heightPixels);
  let images = 0;
  for (const row of table.rows) {
    const edit = files(row);
    const wanted = settings(row);
    // What the options ask of every row is no row's fault.
    if (edit === null && row.scheduler === null && row.steps === null) check.require(wanted);
    else if (edit !== null && wanted.strength === null)
      report(row, 'strength', 'the film needs one; fill the cell or name --strength for all rows');
    else
      catching(
        () => check.require(wanted),
        (message) => report(row, null, message),
      );
    if ((row.row - work.shard.part) % work.shard.of !== 0) continue;
    const count = row.count ?? work.count;
    const source =
      edit === null ? NO_SOURCE : await hashes(edit, (message) => report(row, 'init_image', message));
    rows.push({ row, count, firstOrdinal: images, hashes: source });
    images += count;
  }
  refuseProblems(path.basename(work.table), problems);
  return {
    rows,
    images,
    carriedColumns: table.carriedColumns,
    settings,
    pictures: async (row) => {
      const edit = files(row);
      return edit === null ? null : (await readEditPictures(edit, widthPixels, heightPixels)).pictures;
    },
  };
}

/**
 * Every kind of task that the table has must be the model's to do.
 * @throws LightboxError MODEL_UNSUPPORTED or BAD_INPUT, as the engine would when it comes to that row
 */
function requireTasks({ rows }: PromptTable, folder: HashedModelFolder): void {
  const model = { folder, components: runModelOf(folder).components };
  if (rows.some(({ initImage }) => initImage === null)) requireTaskOfModel(model, null);
  for (const masked of [false, true]) {
    if (rows.some(({ initImage, mask }) => initImage !== null && (mask !== null) === masked))
      requireTaskOfModel(model, { mask: masked ? 'mask' : null });
  }
}

/** The seed of an image: the row's own and those after it, else one that follows from the base seed. */
export function seedOf({ seed, row }: PromptRow, image: number, baseSeed: number | null): number {
  if (seed !== null) return seed + image;
  if (baseSeed === null) throw new LightboxError('INTERNAL', 'A row without a seed needs the base seed.');
  return tableSeed(baseSeed, row, image);
}

/**
 * Says where a table is wrong: one fault as the error itself, several as a line each and an error that counts them.
 * @throws LightboxError CSV_INVALID unless there are none
 */
export function refuseProblems(tableName: string, problems: readonly RowProblem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  if (others.length === 0) throw new LightboxError('CSV_INVALID', describeRowProblem(tableName, first));
  for (const problem of problems)
    process.stderr.write(`lightbox: ${oneLine(describeRowProblem(tableName, problem))}\n`);
  const rows = new Set(problems.map(({ row }) => row)).size;
  throw new LightboxError(
    'CSV_INVALID',
    `${tableName}: ${problems.length} faults in ${rows} ${rows === 1 ? 'row' : 'rows'}; nothing was drawn.`,
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** Paths stand in a table as seen from its folder. */
function editFiles({ initImage, mask }: PromptRow, table: string): EditFiles | null {
  if (initImage === null) return null;
  const place = path.dirname(path.resolve(table));
  return { film: path.resolve(place, initImage), mask: mask === null ? null : path.resolve(place, mask) };
}

/** Reads each pair of film and mask once, and keeps its hashes only. */
function createHashReader(widthPixels: number, heightPixels: number) {
  const known = new Map<string, SourceHashes>();
  return async (files: EditFiles, report: (message: string) => void): Promise<SourceHashes> => {
    const key = JSON.stringify(files);
    const found = known.get(key);
    if (found !== undefined) return found;
    try {
      const { pictures, notes } = await readEditPictures(files, widthPixels, heightPixels);
      for (const note of notes) process.stderr.write(`lightbox: ${note}\n`);
      const hashes = editHashes(pictures);
      known.set(key, hashes);
      return hashes;
    } catch (error) {
      if (!(error instanceof LightboxError)) throw error;
      report(error.message);
      return NO_SOURCE;
    }
  };
}

function catching(attempt: () => void, report: (message: string) => void): void {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof LightboxError)) throw error;
    report(error.message);
  }
}

/**
 * Shards of one run must agree on the seeds of rows that name none.
 * @throws LightboxError BAD_INPUT
 */
export function requireSeedForShards(table: PromptTable, work: TableWork): void {
  if (work.shard.of === 1 || work.seed !== undefined || table.rows.every(({ seed }) => seed !== null)) return;
  throw badInput('--shard needs --seed, the same for all shards, unless every row has a seed of its own');
}
