import { z } from 'zod';
import type { CaseId, FilmId } from '../base/ids.ts';
import { instrumentSchema, itemIdSchema, questionnaireSchema, slugSchema } from './instrument.ts';

export const PROTOCOL_FORMAT_VERSION = 2;

const nameSchema = z.string().trim().min(1).max(200);
const idSchema = z.string().min(1).max(100);
const statementSchema = z.string().trim().min(1).max(2000);
const caseIdSchema = idSchema.transform((id) => id as CaseId);
const filmIdSchema = idSchema.transform((id) => id as FilmId);
const daysSchema = z.int().min(0).max(3650);
const seedSchema = z.int().min(0);

/**
 * How an arm's films were chosen out of those kept: `all` of them; a `random` draw that `selectFilms` repeats from
 * its seed; or `curated` by a person. `statement`: the rule in the coordinator's words.
 */
const selectionSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('all'), statement: statementSchema }),
  z.strictObject({
    rule: z.literal('random'),
    count: z.int().min(1),
    seed: seedSchema,
    statement: statementSchema,
  }),
  z.strictObject({ rule: z.literal('curated'), statement: statementSchema }),
]);

/** Films generated (a real arm: imported), rejected, kept, and used in this study in any role. */
const flowSchema = z.strictObject({
  generated: z.int().min(0),
  rejected: z.int().min(0),
  kept: z.int().min(0),
  used: z.int().min(0),
});

/**
 * `edited`: made from a real film by a model; `autoencoded`: a real film passed through the model's autoencoder and
 * back, whose truth is neither; `follow-up`: a later real film of a patient.
 */
export const ARM_KINDS = ['real', 'synthetic', 'edited', 'autoencoded', 'follow-up'] as const;
export type ArmKind = (typeof ARM_KINDS)[number];

const armSchema = z.strictObject({
  id: slugSchema,
  kind: z.enum(ARM_KINDS),
  /** Of a made arm, the model that made it: by name and the SHA-256 of its files; null: several, or none. */
  model: z
    .strictObject({
      name: nameSchema,
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    })
    .nullable(),
  selection: selectionSchema,
  flow: flowSchema,
});

/** Training with feedback; calibration at the start, left out of the analysis; attention: with a known answer. */
export const CASE_ROLES = ['reading', 'training', 'calibration', 'attention'] as const;
export type CaseRole = (typeof CASE_ROLES)[number];

/** Whether the text belongs to the film, or was made wrong on purpose; `originalText`: what it was made from. */
const textControlSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('matched') }),
  z.strictObject({
    kind: z.literal('mismatched'),
    how: z.enum(['wrong-side', 'wrong-finding', 'negated']),
    originalText: z.string().trim().min(1).max(4000),
  }),
]);

const keySchema = z.string().trim().min(1).max(200).nullable();

const caseSchema = z.strictObject({
  caseId: caseIdSchema,
  filmId: filmIdSchema,
  arm: slugSchema,
  role: z.enum(CASE_ROLES),
  /** Clusters: films of one patient, images of one prompt. Null: of no patient, of no prompt. */
  patient: keySchema,
  prompt: keySchema,
  /** Strata of the balance; null: not known. */
  finding: keySchema,
  view: keySchema,
  /** The film this one was made from: of an edited or autoencoded film. The two never share a session. */
  derivedFrom: filmIdSchema.nullable(),
  /** Shown after what is judged without it is locked. */
  text: z.string().max(4000),
  /** The real film whose report or label text this is, where the film was made from another film's text. */
  textFrom: filmIdSchema.nullable(),
  textControl: textControlSchema,
  /** The right answers of a training or attention case, by item. */
  expected: z
    .record(itemIdSchema, z.union([z.number(), z.string().max(200), z.array(z.string().max(80)).max(40)]))
    .nullable(),
  /** What a training case teaches; shown after its answer. */
  feedback: z.string().trim().min(1).max(2000).nullable(),
});

/**
 * Films shown side by side. `target`: the real one where the instrument asks for it, the synthetic one where it asks
 * for that; in a preference the film of the arm under study.
 */
const setSchema = z.strictObject({
  setId: idSchema,
  target: caseIdSchema,
  foils: z.array(caseIdSchema).min(1).max(8),
});

const designSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single-film') }),
  z.strictObject({ kind: z.literal('pair'), sets: z.array(setSchema).min(1) }),
  z.strictObject({ kind: z.literal('n-way'), films: z.int().min(3).max(9), sets: z.array(setSchema).min(1) }),
]);

/** By default one film per patient and one image per prompt; otherwise both are clusters of every interval. */
const clustersSchema = z.strictObject({
  patients: z.enum(['one-film', 'declared']),
  prompts: z.enum(['one-image', 'declared']),
});

/**
 * Why the text does not tell the arm: every made film comes from a real film's text; or all texts follow one
 * template; or nothing was done (`as-written`), which results must say.
 */
const wordingSchema = z.strictObject({
  rule: z.enum(['from-real-text', 'one-template', 'as-written']),
  statement: statementSchema,
});

const readerSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  profile: z
    .strictObject({
      /** Years since the start of radiology training. */
      experienceYears: z.number().min(0).max(80).nullable(),
      subspecialty: z.string().trim().min(1).max(200).nullable(),
    })
    .nullable(),
});

/** Least days from the end of the session before: `beforeDays` for a phase's first session. */
const washoutSchema = z.strictObject({ beforeDays: daysSchema, betweenDays: daysSchema });

const phaseBase = {
  id: slugSchema,
  /** `blinded`: readers are not told yet that some films may be made. */
  purpose: z.enum(['blinded', 'informed']),
  /** Stages of the instrument that are asked, in its order. */
  stages: z.array(slugSchema).min(1).max(8),
  washout: washoutSchema,
  questionnaire: questionnaireSchema.nullable(),
};

const phaseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reading'), ...phaseBase, sessions: z.int().min(1).max(20) }),
  /** Cases on which the readers of an earlier phase disagree, read again by the named readers. */
  z.strictObject({
    kind: z.literal('adjudication'),
    ...phaseBase,
    readers: z.array(idSchema).min(1),
    /** Disagreement: answers to `item` that differ by at least `least` points (Likert), or at all (choices). */
    disagreement: z.strictObject({ item: itemIdSchema, least: z.int().min(1).max(10) }),
  }),
]);

/** A reader goes on when at least `passShare` of the expected answers were right; null: in any case. */
const trainingSchema = z.strictObject({
  phase: slugSchema,
  passShare: z.number().min(0).max(1).nullable(),
  maxAttempts: z.int().min(1).max(20),
});

/** The cases stand at the start of the first session of each phase, or of each session. */
const calibrationSchema = z.strictObject({ placement: z.enum(['first-session', 'every-session']) });

/** Checks are spread over each phase, never first, `minDistance` places apart in a session. */
const attentionSchema = z.strictObject({
  minDistance: z.int().min(1).max(1000),
  /** A reader with more failures in the study is reported apart; null: no limit. */
  maxFailures: z.int().min(0).nullable(),
});

/** Cases shown again unannounced, at least `minDistance` places after their first showing, for intra-reader agreement. */
const repeatsSchema = z.strictObject({
  phase: slugSchema,
  count: z.int().min(1).max(1000),
  minDistance: z.int().min(1).max(5000),
  placement: z.enum(['same-session', 'later-session']),
});

const gatesSchema = z.strictObject({
  /** Test pattern, room light, display and distance. */
  displayCheck: z.enum(['never', 'every-session', 'every-sign-in']),
  /** Confirmed once a phase; null: none. Of a purpose-blinded phase, they must not tell. */
  instructions: z.record(slugSchema, z.string().trim().min(1).max(10_000)).nullable(),
});

const stoppingSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('when-complete'), statement: statementSchema }),
  z.strictObject({ rule: z.literal('by-date'), date: z.iso.date(), statement: statementSchema }),
  z.strictObject({ rule: z.literal('coordinator'), statement: statementSchema }),
]);

/** What an endpoint measures. */
export const ESTIMANDS = [
  'accuracy-against-chance',
  'realism-difference',
  'alignment-difference',
  'auc-difference',
  'preference',
  'agreement',
] as const;

