import { z } from 'zod';
import {
  instantSchema,
  nameSchema,
  nothing,
  reasonSchema,
  secretSchema,
  studyIdSchema,
  userIdSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';
import { DUE } from './reader-calls.ts';
import { personSchema } from './session-calls.ts';
import { studyStateSchema } from './study-calls.ts';

/** Who has done what, and nothing of what they answered. */
export const readerStateSchema = z.strictObject({
  reader: personSchema,
  done: z.int(),
  total: z.int(),
  /** The session that is open or was the last one; 0: none yet. */
  session: z.int(),
  sessions: z.int(),
  due: z.enum(DUE),
  until: instantSchema.nullable(),
  interrupted: z.int(),
  lastAt: instantSchema.nullable(),
  signedAt: instantSchema.nullable(),
  /** Events that the reader's clock dated before an earlier one. */
  clockWentBack: z.int(),
  /** Rows of the reader's chain. */
  rows: z.int(),
  /** Of the latest package that was written for the reader; null: none was. */
  packedAt: instantSchema.nullable(),
  /** Of the latest receipt, and how many rows it covers; null: nothing came from elsewhere. */
  received: z.strictObject({ at: instantSchema, rows: z.int() }).nullable(),
});
export type ReaderState = z.infer<typeof readerStateSchema>;

export const amendmentSchema = z.strictObject({
  at: instantSchema,
  by: nameSchema,
  text: z.string(),
  reason: z.string(),
});

export const frozenPhaseSchema = z.strictObject({
  /** From 1. */
  number: z.int(),
  id: z.string(),
  kind: z.enum(['reading', 'adjudication']),
  sessions: z.int(),
  /** In the plans that readers hold. */
  released: z.boolean(),
});

/** A frozen study as its coordinator follows it: no film, arm of a case or order. */
export const conductViewSchema = z.strictObject({
  studyId: studyIdSchema,
  name: nameSchema,
  state: z.enum(['frozen', 'closed', 'unblinded']),
  protocolHash: z.string(),
  frozenAt: instantSchema,
  unblindedAt: instantSchema.nullable(),
  matrixSizePx: z.int(),
  cases: z.int(),
  summary: z.array(z.strictObject({ topic: z.string(), sentences: z.array(z.string()) })),
  phases: z.array(frozenPhaseSchema),
  amendments: z.array(amendmentSchema),
  /** What must come first, in words; null: the study may be unblinded now. */
  unblindingWaits: z.string().nullable(),
  /** The date from which no readings are taken; null: there is none. */
  stopsOn: z.string().nullable(),
  readers: z.array(readerStateSchema),
});
export type ConductView = z.infer<typeof conductViewSchema>;

/** A study in the list of all: no film and no arm of it. */
export const studyEntrySchema = z.strictObject({
  studyId: studyIdSchema,
  name: nameSchema,
  state: studyStateSchema,
  createdAt: instantSchema,
  frozenAt: instantSchema.nullable(),
  films: z.int(),
  readers: z.int(),
  /** Cases over all readers and sessions; 0 of 0 while it is a draft. */
  done: z.int(),
  total: z.int(),
  /** Frozen by an earlier build, which kept its truth unsealed: its rows stay, it cannot be gone on with. */
  earlierBuild: z.boolean(),
});
export type StudyEntry = z.infer<typeof studyEntrySchema>;

const reasoned = { studyId: studyIdSchema, reason: reasonSchema };
const ofReader = z.strictObject({ ...reasoned, readerId: userIdSchema });

export const conductCalls = {
  'conduct.list': { role: 'coordinator', kind: 'query', input: nothing, output: z.array(studyEntrySchema) },
  'conduct.view': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ studyId: studyIdSchema }),
    output: conductViewSchema,
  },
  /** Lets the readers know of one phase more: packages written from then on hold it. */
  'conduct.releasePhase': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, phase: z.int().min(2), passphrase: secretSchema }),
    output: conductViewSchema,
  },
  /** Gives the adjudicating readers the cases on which the readers disagree. The answer is a number, no more. */
  'conduct.adjudicate': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, phase: z.string().max(40), passphrase: secretSchema }),
    output: z.strictObject({ view: conductViewSchema, cases: z.int() }),
  },
  /** Logs a change of the conduct; the protocol itself stays as it was hashed. */
  'conduct.amend': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ ...reasoned, text: z.string().trim().min(3).max(4000) }),
    output: conductViewSchema,
  },
  /** Voids a reader's signature, so that the last phase can be gone on with. */
  'conduct.unlockReader': {
    role: 'coordinator',
    kind: 'command',
    input: ofReader,
    output: conductViewSchema,
  },
  /** Lets a reader go on who did not pass the training. */
  'conduct.waiveTraining': {
    role: 'coordinator',
    kind: 'command',
    input: ofReader,
    output: conductViewSchema,
  },
  'conduct.close': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject(reasoned),
    output: conductViewSchema,
  },
  'conduct.unblind': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ ...reasoned, passphrase: secretSchema }),
    output: conductViewSchema,
  },
} as const satisfies Record<string, CallDefinition>;
