import { z } from 'zod';
import { instantSchema, nothing, studyIdSchema } from './common.ts';
import type { CallDefinition } from './define.ts';

/** `closed` takes no more readings; `unblinded` has been opened with a reason and stays so. */
export const studyStateSchema = z.enum(['draft', 'frozen', 'closed', 'unblinded']);
export type StudyState = z.infer<typeof studyStateSchema>;

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
  'studies.deleteDraft': { role: 'coordinator', kind: 'command', input: studyInput, output: nothing },
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
