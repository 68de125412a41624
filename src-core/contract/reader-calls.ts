import { z } from 'zod';
import { instrumentSchema, questionnaireSchema } from '../study/instrument.ts';
import { answersSchema, timingSchema, viewStepSchema } from '../study/session-events.ts';
import {
  instantSchema,
  nameSchema,
  nothing,
  pixelsUrlSchema,
  promptTextSchema,
  readerCaseIdSchema,
  secretSchema,
  studyIdSchema,
  submissionIdSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';

/**
 * Everything a reader's window can ask for. No answer here holds truth: no arm, file name, recipe, tag, content hash,
 * or length that differs between cases. Add a field only with that in mind.
 */

/** What is due (session-steps.ts), without what a list need not know. */
export const DUE = [
  'begin-session',
  'wait',
  'display-check',
  'instructions',
  'training',
  'training-failed',
  'case',
  'paused',
  'end-session',
  'questionnaire',
  'await-phase',
  'sign',
  'done',
] as const;

export const assignmentSchema = z.strictObject({
  studyId: studyIdSchema,
  studyName: nameSchema,
  /** Cases, over all sessions. */
  done: z.int(),
  total: z.int(),
  due: z.enum(DUE),
  /** Of `wait`: when the next session may begin. */
  until: instantSchema.nullable(),
  /** False once the coordinator has closed the reading, or its last day is over. */
  open: z.boolean(),
  /** Came as a package: what is read goes back as a `.readings` file. */
  fromPackage: z.boolean(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** What holds for every case of a study. */
export const readingStudySchema = z.strictObject({
  studyId: studyIdSchema,
  studyName: nameSchema,
  /** A film is matrixSizePx x matrixSizePx bytes, row by row, low values dark: the same for every case. */
  matrixSizePx: z.int(),
  filmsAtOnce: z.int().min(1).max(9),
  /** Stages and items that this reader may know of so far. */
  instrument: instrumentSchema,
  backNavigation: z.enum(['forbidden', 'logged']),
  pauses: z.strictObject({ allowed: z.boolean(), idleAfterSeconds: z.int().nullable() }),
});
export type ReadingStudy = z.infer<typeof readingStudySchema>;

/** A case before its reader at one of its stages. */
const shownCase = {
  readerCaseId: readerCaseIdSchema,
  /** From left to right and top to bottom. */
  films: z.array(pixelsUrlSchema).min(1).max(9),
  stage: z.string(),
  /** All stages of a case in this session, in their order: the window says what comes next. */
  stages: z.array(z.string()).min(1),
  /** The text of the case where this stage shows it. */
  text: promptTextSchema.nullable(),
  /** Answers of the stages before, which are locked. */
  locked: z.array(z.strictObject({ stage: z.string(), answers: answersSchema })),
  /** From 1, in this session (of this attempt of the training). */
  position: z.int(),
  total: z.int(),
};

export const readingStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('begin-session'), session: z.int(), sessions: z.int(), cases: z.int() }),
  z.strictObject({
    kind: z.literal('wait'),
    session: z.int(),
    sessions: z.int(),
    until: instantSchema,
  }),
  z.strictObject({ kind: z.literal('display-check') }),
  z.strictObject({ kind: z.literal('instructions'), phase: z.int(), text: z.string() }),
  z.strictObject({ kind: z.literal('training'), ...shownCase, attempt: z.int(), maxAttempts: z.int() }),
  z.strictObject({ kind: z.literal('training-failed') }),
  z.strictObject({
    kind: z.literal('case'),
    ...shownCase,
    /** Opened in an earlier stay and left without all of its answers. */
    interrupted: z.boolean(),
    /** The case the reader may go back to now; null: none. */
    back: readerCaseIdSchema.nullable(),
  }),
  /** A done case the reader went back to: the answers of its last stage may be changed, or left as they are. */
  z.strictObject({
    kind: z.literal('review'),
    ...shownCase,
    answers: answersSchema,
    /** The case before it that the reader may go back to as well. */
    back: readerCaseIdSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('paused'), since: instantSchema }),
  z.strictObject({
    kind: z.literal('end-session'),
    session: z.int(),
    sessions: z.int(),
    back: readerCaseIdSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('questionnaire'), phase: z.int(), questionnaire: questionnaireSchema }),
  z.strictObject({ kind: z.literal('await-phase') }),
  z.strictObject({
    kind: z.literal('sign'),
    cases: z.int(),
    /** Once a coordinator has unlocked a signed study: the cases that may be gone back to, in the order they were read. */
    reviewable: z.array(readerCaseIdSchema),
  }),
  z.strictObject({ kind: z.literal('done'), signedAt: instantSchema }),
]);
export type ReadingStep = z.infer<typeof readingStepSchema>;
export type ShownCase = Extract<ReadingStep, { kind: 'case' | 'training' | 'review' }>;

