/** What the store offers for reading: the reader's own side, the readings, the audit log. */
import type { ReaderCaseId, StudyId, SubmissionId, UserId } from '../../src-core/base/ids.ts';
import type { JsonObject, JsonValue } from './schemas.ts';

export type Stage = 'realism' | 'alignment';

/** An answer as its reader gave it. */
export interface OwnReading {
  readonly submissionId: SubmissionId;
  readonly readerCaseId: ReaderCaseId;
  readonly stage: Stage;
  readonly answers: JsonObject;
  readonly openedAt: string;
  readonly submittedAt: string;
  readonly readingTimeMs: number;
  readonly interrupted: boolean;
}

export interface NewReading {
  readonly submissionId: SubmissionId;
  readonly readerId: UserId;
  readonly readerCaseId: ReaderCaseId;
  readonly stage: Stage;
  readonly answers: JsonObject;
  /** The same id as at openCase; another session's earlier opening flags the reading as interrupted. */
  readonly sessionId: string;
  /** When the stage was put before the reader, ISO 8601. */
  readonly openedAt: string;
  readonly readingTimeMs: number;
}

export interface Acknowledgement {
  readonly acknowledged: true;
  /** The same submission was on disk already. */
  readonly duplicate: boolean;
  readonly interrupted: boolean;
}

export interface Reading extends OwnReading {
  readonly id: string;
  readonly studyId: StudyId;
  readonly readerId: UserId;
  readonly prevHash: string;
  readonly hash: string;
}

export interface ReadingsReadable {
  /** In the order they were given. */
  list(studyId: StudyId): readonly Reading[];
  /** Recomputes each reader's chain. Throws CHAIN_BROKEN naming the first row that does not fit. */
  verify(studyId: StudyId): void;
}

export interface ReadingsWritable {
  /**
   * Returns after the commit is on disk (synchronous=FULL). Throws READING_CONFLICT for a known submission id with
   * other content or a second submission for one stage, READING_OUT_OF_ORDER for alignment before realism,
   * CONFLICT when the study takes no readings, NOT_FOUND for a case that is not this reader's.
   */
  insertReading(reading: NewReading): Acknowledgement;
}

export interface AuditRow {
  /** 1 for the first row. */
  readonly sequence: number;
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly details: JsonValue;
  readonly prevHash: string;
  readonly hash: string;
}

export interface AuditReadable {
  /** Oldest first. */
  list(): readonly AuditRow[];
  /** Newest first. */
  latest(limit: number): readonly AuditRow[];
  /** Throws CHAIN_BROKEN naming the first row that does not fit. */
  verify(): void;
}

export interface AuditWritable {
  append(entry: { readonly actor: string; readonly action: string; readonly details: JsonValue }): AuditRow;
}
