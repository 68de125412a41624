import { z } from 'zod';
import {
  filmIdSchema,
  instantSchema,
  nameSchema,
  nothing,
  reasonSchema,
  studyIdSchema,
  userIdSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';
import { seedSchema } from './generation-calls.ts';
import { personSchema } from './session-calls.ts';

/** `closed` takes no more readings; `unblinded` has been opened with a reason and stays so. */
export const studyStateSchema = z.enum(['draft', 'frozen', 'closed', 'unblinded']);
export type StudyState = z.infer<typeof studyStateSchema>;

export const readerProgressSchema = z.strictObject({
  reader: personSchema,
  done: z.number().int(),
  total: z.number().int(),
  interrupted: z.number().int(),
  lastReadingAt: instantSchema.nullable(),
});
export type ReaderProgress = z.infer<typeof readerProgressSchema>;

export const studyViewSchema = z.strictObject({
  id: studyIdSchema,
  name: nameSchema,
  state: studyStateSchema,
  seed: seedSchema,
  createdAt: instantSchema,
  frozenAt: instantSchema.nullable(),
  unblindedAt: instantSchema.nullable(),
  /** SHA-256 of everything that defines the study; null while it is a draft. */
  protocolHash: z.string().nullable(),
  matrixSizePx: z.number().int().nullable(),
  filmIds: z.array(filmIdSchema),
  readerIds: z.array(userIdSchema),
  counts: z.strictObject({ real: z.number().int(), synthetic: z.number().int() }),
  progress: z.array(readerProgressSchema),
});
export type StudyView = z.infer<typeof studyViewSchema>;

/** What stands in the way of freezing, and what the coordinator should know before. */
export const freezeCheckSchema = z.strictObject({
  problems: z.array(z.string()),
  warnings: z.array(z.string()),
  matrixSizePx: z.number().int().nullable(),
  codec: z.string(),
});
export type FreezeCheck = z.infer<typeof freezeCheckSchema>;

export const resultColumnSchema = z.strictObject({
  name: z.string(),
  meaning: z.string(),
  values: z.string(),
});
export const resultTableSchema = z.strictObject({
  columns: z.array(resultColumnSchema),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  summary: z.array(
    z.strictObject({
      group: z.string(),
      readings: z.number().int(),
      meanRealism: z.number().nullable(),
      meanAlignment: z.number().nullable(),
      calledSynthetic: z.number().nullable(),
      correct: z.number().nullable(),
      medianReadingTimeMs: z.number().nullable(),
    }),
  ),
});
export type ResultTable = z.infer<typeof resultTableSchema>;

export const auditEntrySchema = z.strictObject({
  sequence: z.number().int(),
  at: instantSchema,
  actor: z.string(),
  action: z.string(),
  details: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

const studyInput = z.strictObject({ studyId: studyIdSchema });

export const studyCalls = {
  'studies.list': { role: 'coordinator', kind: 'query', input: nothing, output: z.array(studyViewSchema) },
  'studies.get': { role: 'coordinator', kind: 'query', input: studyInput, output: studyViewSchema },
  'studies.create': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ name: nameSchema, seed: seedSchema.nullable() }),
    output: studyViewSchema,
  },
  'studies.update': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      studyId: studyIdSchema,
      name: nameSchema,
      seed: seedSchema,
      filmIds: z.array(filmIdSchema).max(5000),
      readerIds: z.array(userIdSchema).max(200),
    }),
    output: studyViewSchema,
  },
  'studies.deleteDraft': { role: 'coordinator', kind: 'command', input: studyInput, output: nothing },
  'studies.checkFreeze': { role: 'coordinator', kind: 'query', input: studyInput, output: freezeCheckSchema },
  'studies.freeze': { role: 'coordinator', kind: 'command', input: studyInput, output: studyViewSchema },
  /** Ends the reading: no more readings are accepted. */
  'studies.close': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, reason: reasonSchema }),
    output: studyViewSchema,
  },
  'studies.unblind': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, reason: reasonSchema }),
    output: studyViewSchema,
  },
  /** Refused with STUDY_BLINDED before the study has been unblinded. Audited. */
  'results.table': { role: 'coordinator', kind: 'command', input: studyInput, output: resultTableSchema },
  /** Writes the readings and their codebook as CSV; null when the dialog was closed. Audited. */
  'results.exportCsv': {
    role: 'coordinator',
    kind: 'command',
    input: studyInput,
    output: z
      .strictObject({
        fileName: z.string(),
        codebookFileName: z.string(),
        /** Readers, sessions, training, questionnaires, events, and the codebook of these. */
        recordFileNames: z.array(z.string()),
        sha256: z.string(),
        rows: z.number().int(),
      })
      .nullable(),
  },
  'audit.list': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ limit: z.number().int().min(1).max(1000) }),
    output: z.strictObject({
      entries: z.array(auditEntrySchema),
      /** Null while the chains of audit and readings verify; otherwise what is broken and where. */
      chainProblem: z.string().nullable(),
    }),
  },
} as const satisfies Record<string, CallDefinition>;
