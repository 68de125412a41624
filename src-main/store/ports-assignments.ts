/** What the store offers for reading: what a reader was given to read, what they did, and what went out and came back. */
import type { BlobHash, ReaderCaseId, ReaderFilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import type { PackageTexts } from '../../src-core/study/package-format.ts';
import type { ReaderPlan } from '../../src-core/study/reader-plan.ts';
import type { Receipt } from '../../src-core/study/readings-format.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import type { AuditedBy } from './ports-studies.ts';

/** A study as one reader has it at this workstation. It holds no truth. */
export interface AssignmentFacts {
  readonly studyId: StudyId;
  readonly readerId: UserId;
  readonly studyName: string;
  readonly protocolHash: string;
  /** `here`: the study was frozen at this workstation; `package`: it came as a `.lightbox` file. */
  readonly origin: 'here' | 'package';
  /** The coordinator's public key, base64: packages and receipts of this study must be signed with it. */
  readonly coordinatorKey: string;
}

/** What a reader needs to read: the plan, its texts and the pixels of its films. */
export interface PlanContent {
  /** Random; of the package that brought it, where one did. */
  readonly packageId: string;
  readonly plan: ReaderPlan;
  readonly texts: PackageTexts;
  readonly films: ReadonlyMap<ReaderFilmId, BlobHash>;
}

export interface Assignment extends AssignmentFacts {
  readonly packageId: string;
  /** The latest plan: a later one holds the phases of the one before and more. */
  readonly plan: ReaderPlan;
  readonly assignedAt: string;
  /** False once the study is closed at the workstation that froze it. */
  readonly open: boolean;
}

/** Holds no truth: ids are random for each reader and showing, and no method returns arm, film, case or blob address. */
export interface AssignmentsReadable {
  /** Of a reader, newest first. */
  list(readerId: UserId): readonly Assignment[];
  /** Of a study, by reader's name. */
  ofStudy(studyId: StudyId): readonly Assignment[];
  /** Throws NOT_FOUND. */
  get(studyId: StudyId, readerId: UserId): Assignment;
  /** Grey values, one byte a pixel. Throws NOT_FOUND for a film that is not this reader's. */
  film(studyId: StudyId, readerId: UserId, film: ReaderFilmId): Promise<Uint8Array>;
  /** Null where the plan shows none. Whether it may be shown now is the caller's to decide. */
  text(studyId: StudyId, readerId: UserId, readerCaseId: ReaderCaseId): string | null;
  texts(studyId: StudyId, readerId: UserId): PackageTexts;
}

export interface AssignmentsWritable {
  /**
   * Throws CONFLICT where the reader has the study already, BAD_INPUT where the user is no reader or the plan shows a
   * film that `content` has no pixels for.
   */
  add(facts: AssignmentFacts, content: PlanContent): Assignment;
  /**
   * A later plan of an assignment. A known package id, or the plan that is held, changes nothing. Throws CONFLICT where
   * it is not the latest plan with more phases or sessions at its end, or where it changes a film or text that is held;
   * NOT_FOUND, BAD_INPUT as `add`.
   */
  addPlan(studyId: StudyId, readerId: UserId, content: PlanContent): Assignment;
}

/** Each reader's events of a study: one hash chain whose first row states whose it is (readings-format.ts). */
export interface EventsReadable {
  /** Empty before the first event. */
  rows(studyId: StudyId, readerId: UserId): readonly ChainRow[];
  /** Without the chain's first row; from the `after`-th event on where that is given. */
  events(studyId: StudyId, readerId: UserId, after?: number): readonly SessionEvent[];
  /** Rows of the chain, its first included; 0: there is none yet. */
  count(studyId: StudyId, readerId: UserId): number;
  /** Recomputes each reader's chain and holds it against the receipts. Throws CHAIN_BROKEN naming reader and row. */
  verify(studyId: StudyId): void;
}

export interface EventsWritable {
  /**
   * Appends to the chain, which begins with the header of `publicKey` where it is empty; returns after the commit is
   * on disk (synchronous=FULL). A submission id that is held already, with the same content, is skipped.
   *
   * @param expected rows that the caller has judged the events by: throws CONFLICT where the chain has others by now.
   * @returns rows of the chain afterwards. Throws READING_CONFLICT for a submission id held with other content,
   * CONFLICT where the study takes no more readings or the chain is of another key, NOT_FOUND, INTERNAL inside a
   * transaction.
   */
  append(
    reader: { readonly studyId: StudyId; readonly readerId: UserId; readonly publicKey: string },
    events: readonly SessionEvent[],
    expected: number,
  ): number;
  /**
   * Takes over what another workstation wrote: a reader's whole chain, of which the rows after those that are held are
   * added. The caller has merged and verified it. @returns rows added. Throws READING_CONFLICT where the rows do not continue what is held or are of another
   * study or reader, NOT_FOUND, FILE_CORRUPT for what is no event.
   */
  takeIn(studyId: StudyId, readerId: UserId, rows: readonly ChainRow[]): number;
}

/** A package that was written for a reader. */
export interface WrittenPackage {
  readonly packageId: string;
  readonly studyId: StudyId;
  readonly readerId: UserId;
  readonly writtenAt: string;
  readonly sha256: string;
}

export interface ExchangeReadable {
  /** Newest first. */
  packages(studyId: StudyId): readonly WrittenPackage[];
  /** Newest first; of one reader or of all. */
  receipts(studyId: StudyId): readonly Receipt[];
}

export interface ExchangeWritable {
  /** Audited as `packages.write`. */
  addPackage(written: WrittenPackage, by: AuditedBy): void;
  /** Audited as `packages.receive`. */
  addReceipt(receipt: Receipt, by: AuditedBy): void;
}
