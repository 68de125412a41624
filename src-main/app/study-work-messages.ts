import { z } from 'zod';
import type { FilmId } from '../../src-core/base/ids.ts';
import { errorPayloadSchema } from '../../src-core/contract/common.ts';
import type { TellingMeasure, tellingMeasures } from '../../src-core/stats/classify/arm-differences.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import type { StudyDraft } from '../../src-core/study/draft.ts';
import type { CheckContext, CheckedFilmFacts, DraftCheck } from '../../src-core/study/draft-check.ts';
import type { OpenView } from '../../src-core/study/open-view.ts';
import type { ReaderShare } from '../../src-core/study/reader-share.ts';
import type { FilmOrigin } from '../../src-core/study/results.ts';
import type { SealedAdjudication, SealedTruth } from '../../src-core/study/sealed-truth.ts';
import { checked } from './checked-message.ts';
import type { StudyResults } from './result-tables.ts';

const drafted = {
  draft: checked<StudyDraft>(),
  facts: checked<ReadonlyMap<FilmId, CheckedFilmFacts>>(),
  context: checked<CheckContext>(),
};

/** The rows of one reader's chain. */
export interface HeldRows {
  readonly readerId: string;
  readonly rows: readonly ChainRow[];
}

/** What is sealed of a study, and what opens it. */
const sealedStudy = {
  studyId: z.string(),
  sealedTruth: checked<SealedTruth>(),
  adjudications: checked<readonly SealedAdjudication[]>(),
  passphrase: z.string(),
};

export const studyWorkRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('check'), ...drafted }),
  z.strictObject({ type: z.literal('freeze'), ...drafted, studyId: z.string(), passphrase: z.string() }),
  z.strictObject({ type: z.literal('release'), ...sealedStudy, upToPhase: z.int().min(1) }),
  z.strictObject({
    type: z.literal('adjudicate'),
    ...sealedStudy,
    phase: z.string(),
    held: checked<readonly HeldRows[]>(),
  }),
  z.strictObject({ type: z.literal('open'), ...sealedStudy }),
  z.strictObject({
    type: z.literal('differences'),
    measures: checked<Parameters<typeof tellingMeasures>[0]>(),
    seed: z.string(),
  }),
  z.strictObject({
    type: z.literal('results'),
    /** As it was opened. */
    truthText: z.string(),
    protocolHash: z.string(),
    held: checked<readonly HeldRows[]>(),
    films: checked<ReadonlyMap<FilmId, FilmOrigin>>(),
  }),
]);
export type StudyWorkRequest = z.infer<typeof studyWorkRequestSchema>;

/** What a draft is frozen into, but for the pixels. */
export interface FrozenStudy {
  readonly protocolHash: string;
  readonly sealedTruth: SealedTruth;
  readonly openView: OpenView;
  readonly shares: readonly ReaderShare[];
}

/** Shares of later plans, with the cases whose pixels they show as films of the earlier ones. */
export interface LaterShares {
  readonly shares: readonly ReaderShare[];
  /** Of each reader, a film of the plan before for every case. */
  readonly earlier: readonly Pick<ReaderShare, 'readerId' | 'films'>[];
}

export interface DrawnAdjudication extends LaterShares {
  readonly cases: number;
  readonly sealed: SealedAdjudication;
}

export const studyWorkAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('check'), check: checked<DraftCheck>() }),
  z.strictObject({ type: z.literal('freeze'), frozen: checked<FrozenStudy>() }),
  z.strictObject({ type: z.literal('release'), later: checked<LaterShares>() }),
  z.strictObject({ type: z.literal('adjudicate'), drawn: checked<DrawnAdjudication>() }),
  z.strictObject({ type: z.literal('open'), truthText: z.string() }),
  z.strictObject({ type: z.literal('differences'), telling: checked<readonly TellingMeasure[]>() }),
  z.strictObject({ type: z.literal('results'), results: checked<StudyResults>() }),
  z.strictObject({ type: z.literal('failed'), error: errorPayloadSchema }),
]);
export type StudyWorkAnswer = z.infer<typeof studyWorkAnswerSchema>;
