import { LightboxError } from '../../src-core/base/errors.ts';
import {
  type ChosenTable,
  MAX_TABLE_ROWS_QUEUED,
  type RowFacts,
  type TablePlan,
} from '../../src-core/contract/batch-calls.ts';
import type { CallArguments } from '../../src-core/contract/contract.ts';
import { tableSeed } from '../../src-core/diffusion/table-seed.ts';
import type { ReadTable } from '../files/file-work.ts';
import type { PromptRow } from '../files/prompt-table.ts';
import type { JobRequest, NewBatch } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

const TABLE_FILTER = [{ name: 'CSV', extensions: ['csv', 'tsv', 'txt'] }];
const ROWS_OF_PREVIEW = 50;
const PROBLEMS_SHOWN = 1000;

type EnqueueTable = CallArguments<'batches.enqueueTable'>;

/** Prompt tables that were chosen in the window: main keeps their rows until they are queued or another is chosen. */
export class PromptTables {
  readonly #ports: AppPorts;
  #chosen: { readonly id: string; readonly table: ReadTable } | null = null;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** Null when the dialog was closed. @throws LightboxError CSV_INVALID, FILE_UNREADABLE */
  async choose(): Promise<ChosenTable | null> {
    const { dialogs, fileWork, random } = this.#ports;
    const [file] = await dialogs.openFiles('Choose a prompt table', TABLE_FILTER);
    if (file === undefined) return null;
    const table = withoutEdits(await fileWork.readTable(file));
    if (table.rows.length > MAX_TABLE_ROWS_QUEUED) {
      throw new LightboxError(
        'CSV_INVALID',
        `${table.fileName} has ${table.rows.length} rows; ${MAX_TABLE_ROWS_QUEUED} are the most here. Split it, or draw it with lightbox generate --table.`,
      );
    }
    const id = random.id();
    this.#chosen = { id, table };
    return describe(id, table);
  }

  /**
   * The batch of a chosen table; `drawnSeed` stands in for a base seed that was left to the program.
   * @throws LightboxError NOT_FOUND where another table was chosen since, CSV_INVALID without a row to draw
   */
  batchOf(
    { tableId, name, settings, baseSeed }: EnqueueTable,
    drawnSeed: number,
  ): NewBatch & { plan: TablePlan } {
    if (this.#chosen?.id !== tableId)
      throw new LightboxError('NOT_FOUND', 'This table is no longer chosen. Choose it again.');
    const { rows, fileName, sha256, carriedColumns, problems } = this.#chosen.table;
    if (rows.length === 0)
      throw new LightboxError('CSV_INVALID', `${fileName} has no row that can be drawn. Correct it first.`);
    const plan: TablePlan = {
      kind: 'table',
      ...settings,
      baseSeed: baseSeed ?? drawnSeed,
      fileName,
      fileSha256: sha256,
      carriedColumns,
      refusedRows: new Set(problems.map(({ row }) => row)).size,
    };
    const jobs = rows.map((row) => ({ request: rowRequest(row, plan), facts: factsOf(row) }));
    return { kind: 'table', name, plan, jobs };
  }
}

/** Films named by path are for the command line: the window edits films of its library. */
function withoutEdits(table: ReadTable): ReadTable {
  const edits = table.rows.filter(({ initImage }) => initImage !== null);
  if (edits.length === 0) return table;
  const problem =
    'films named by their path are edited by the command line (lightbox generate --table); leave the cell empty here';
  const refused = edits.map(({ row, line }) => ({ row, line, column: 'init_image', problem }));
  return {
    ...table,
    rows: table.rows.filter(({ initImage }) => initImage === null),
    problems: [...table.problems, ...refused].sort((first, second) => first.row - second.row),
  };
}

/** A row's own settings, else the form's; its seeds follow from its number alone, so that rows left out move none. */
function rowRequest(row: PromptRow, plan: TablePlan): JobRequest {
  const scheduler = row.scheduler ?? plan.scheduler;
  return {
    modelId: plan.modelId,
    provider: plan.provider,
    prompt: row.prompt,
    negativePrompt: row.negativePrompt ?? plan.negativePrompt,
    count: row.count ?? plan.imagesPerRow,
    seed: row.seed ?? tableSeed(plan.baseSeed, row.row, 0),
    steps: row.steps ?? plan.steps,
    guidanceScale: row.guidanceScale ?? plan.guidanceScale,
    scheduler,
    guidanceRescale: plan.guidanceRescale,
    eta: scheduler === 'ddim' ? plan.eta : 0,
    edit: null,
    fixed: null,
    pairLabel: null,
  };
}

function factsOf({ row, id, carried }: PromptRow): RowFacts {
  return { row, id, carried: [...carried] };
}

function describe(tableId: string, { fileName, rows, problems }: ReadTable): ChosenTable {
  const groups = new Map<number | null, { imagesNamed: number; rowsWithoutCount: number }>();
  for (const { steps, count } of rows) {
    const group = groups.get(steps) ?? { imagesNamed: 0, rowsWithoutCount: 0 };
    if (count === null) group.rowsWithoutCount += 1;
    else group.imagesNamed += count;
    groups.set(steps, group);
  }
  return {
    tableId,
    fileName,
    rows: rows.length,
    images: [...groups].map(([steps, group]) => ({ steps, ...group })),
    needsBaseSeed: rows.some(({ seed }) => seed === null),
    preview: rows.slice(0, ROWS_OF_PREVIEW).map(({ row, id, prompt, seed, count, ...own }) => ({
      row,
      id,
      prompt,
      seed,
      count,
      steps: own.steps,
      guidanceScale: own.guidanceScale,
      scheduler: own.scheduler,
      negativePrompt: own.negativePrompt,
    })),
    refused: problems.slice(0, PROBLEMS_SHOWN),
    refusedRows: new Set(problems.map(({ row }) => row)).size,
  };
}
