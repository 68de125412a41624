import { z } from 'zod';
import { batchIdSchema, instantSchema, jobIdSchema, modelIdSchema, nothing } from './common.ts';
import type { CallDefinition } from './define.ts';
import { jobStateSchema, jobViewSchema } from './generation-calls.ts';
import { providerSettingSchema } from './settings-calls.ts';

export const batchKindSchema = z.enum(['table', 'sweep']);

/** A prompt table or a sweep, as one row of the queue. */
export const batchViewSchema = z.strictObject({
  id: batchIdSchema,
  kind: batchKindSchema,
  name: z.string(),
  createdAt: instantSchema,
  /** Running while one of its jobs is, else queued while one waits, else by what became of them. */
  state: jobStateSchema,
  /** Its jobs wait until it goes on; the one in work is finished. */
  paused: z.boolean(),
  /** Jobs by state: rows of a table, cells of a sweep. */
  jobs: z.strictObject({
    queued: z.number().int(),
    running: z.number().int(),
    done: z.number().int(),
    failed: z.number().int(),
    cancelled: z.number().int(),
  }),
  images: z.number().int(),
  doneImages: z.number().int(),
  /** Why jobs failed, the most frequent reason first. */
  failures: z.array(z.strictObject({ code: z.string(), message: z.string(), count: z.number().int() })),
  /** Milliseconds that its missing images take; null where no step of the model was measured yet. */
  estimateMs: z.number().nullable(),
});
export type BatchView = z.infer<typeof batchViewSchema>;

export const queueEntryViewSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('job'), job: jobViewSchema }),
  z.strictObject({ kind: z.literal('batch'), batch: batchViewSchema }),
]);
export type QueueEntryView = z.infer<typeof queueEntryViewSchema>;

export const queueViewSchema = z.strictObject({
  /** True while nothing is drawn; an image in work is held between two steps. */
  paused: z.boolean(),
  /** What runs and then what waits, in the order in which it will run. */
  open: z.array(queueEntryViewSchema),
  /** Done, failed and cancelled, the newest first. */
  settled: z.array(queueEntryViewSchema),
  settledTotal: z.number().int(),
  /** Milliseconds until everything open is drawn; null where a part cannot be estimated. */
  estimateMs: z.number().nullable(),
});
export type QueueView = z.infer<typeof queueViewSchema>;

export const queueEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('job'), id: jobIdSchema }),
  z.strictObject({ kind: z.literal('batch'), id: batchIdSchema }),
]);
export type QueueEntry = z.infer<typeof queueEntrySchema>;

const entryInput = z.strictObject({ entry: queueEntrySchema });

export const queueCalls = {
  'queue.view': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ settledLimit: z.number().int().min(1).max(500) }),
    output: queueViewSchema,
  },
  /** Pauses the whole queue, within one step and beyond a restart, or lets it go on. */
  'queue.setPaused': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ paused: z.boolean() }),
    output: nothing,
  },
  /** Lets a batch's further jobs wait, or go on. */
  'queue.setBatchPaused': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ batchId: batchIdSchema, paused: z.boolean() }),
    output: nothing,
  },
  'queue.move': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ entry: queueEntrySchema, to: z.enum(['up', 'down', 'front']) }),
    output: nothing,
  },
  /** Stops between two steps what runs, and takes off the queue what waits; finished films stay. */
  'queue.cancel': { role: 'coordinator', kind: 'command', input: entryInput, output: nothing },
  /** Queues again what failed or was cancelled: of a batch, all such jobs. Finished films are not drawn twice. */
  'queue.retry': { role: 'coordinator', kind: 'command', input: entryInput, output: nothing },
  /** Takes a settled entry out of the list; its films and origin stay. */
  'queue.remove': { role: 'coordinator', kind: 'command', input: entryInput, output: nothing },
  /** Takes all settled entries out of the list; their films and origin stay. */
  'queue.clearSettled': { role: 'coordinator', kind: 'command', input: nothing, output: nothing },
  /** Mean milliseconds of one inference step as measured last on this machine; null where none was. */
  'queue.stepTime': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ modelId: modelIdSchema, provider: providerSettingSchema }),
    output: z.strictObject({ stepMs: z.number().nullable() }),
  },
} as const satisfies Record<string, CallDefinition>;
