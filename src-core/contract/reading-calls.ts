import { z } from 'zod';
import {
  nameSchema,
  nothing,
  pixelsUrlSchema,
  promptTextSchema,
  readerCaseIdSchema,
  studyIdSchema,
  submissionIdSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';

/**
 * Everything a reader's window can ask for. No answer here holds truth: no arm, file name, recipe, tag,
 * content hash, or length that differs between cases. Add a field only with that in mind.
 */

export const readingStageSchema = z.enum(['realism', 'alignment']);
export type ReadingStage = z.infer<typeof readingStageSchema>;

export const assignmentSchema = z.strictObject({
  studyId: studyIdSchema,
  studyName: nameSchema,
  done: z.number().int(),
  total: z.number().int(),
  open: z.boolean(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

export const answerValueSchema = z.union([
  z.number().int(),
  z.string().max(2000),
  z.array(z.string().max(80)).max(40),
]);
export const answersSchema = z.record(z.string().max(40), answerValueSchema);
export type Answers = z.infer<typeof answersSchema>;

export const caseViewSchema = z.strictObject({
  readerCaseId: readerCaseIdSchema,
  pixelsUrl: pixelsUrlSchema,
  /** The film is matrixSizePx x matrixSizePx bytes, row by row, low values dark: the same for every case. */
  matrixSizePx: z.number().int(),
  position: z.number().int(),
  total: z.number().int(),
  stage: readingStageSchema,
  /** The text whose alignment is judged; null until realism is locked. */
  text: promptTextSchema.nullable(),
  /** True when this case had been opened before and was left without its readings. */
  interrupted: z.boolean(),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** One item of the study's instrument; texts are keys of the message files. */
export const instrumentItemViewSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('likert'),
    id: z.string(),
    stage: readingStageSchema,
    required: z.boolean(),
    min: z.number().int(),
    max: z.number().int(),
    labelKey: z.string(),
    anchorKeys: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    kind: z.literal('choice'),
    id: z.string(),
    stage: readingStageSchema,
    required: z.boolean(),
    labelKey: z.string(),
    options: z.array(z.strictObject({ value: z.string(), labelKey: z.string(), key: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('multi-select'),
    id: z.string(),
    stage: readingStageSchema,
    required: z.boolean(),
    labelKey: z.string(),
    options: z.array(z.strictObject({ value: z.string(), labelKey: z.string(), key: z.string() })),
  }),
  z.strictObject({
    kind: z.literal('text'),
    id: z.string(),
    stage: readingStageSchema,
    required: z.boolean(),
    labelKey: z.string(),
    maxLength: z.number().int(),
  }),
]);
export type InstrumentItemView = z.infer<typeof instrumentItemViewSchema>;

const submission = z.strictObject({
  submissionId: submissionIdSchema,
  readerCaseId: readerCaseIdSchema,
  answers: answersSchema,
  /**
   * Milliseconds from the stage's first sight (the film's first paint; for alignment the text's appearing) to this
   * submission, without pauses that hid the film; a monotonic clock.
   */
  readingTimeMs: z.number().int().min(0),
});

export const readingCalls = {
  'read.assignments': { role: 'reader', kind: 'query', input: nothing, output: z.array(assignmentSchema) },
  'read.instrument': {
    role: 'reader',
    kind: 'query',
    input: z.strictObject({ studyId: studyIdSchema }),
    output: z.array(instrumentItemViewSchema),
  },
  /** Opens the reader's next case, or the one that was left unfinished; null when all are read. */
  'read.next': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema }),
    output: caseViewSchema.nullable(),
  },
  /** Answered after the commit is on disk; from then on realism cannot be changed and the text may be seen. */
  'read.submitRealism': {
    role: 'reader',
    kind: 'command',
    input: submission,
    output: z.strictObject({ acknowledged: z.literal(true), text: promptTextSchema }),
  },
  'read.submitAlignment': {
    role: 'reader',
    kind: 'command',
    input: submission,
    output: z.strictObject({ acknowledged: z.literal(true) }),
  },
} as const satisfies Record<string, CallDefinition>;
