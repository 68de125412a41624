import { createHash, randomInt } from 'node:crypto';
import path from 'node:path';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { type PromptTable, parsePromptTable } from '../../files/prompt-table.ts';
import { readWholeFile } from '../../files/whole-file.ts';
import { PRODUCT_VERSION } from '../../product.ts';
import { failedAfter } from '../exit.ts';
import { type Job, runModelOf } from '../generate-job.ts';
import type { TableWork } from '../generate-options.ts';
import { settingsOf } from '../image-settings.ts';
import { openOutputFolder } from '../output-folder.ts';
import { lockShard } from './run-lock.ts';
import { type RunRecord, readRunRecord, requireSameRun } from './run-record.ts';
import { drawTable, type TableDrawing } from './table-drawing.ts';
import { planTable, refuseProblems, requireSeedForShards } from './table-plan.ts';
import { TableRun } from './table-run-context.ts';

const SEED_COUNT = 2 ** 32;

/** Work on a table that has been read. */
export interface ReadTable extends TableWork {
  readonly content: PromptTable;
  readonly sha256: string;
}

/**
 * Reads the table.
 * @throws LightboxError CSV_INVALID (after a line on standard error for each bad row, where there are several),
 *   FILE_NOT_FOUND, FILE_UNREADABLE or FILE_UNSUPPORTED; BAD_INPUT where shards could not agree on seeds
 */
export async function readTable(work: TableWork): Promise<ReadTable> {
  const bytes = await readWholeFile(work.table, 'FILE_UNSUPPORTED');
  const tableName = path.basename(work.table);
  const reading = parsePromptTable(bytes, tableName);
  if (!reading.ok) {
    refuseProblems(tableName, reading.problems);
    throw new LightboxError('INTERNAL', `${tableName} was refused without a reason.`);
  }
  requireSeedForShards(reading.table, work);
  return { ...work, content: reading.table, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * Draws a table, or a shard of it, into a folder: images, a manifest, and the record of the run. A run that was
 * ended goes on with `resume`. Nothing is written before the first image is drawn.
 */
export async function generateTable(job: Job<ReadTable>): Promise<void> {
  const { options, work, folder } = job;
  const plan = await planTable(work.content, work, options, folder);
  const out = await openOutputFolder(options.outFolder);
  let unlock = async (): Promise<void> => undefined;
  let drawing: TableDrawing | undefined;
  try {
    const { directory } = out;
    const recorded = await readRunRecord(directory);
    const baseSeed = baseSeedOf(work, recorded);
    const record = recordOf(job, baseSeed);
    const model = runModelOf(folder);
    const run = new TableRun({ options, work, plan, folder, model, record, baseSeed, directory });
    requireBeginning(run, recorded, work.resume);
    unlock = await lockShard(run.manifestFile);
    drawing = { job, run, out, recorded: recorded !== null, written: 0 };
    await drawTable(drawing);
  } catch (error) {
    throw failedAfter(drawing?.written ?? 0, error);
  } finally {
    await drawing?.run.manifest.close();
    await unlock();
    await out.removeIfUnused();
  }
}

/** The seed that was asked for, else the one that the run began with, else a new one. */
function baseSeedOf({ seed, content }: ReadTable, recorded: RunRecord | null): number | null {
  if (content.rows.every((row) => row.seed !== null)) return null;
  const known = seed ?? recorded?.settings['seed'];
  return typeof known === 'number' ? known : randomInt(0, SEED_COUNT);
}

function recordOf({ options, work, folder }: Job<ReadTable>, baseSeed: number | null): RunRecord {
  const { strength, ...sampling } = settingsOf(options.sampling, folder.defaults, work.strength ?? null);
  return {
    formatVersion: 1,
    table: work.sha256,
    shards: work.shard.of,
    model: { name: folder.name, components: runModelOf(folder).components },
    settings: {
      ...sampling,
      strength,
      seed: baseSeed,
      count: work.count,
      provider: options.provider,
      threads: options.threads ?? null,
      widthPixels: folder.defaults.widthPixels,
      heightPixels: folder.defaults.heightPixels,
    },
    productVersion: PRODUCT_VERSION,
  };
}

/** @throws LightboxError CONFLICT where the folder holds another run, or this one and it is not to go on */
function requireBeginning(run: TableRun, recorded: RunRecord | null, resume: boolean): void {
  const { directory, manifestExists, manifestFile, record } = run;
  if (recorded !== null) requireSameRun(recorded, record, directory);
  if (!manifestExists) return;
  const [what, todo] =
    recorded === null
      ? [`${path.basename(manifestFile)} without the record of its run`, 'Use another folder']
      : ['this run already', 'Add --resume to go on with it, or use another folder'];
  if (recorded !== null && resume) return;
  throw new LightboxError('CONFLICT', `${directory} holds ${what}. ${todo}.`, { directory });
}
