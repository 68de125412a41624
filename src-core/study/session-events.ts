import { z } from 'zod';
import type { ReaderCaseId, SubmissionId } from '../base/ids.ts';
import type { Mark } from './answer-marks.ts';
import type { Answers } from './answers.ts';
import { itemIdSchema, slugSchema } from './instrument.ts';

const readerCaseIdSchema = z
  .string()
  .min(1)
  .max(100)
  .transform((id) => id as ReaderCaseId);
const submissionIdSchema = z
  .string()
  .min(1)
  .max(100)
  .transform((id) => id as SubmissionId);
const textSchema = z.string().trim().min(1).max(2000);
const msSchema = z.int().min(0);

const markSchema: z.ZodType<Mark> = z.discriminatedUnion('shape', [
  z.strictObject({
    shape: z.literal('point'),
    film: z.int().min(1),
    x: z.number(),
    y: z.number(),
    comment: z.string().nullable(),
  }),
  z.strictObject({
    shape: z.literal('box'),
    film: z.int().min(1),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    comment: z.string().nullable(),
  }),
]);

/** The shape of answers; whether they fit the instrument, `validateAnswers` says. */
export const answersSchema: z.ZodType<Answers> = z.record(
  itemIdSchema,
  z.union([
    z.number(),
    z.string().max(10_000),
    z.array(z.string().max(80)).max(40),
    z.array(markSchema).max(50),
    z.record(z.string().max(40), z.enum(['present', 'absent', 'unsure']).nullable()),
    z.null(),
  ]),
);

/** What the reader did with the view, in milliseconds after the stage came up. */
export const viewStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('window'),
    atMs: msSchema,
    film: z.int().min(1),
    centre: z.number(),
    width: z.number(),
  }),
  z.strictObject({
    kind: z.literal('zoom'),
    atMs: msSchema,
    film: z.int().min(1),
    scale: z.number(),
    x: z.number(),
    y: z.number(),
  }),
  z.strictObject({ kind: z.literal('invert'), atMs: msSchema, film: z.int().min(1), inverted: z.boolean() }),
]);

/** By the window's monotonic clock, from the stage's first sight; null where it was not measured. */
export const timingSchema = z.strictObject({
  /** To the submission, without pauses and idle time. */
  readingTimeMs: msSchema.nullable(),
  firstInteractionMs: msSchema.nullable(),
  /** Paused or idle. */
  awayMs: msSchema.nullable(),
});

const common = {
  /** One stay at the screen: a sign-in. */
  runId: z.string().min(1).max(100),
  /** UTC, ISO 8601. */
  at: z.iso.datetime(),
};
const submission = {
  ...common,
  readerCaseId: readerCaseIdSchema,
  stage: slugSchema,
  submissionId: submissionIdSchema,
  /** In the canonical form of `validateAnswers`. */
  answers: answersSchema,
  timing: timingSchema,
};

/** What a reader did, in the order it was committed. */
export const sessionEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('session-begun'), ...common, session: z.int().min(1) }),
  /** Where going back is allowed, the reader says when a session is over. */
  z.strictObject({ type: z.literal('session-ended'), ...common, session: z.int().min(1) }),
  z.strictObject({
    type: z.literal('gate-passed'),
    ...common,
    gate: z.enum(['display-check', 'instructions']),
    /** Display, distance, room light, what was recognised. */
    details: z.record(z.string().max(80), z.union([z.string().max(500), z.number(), z.boolean(), z.null()])),
  }),
  z.strictObject({ type: z.literal('training-locked'), ...submission, attempt: z.int().min(1) }),
  /** The coordinator lets a reader go on who did not pass. */
  z.strictObject({ type: z.literal('training-waived'), ...common, by: textSchema, reason: textSchema }),
  z.strictObject({ type: z.literal('opened'), ...common, readerCaseId: readerCaseIdSchema }),
  z.strictObject({
    type: z.literal('stage-locked'),
    ...submission,
    trace: z.array(viewStepSchema).max(5000).nullable(),
  }),
  z.strictObject({ type: z.literal('went-back'), ...common, readerCaseId: readerCaseIdSchema }),
  /** Other answers to the last stage of a case; the first ones stay. */
  z.strictObject({ type: z.literal('revised'), ...submission }),
  z.strictObject({ type: z.literal('paused'), ...common, idle: z.boolean() }),
  z.strictObject({ type: z.literal('resumed'), ...common }),
  z.strictObject({
    type: z.literal('questionnaire-submitted'),
    ...common,
    phase: z.int().min(1),
    submissionId: submissionIdSchema,
    answers: answersSchema,
  }),
  /** The reader's completion, signed with the PIN: `signature` is what the account's key makes of the chain so far. */
  z.strictObject({
    type: z.literal('signed'),
    ...common,
    statement: textSchema,
    publicKey: z.string().max(200),
    signature: z.string().max(200),
  }),
  /** Voids the signature. */
  z.strictObject({ type: z.literal('unlocked'), ...common, by: textSchema, reason: textSchema }),
]);

export type SessionEvent = Readonly<z.infer<typeof sessionEventSchema>>;
export type ViewStep = Readonly<z.infer<typeof viewStepSchema>>;
export type Timing = Readonly<z.infer<typeof timingSchema>>;
export type SubmissionEvent = Extract<
  SessionEvent,
  { type: 'stage-locked' | 'training-locked' | 'revised' | 'questionnaire-submitted' }
>;