const endpointSchema = z.strictObject({
  id: slugSchema,
  estimand: z.enum(ESTIMANDS),
  primary: z.boolean(),
  hypothesis: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('estimation') }),
    z.strictObject({ kind: z.literal('superiority') }),
    /** The margin in the estimand's own unit, above 0. */
    z.strictObject({ kind: z.literal('non-inferiority'), margin: z.number().positive() }),
    z.strictObject({ kind: z.literal('equivalence'), margin: z.number().positive() }),
  ]),
  alpha: z.number().gt(0).lt(1),
});

const ethicsSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('approved'), reference: nameSchema }),
  z.strictObject({ status: z.literal('exempt'), statement: statementSchema }),
  z.strictObject({ status: z.literal('not-stated') }),
]);

/** What every film of the study passes, whatever its arm. */
const normalisationSchema = z.strictObject({
  /** Width and height of the square matrix that is shown. */
  matrixSizePx: z.int().min(16).max(8192),
  windowRule: z.string().min(1).max(500),
  codec: z.string().min(1).max(500),
  /** What happens to burned-in markers and letters, in all arms alike. */
  markers: z.enum(['keep', 'mask-corners', 'crop']),
});

const orderSchema = z.strictObject({
  rule: z.literal('block-randomised'),
  generator: z.literal('xoshiro128**'),
  /** 1: `lightbox-order-1`, of format 1 alone; 2: `lightbox-order-2` (allocation.ts). */
  version: z.union([z.literal(1), z.literal(2)]),
  readerOrder: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('random') }),
    /** Blocks of cases in the rows of a Williams square; sessions likewise. */
    z.strictObject({ kind: z.literal('latin-square'), blocks: z.int().min(2).max(12) }),
  ]),
});

/** Everything that defines a study. It holds truth; `readerPlan` is what a reader's side may know of it. */
export const protocolSchema = z
  .strictObject({
    formatVersion: z.literal(PROTOCOL_FORMAT_VERSION),
    name: nameSchema,
    seed: seedSchema,
    ethics: ethicsSchema,
    design: designSchema,
    arms: z.array(armSchema).min(1).max(40),
    cases: z.array(caseSchema),
    clusters: clustersSchema,
    wording: wordingSchema,
    readers: z.array(readerSchema),
    instrument: instrumentSchema,
    phases: z.array(phaseSchema).min(1).max(10),
    training: trainingSchema.nullable(),
    calibration: calibrationSchema.nullable(),
    attention: attentionSchema.nullable(),
    repeats: repeatsSchema.nullable(),
    /** `logged`: a reader may go back within a session; every step and every change is kept. */
    backNavigation: z.enum(['forbidden', 'logged']),
    /** Time without input after which the clock stops; null: never. */
    pauses: z.strictObject({ allowed: z.boolean(), idleAfterSeconds: z.int().min(10).max(3600).nullable() }),
    gates: gatesSchema,
    stopping: stoppingSchema,
    unblinding: z.enum(['after-close', 'any-time']),
    endpoints: z.array(endpointSchema).max(20),
    normalisation: normalisationSchema,
    order: orderSchema,
    createdWith: z.strictObject({ product: z.string().min(1), version: z.string().min(1) }),
  })
  .readonly();

export type Protocol = z.infer<typeof protocolSchema>;
export type ProtocolInput = z.input<typeof protocolSchema>;
export type ProtocolArm = Protocol['arms'][number];
export type ProtocolCase = Protocol['cases'][number];
export type ProtocolReader = Protocol['readers'][number];
export type ProtocolPhase = Protocol['phases'][number];
export type ReadingPhase = Extract<ProtocolPhase, { kind: 'reading' }>;
export type TextControl = ProtocolCase['textControl'];

/** What a film is: the control has passed a model without being made by one and counts for neither. */
export type Truth = 'real' | 'synthetic' | 'control';

export function truthOf({ kind }: Pick<ProtocolArm, 'kind'>): Truth {
  if (kind === 'autoencoded') return 'control';
  return kind === 'real' || kind === 'follow-up' ? 'real' : 'synthetic';
}

/** The order rule that this version of the product carries out. */
export const ORDER_RULE: Protocol['order'] = {
  rule: 'block-randomised',
  generator: 'xoshiro128**',
  version: 2,
  readerOrder: { kind: 'random' },
};

export function readingPhases({ phases }: Pick<Protocol, 'phases'>): ReadingPhase[] {
  return phases.filter((phase) => phase.kind === 'reading');
}