/** How an answered training case was meant. */
export const trainingFeedbackSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      item: z.string(),
      right: z.boolean(),
      expected: z.union([z.number(), z.string(), z.array(z.string())]),
    }),
  ),
  text: z.string().nullable(),
  /** This was the last case of the attempt: whether it was passed; null: the attempt goes on. */
  passed: z.boolean().nullable(),
});
export type TrainingFeedback = z.infer<typeof trainingFeedbackSchema>;

const studyInput = z.strictObject({ studyId: studyIdSchema });

const submission = {
  studyId: studyIdSchema,
  readerCaseId: readerCaseIdSchema,
  stage: z.string().min(1).max(40),
  submissionId: submissionIdSchema,
  answers: answersSchema,
  timing: timingSchema,
};

/** The step after a command whose events are on disk: what was acknowledged survives from then on. */
const stepOutput = z.strictObject({ step: readingStepSchema });

export const readerCalls = {
  'reader.assignments': { role: 'reader', kind: 'query', input: nothing, output: z.array(assignmentSchema) },
  'reader.study': { role: 'reader', kind: 'query', input: studyInput, output: readingStudySchema },
  /** What is due now; a case that is due counts as opened, in its sign-in, from here on. */
  'reader.resume': { role: 'reader', kind: 'command', input: studyInput, output: stepOutput },
  'reader.beginSession': { role: 'reader', kind: 'command', input: studyInput, output: stepOutput },
  'reader.endSession': { role: 'reader', kind: 'command', input: studyInput, output: stepOutput },
  'reader.passGate': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({
      studyId: studyIdSchema,
      gate: z.enum(['display-check', 'instructions']),
      /** Display, distance, room light, letters and patches that were seen. */
      details: z.record(
        z.string().max(80),
        z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
      ),
    }),
    output: stepOutput,
  },
  'reader.submitTraining': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({ ...submission, attempt: z.int().min(1) }),
    output: z.strictObject({ feedback: trainingFeedbackSchema, step: readingStepSchema }),
  },
  /** Answered after the commit is on disk. The answer holds the next step: the text, where the next stage shows it. */
  'reader.submit': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({ ...submission, trace: z.array(viewStepSchema).max(5000).nullable() }),
    output: stepOutput,
  },
  'reader.goBack': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, readerCaseId: readerCaseIdSchema }),
    output: stepOutput,
  },
  /** Other answers to the last stage of the case under review; leaving it unchanged is `reader.resume`. */
  'reader.revise': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject(submission),
    output: stepOutput,
  },
  'reader.pause': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, idle: z.boolean() }),
    output: stepOutput,
  },
  'reader.unpause': { role: 'reader', kind: 'command', input: studyInput, output: stepOutput },
  'reader.submitQuestionnaire': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({
      studyId: studyIdSchema,
      phase: z.int().min(1),
      submissionId: submissionIdSchema,
      answers: answersSchema,
    }),
    output: stepOutput,
  },
  /** Signs the completion with the reader's key; the PIN is asked again. */
  'reader.sign': {
    role: 'reader',
    kind: 'command',
    input: z.strictObject({
      studyId: studyIdSchema,
      pin: secretSchema,
      statement: z.string().trim().min(1).max(2000),
    }),
    output: stepOutput,
  },
  /** Writes what was read so far as a `.readings` file; null when the dialog was closed. */
  'reader.writeReadings': {
    role: 'reader',
    kind: 'command',
    input: studyInput,
    output: z.strictObject({ fileName: z.string(), rows: z.int(), head: z.string() }).nullable(),
  },
} as const satisfies Record<string, CallDefinition>;
