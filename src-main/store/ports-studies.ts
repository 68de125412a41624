/** What the store offers the coordinator for studies. */
import type { BlobHash, ReaderFilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { SealedTruth } from '../../src-core/study/sealed-truth.ts';
import type { AssignmentFacts, PlanContent } from './ports-assignments.ts';
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

/** Who did it and why; goes into the audit log in the same transaction. */
export interface AuditedBy {
  readonly actor: string;
  readonly reason: string;
}

export interface StudiesReadable {
  /** Throws NOT_FOUND. */
  get(id: StudyId): Study;
  /** Newest first. */
  list(): readonly Study[];
  readers(id: StudyId): readonly UserId[];
}

export type StudyDraft = Pick<Study, 'name' | 'protocol' | 'seed'>;

export interface StudiesWritable {
  createDraft(draft: StudyDraft): Study;
  /** Throws STUDY_FROZEN once frozen, as do the next two. */
  updateDraft(id: StudyId, draft: StudyDraft): Study;
  /** Replaces the readers. Throws BAD_INPUT for a user who is no reader. */
  setReaders(id: StudyId, readers: readonly UserId[]): void;
  removeDraft(id: StudyId): void;
  /** frozen -> closed: no more readings. Audited as `studies.close`. Throws STUDY_NOT_FROZEN in another state. */
  close(id: StudyId, by: AuditedBy): Study;
}

/** What a study is frozen into: truth and order sealed, each reader's share apart from both. */
export interface SealedContent {
  readonly protocolHash: string;
  /** What may lie open: matrix, design, phases, rules in words. No film, arm of a case, seed or order. */
  readonly openView: JsonObject;
  readonly sealedTruth: SealedTruth;
  readonly assignments: readonly {
    readonly facts: AssignmentFacts;
    readonly content: PlanContent;
  }[];
}

/** Studies frozen by earlier builds, whose rows stay: what they come to, and whether they are as they were written. */
export interface EarlierStudiesReadable {
  /** Films, readers, and of all readers together the cases that are read and that were given out. */
  counts(id: StudyId): { films: number; readers: number; done: number; total: number };
  /** Recomputes the chain of each reader's readings. Throws CHAIN_BROKEN naming the first row that does not fit. */
  verifyReadings(id: StudyId): void;
}

export interface SealedStudiesReadable {
  /** Throws STUDY_NOT_FROZEN while it is a draft, NOT_FOUND for one frozen before truth was sealed. */
  sealedTruth(id: StudyId): SealedTruth;
  /** `truthText` as it was unsealed; null until the study is unblinded. */
  openedTruth(id: StudyId): string | null;
  openView(id: StudyId): JsonObject | null;
  /** Where the pixels of a reader's films lie: what makes a later plan of the same films. */
  filmBlobs(id: StudyId, readerId: UserId): ReadonlyMap<ReaderFilmId, BlobHash>;
}

export interface SealedStudiesWritable {
  /**
   * draft -> frozen, in one transaction; audited as `studies.freeze`. The study's readers are those of the assignments.
   * The draft and its seed are overwritten, in the log too: throws INTERNAL inside a transaction, STUDY_FROZEN where it
   * is no draft, STUDY_INVALID where an assignment cannot stand.
   */
  freezeSealed(id: StudyId, content: SealedContent, by: AuditedBy): Study;
  /**
   * frozen or closed -> unblinded, keeping the truth open from now on; audited as `studies.unblind`. Whether the
   * protocol allows it now is the caller's to decide. Throws STUDY_NOT_FROZEN for a draft, STUDY_FROZEN where it is
   * unblinded already, NOT_FOUND for one frozen before truth was sealed.
   */
  unblindSealed(id: StudyId, truthText: string, by: AuditedBy): Study;
  /**
   * The same truth under another passphrase, with what lies open (where adjudications are sealed); audited as
   * `studies.reseal`. The caller has unsealed and sealed. Throws STUDY_INVALID where it is another study's, NOT_FOUND.
   */
  reseal(id: StudyId, sealedTruth: SealedTruth, openView: JsonObject, by: AuditedBy): void;
  /** Replaces what lies open (an amendment, an adjudication); audited under `action`, with these facts. Throws NOT_FOUND. */
  setOpenView(id: StudyId, openView: JsonObject, action: string, by: AuditedBy, facts?: JsonObject): void;
}
