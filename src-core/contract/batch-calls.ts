import { z } from 'zod';
import {
  batchIdSchema,
  jobIdSchema,
  modelIdSchema,
  nameSchema,
  nothing,
  promptTextSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';
import {
  generationRequestSchema,
  jobStateSchema,
  schedulerNameSchema,
  seedSchema,
} from './generation-calls.ts';
import { filmViewSchema } from './library-calls.ts';
import { batchViewSchema } from './queue-calls.ts';
import { providerSettingSchema } from './settings-calls.ts';

/** Cells of one sweep: more than anyone looks at, and hours of work. */
export const MAX_SWEEP_CELLS = 2000;
/** Rows of a table that the window queues; the command line takes larger ones. */
export const MAX_TABLE_ROWS_QUEUED = 10_000;
const MAX_PICTURE_BYTES = 256 * 1024 * 1024;
/** Cells asked for at once. */
export const MAX_CELLS_AT_ONCE = 500;

const { steps, guidanceScale, guidanceRescale, eta, prompt } = generationRequestSchema.shape;

/** What all images of a batch share. */
const sharedSettings = {
  modelId: modelIdSchema,
  provider: providerSettingSchema,
  negativePrompt: promptTextSchema,
  guidanceRescale,
  eta,
};

const valuesOf = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(200);

/** The values of each axis, in the order in which the grid shows them. */
export const sweepAxesSchema = z.strictObject({
  prompt: valuesOf(prompt),
  scheduler: valuesOf(schedulerNameSchema),
  steps: valuesOf(steps),
  guidance: valuesOf(guidanceScale),
  seed: valuesOf(seedSchema),
});

export const sweepPlanSchema = z.strictObject({
  kind: z.literal('sweep'),
  ...sharedSettings,
  axes: sweepAxesSchema,
});
export type SweepPlan = z.infer<typeof sweepPlanSchema>;

/** What rows of a table take where they say nothing themselves. */
const tableSettings = {
  ...sharedSettings,
  steps,
  guidanceScale,
  scheduler: schedulerNameSchema,
  imagesPerRow: generationRequestSchema.shape.count,
};

export const tablePlanSchema = z.strictObject({
  kind: z.literal('table'),
  ...tableSettings,
  /** Seeds of rows that name none follow from it and from the row's number. */
  baseSeed: seedSchema,
  fileName: z.string(),
  /** SHA-256 of the table's bytes. */
  fileSha256: z.string(),
  /** Columns that do not control the drawing, as the table's header writes them. */
  carriedColumns: z.array(z.string()),
  /** Rows of the table that were left out since they cannot be drawn. */
  refusedRows: z.number().int(),
});
export type TablePlan = z.infer<typeof tablePlanSchema>;

export const batchPlanSchema = z.discriminatedUnion('kind', [sweepPlanSchema, tablePlanSchema]);
export type BatchPlan = z.infer<typeof batchPlanSchema>;

/** What a table's row says of itself. */
export const rowFactsSchema = z.strictObject({
  /** From 1, without the header. */
  row: z.number().int(),
  id: z.string().nullable(),
  /** The cells of the plan's `carriedColumns`, as written. */
  carried: z.array(z.string()),
});
export type RowFacts = z.infer<typeof rowFactsSchema>;

/** One job of a batch, with its films. */
export const batchCellSchema = z.strictObject({
  index: z.number().int(),
  jobId: jobIdSchema,
  state: jobStateSchema,
  prompt: promptTextSchema,
  seed: seedSchema,
  images: z.number().int(),
  films: z.array(filmViewSchema),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** Null outside tables. */
  row: rowFactsSchema.nullable(),
});
export type BatchCell = z.infer<typeof batchCellSchema>;

/** A table that was chosen: main keeps its rows, the window sees a preview. */
export const chosenTableSchema = z.strictObject({
  tableId: z.string(),
  fileName: z.string(),
  /** Rows that can be drawn. */
  rows: z.number().int(),
  /** Images by what names their steps; where a row names no count, the form's holds. */
  images: z.array(
    z.strictObject({
      /** Null: the form's. */
      steps: z.number().int().nullable(),
      imagesNamed: z.number().int(),
      rowsWithoutCount: z.number().int(),
    }),
  ),
  /** True where some rows name no seed: these follow from the base seed. */
  needsBaseSeed: z.boolean(),
  preview: z.array(
    z.strictObject({
      row: z.number().int(),
      id: z.string().nullable(),
      prompt: z.string(),
      seed: z.number().int().nullable(),
      count: z.number().int().nullable(),
      steps: z.number().int().nullable(),
      guidanceScale: z.number().nullable(),
      scheduler: schedulerNameSchema.nullable(),
      negativePrompt: z.string().nullable(),
    }),
  ),
  /** What is wrong with rows that cannot be drawn, the first thousand faults. */
  refused: z.array(
    z.strictObject({
      row: z.number().int(),
      line: z.number().int(),
      column: z.string().nullable(),
      problem: z.string(),
    }),
  ),
  refusedRows: z.number().int(),
});
export type ChosenTable = z.infer<typeof chosenTableSchema>;

const batchInput = z.strictObject({ batchId: batchIdSchema });

export const batchCalls = {
  'batches.get': {
    role: 'coordinator',
    kind: 'query',
    input: batchInput,
    output: z.strictObject({ batch: batchViewSchema, plan: batchPlanSchema }),
  },
  /** Cells by their number; those that the batch does not have are left out. */
  'batches.cells': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({
      batchId: batchIdSchema,
      indexes: z.array(z.number().int().min(0)).max(MAX_CELLS_AT_ONCE),
    }),
    output: z.array(batchCellSchema),
  },
  /** Numbers of the cells in these states, ascending, at most a thousand. */
  'batches.find': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ batchId: batchIdSchema, states: z.array(jobStateSchema).min(1).max(5) }),
    output: z.strictObject({ indexes: z.array(z.number().int()) }),
  },
  'batches.enqueueSweep': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ name: nameSchema, plan: sweepPlanSchema }),
    output: batchViewSchema,
  },
  /** Asks for a CSV table and reads it; null when the dialog was closed. */
  'batches.chooseTable': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: chosenTableSchema.nullable(),
  },
  'batches.enqueueTable': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      tableId: z.string(),
      name: nameSchema,
      settings: z.strictObject(tableSettings),
      /** Null lets the program draw one, which is then recorded. */
      baseSeed: seedSchema.nullable(),
    }),
    output: batchViewSchema,
  },
  /** Saves a picture of a sweep's grid that the window drew; null when the dialog was closed. */
  'batches.savePicture': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      batchId: batchIdSchema,
      png: z.custom<Uint8Array>(
        (value) => value instanceof Uint8Array && value.length <= MAX_PICTURE_BYTES,
        'not bytes, or too many',
      ),
    }),
    output: z.strictObject({ fileName: z.string() }).nullable(),
  },
} as const satisfies Record<string, CallDefinition>;
