/** What the store offers the coordinator for studies; truth has a port of its own. */
import type { BlobHash, CaseId, FilmId, ReaderCaseId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { JsonObject } from './schemas.ts';

export type StudyState = 'draft' | 'frozen' | 'closed' | 'unblinded';

export interface Study {
  readonly id: StudyId;
  readonly name: string;
  readonly state: StudyState;
  readonly protocol: JsonObject;
  /** Null while a draft. */
  readonly protocolHash: string | null;
  /** What readers may be told (matrix, window, instrument); null while a draft. Must hold no truth. */
  readonly readerView: JsonObject | null;
  readonly seed: number;
  readonly createdAt: string;
  readonly frozenAt: string | null;
  readonly unblindedAt: string | null;
}

/** One case as the coordinator's truth knows it. */
export interface TruthCase {
  readonly caseId: CaseId;
  readonly filmId: FilmId;
  readonly arm: string;
  /** Shown after realism is locked, in one wording for both arms. */
  readonly text: string;
  /** The normalised buffer readers see: one length for all cases of a study. */
  readonly pixelsBlob: BlobHash;
}

export interface Allocation {
  readonly readerCaseId: ReaderCaseId;
  readonly readerId: UserId;
  /** Reading order of this reader, from 0. */
  readonly position: number;
  readonly caseId: CaseId;
}

export interface FrozenContent {
  readonly protocol: JsonObject;
  readonly protocolHash: string;
  readonly readerView: JsonObject;
  readonly cases: readonly TruthCase[];
  readonly allocations: readonly Allocation[];
}

/** How far one reader is; holds no truth. */
export interface ReaderProgress {
  readonly readerId: UserId;
  readonly readerName: string;
  readonly cases: number;
  /** Cases with at least one stage still to answer are not complete. */
  readonly complete: number;
  readonly interrupted: number;
  readonly lastSubmittedAt: string | null;
}

export interface StudiesReadable {
  /** Throws NOT_FOUND. */
  get(id: StudyId): Study;
  /** Newest first. */
  list(): readonly Study[];
  readers(id: StudyId): readonly UserId[];
  progress(id: StudyId): readonly ReaderProgress[];
}

export interface StudiesWritable {
  createDraft(draft: { readonly name: string; readonly protocol: JsonObject; readonly seed: number }): Study;
  /** Throws STUDY_FROZEN once frozen, as do the next two. */
  updateDraft(
    id: StudyId,
    draft: { readonly name: string; readonly protocol: JsonObject; readonly seed: number },
  ): Study;
  /** Replaces the readers. Throws BAD_INPUT for a user who is no reader. */
  setReaders(id: StudyId, readers: readonly UserId[]): void;
  removeDraft(id: StudyId): void;
  /**
   * draft -> frozen with its cases and allocations, in one transaction. Throws STUDY_FROZEN when frozen
   * before, STUDY_INVALID where a reader is not of this study, an allocation names an unknown case, or there is none.
   */
  freeze(id: StudyId, content: FrozenContent): Study;
  /** frozen -> closed: no more readings. Throws STUDY_NOT_FROZEN in another state. */
  close(id: StudyId): Study;
  /** frozen or closed -> unblinded, with its audit row in the same transaction. Throws STUDY_NOT_FROZEN. */
  unblind(id: StudyId, by: { readonly actor: string; readonly reason: string }): Study;
}

/** Truth and allocation: for the freeze, the unblinded analysis and exports only. */
export interface TruthReadable {
  cases(id: StudyId): readonly TruthCase[];
  allocations(id: StudyId): readonly Allocation[];
}
