import { z } from 'zod';
import type { FilmId, UserId } from '../base/ids.ts';
import { protocolSchema } from './protocol.ts';

const { formatVersion: _version, ...parts } = protocolSchema.unwrap().shape;
const armShape = parts.arms.element.shape;
const caseShape = parts.cases.element.shape;
const readerShape = parts.readers.element.shape;

/** What a draft states as the protocol will: everything but films, arms, sets, people, name and seed. */
const rulesSchema = z.strictObject({
  ethics: parts.ethics,
  clusters: parts.clusters,
  wording: parts.wording,
  instrument: parts.instrument,
  phases: parts.phases,
  training: parts.training,
  calibration: parts.calibration,
  attention: parts.attention,
  repeats: parts.repeats,
  backNavigation: parts.backNavigation,
  pauses: parts.pauses,
  gates: parts.gates,
  stopping: parts.stopping,
  unblinding: parts.unblinding,
  endpoints: parts.endpoints,
  order: parts.order,
});

/** How sets of films shown together are composed at the freeze: a target of one arm, foils of another. */
const composeSchema = z.strictObject({
  targetArm: armShape.id,
  foilArm: armShape.id,
  seed: z.int().min(0),
});

const draftDesignSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('single-film') }),
  z.strictObject({ kind: z.literal('pair'), compose: composeSchema }),
  z.strictObject({ kind: z.literal('n-way'), films: z.int().min(3).max(9), compose: composeSchema }),
]);

/** An arm; its flow is counted at the freeze. */
const draftArmSchema = z.strictObject({
  id: armShape.id,
  kind: armShape.kind,
  model: armShape.model,
  selection: armShape.selection,
});

/** A film in a role. The same film may train nobody whom it is read by: a film stands in a draft once. */
const draftFilmSchema = z.strictObject({
  filmId: caseShape.filmId,
  arm: caseShape.arm,
  role: caseShape.role,
  finding: caseShape.finding,
  view: caseShape.view,
  /** Null: the film's own text in the library, as it is at the freeze. */
  text: caseShape.text.nullable(),
  textFrom: caseShape.textFrom,
  textControl: caseShape.textControl,
  expected: caseShape.expected,
  feedback: caseShape.feedback,
});

const draftReaderSchema = z.strictObject({
  userId: readerShape.id.transform((id) => id as UserId),
  profile: readerShape.profile,
});

/** What happens to all films alike. */
const draftNormalisationSchema = z.strictObject({
  markers: z.enum(['keep', 'mask-corners', 'crop']),
  lowPass: z.enum(['none', 'binomial']),
  maxMatrixSizePx: z.int().min(16).max(1024),
});

export const DRAFT_FORMAT_VERSION = 1;

/**
 * A study while it is designed: what the coordinator has chosen so far. It may be unfinished or contradict itself;
 * `protocolOfDraft` makes the protocol of it, whose validation says what is in the way.
 */
export const studyDraftSchema = z
  .strictObject({
    formatVersion: z.literal(DRAFT_FORMAT_VERSION),
    rules: rulesSchema,
    design: draftDesignSchema,
    arms: z.array(draftArmSchema).max(40),
    films: z.array(draftFilmSchema).max(5000),
    readers: z.array(draftReaderSchema).max(200),
    normalisation: draftNormalisationSchema,
  })
  .readonly();

export type StudyDraft = z.infer<typeof studyDraftSchema>;
export type DraftFilm = StudyDraft['films'][number];
export type DraftArm = StudyDraft['arms'][number];
export type DraftReader = StudyDraft['readers'][number];
export type DraftRules = StudyDraft['rules'];

/** What the library knows of a film that a draft names. */
export interface DraftFilmFacts {
  readonly filmId: FilmId;
  readonly kind: 'real' | 'synthetic';
  readonly text: string;
  /** The patient of a real film, or of the real film that an edit began with; null: not known. */
  readonly patient: string | null;
  /** What a synthetic film was drawn from; null of a real one. */
  readonly prompt: string | null;
  readonly derivedFrom: FilmId | null;
  readonly modelName: string | null;
  readonly modelSha256: string | null;
}
