/** A study whose truth is sealed, readers with a share of it, and events as a reader's window sends them. */
import type {
  BlobHash,
  ReaderCaseId,
  ReaderFilmId,
  StudyId,
  SubmissionId,
  UserId,
} from '../../../src-core/base/ids.ts';
import type { ChainRow } from '../../../src-core/study/audit-chain.ts';
import { DEFAULT_INSTRUMENT } from '../../../src-core/study/default-instrument.ts';
import { type ReaderPlan, singleSessionPlan } from '../../../src-core/study/reader-plan.ts';
import type { Receipt } from '../../../src-core/study/readings-format.ts';
import type { SealedTruth } from '../../../src-core/study/sealed-truth.ts';
import type { SessionEvent, SubmissionEvent } from '../../../src-core/study/session-events.ts';
import type { AssignmentFacts, PlanContent, Store } from '../ports.ts';

/** Of the forms of an Ed25519 public key and of a SHA-256, and of nothing. */
export const READER_KEY = `${'r'.repeat(43)}=`;
const COORDINATOR_KEY = `${'c'.repeat(43)}=`;
export const PROTOCOL_HASH = '5'.repeat(64);
/** What a draft says that nobody may find after the freeze. */
export const DRAFT_SECRETS = { film: 'film-that-tells', arm: 'arm-that-tells', seed: 987_654_321 } as const;
const BY = { actor: 'Coordinator', reason: 'pilot' };

export interface SealedStudy {
  readonly studyId: StudyId;
  readonly readers: readonly UserId[];
  readonly readerCaseId: (reader: number, position: number) => ReaderCaseId;
}

export const caseOf = (reader: number, position: number): ReaderCaseId =>
  `case-${reader}-${position}` as ReaderCaseId;

/** Not sealed at all, but of the form. */
export function sealedTruthOf(studyId: StudyId): SealedTruth {
  return {
    kind: 'lightbox-sealed-truth',
    formatVersion: 1,
    studyId,
    protocolHash: PROTOCOL_HASH,
    kdf: {
      name: 'argon2id',
      version: 19,
      memoryKiB: 65_536,
      iterations: 3,
      parallelism: 4,
      salt: 'A'.repeat(24),
    },
    cipher: { name: 'aes-256-gcm', nonce: 'B'.repeat(16) },
    sealed: 'C'.repeat(32),
  };
}

export function factsOf(
  studyId: StudyId,
  readerId: UserId,
  origin: AssignmentFacts['origin'] = 'here',
): AssignmentFacts {
  return {
    studyId,
    readerId,
    studyName: 'Pilot',
    protocolHash: PROTOCOL_HASH,
    origin,
    coordinatorKey: COORDINATOR_KEY,
  };
}

/** The share of a reader: so many films of one blob, each with a text. */
export function contentOf(reader: number, cases: number, pixels: BlobHash): PlanContent {
  const order = Array.from({ length: cases }, (_value, position) => caseOf(reader, position));
  return {
    packageId: `package-${reader}`,
    plan: { ...singleSessionPlan('Pilot', 16, DEFAULT_INSTRUMENT, order), morePhases: true },
    texts: Object.fromEntries(order.map((id) => [id, `Text of ${id}.`])),
    films: new Map(order.map((id) => [id as string as ReaderFilmId, pixels])),
  };
}

/** A plan with one session more. */
export function withOneMore(plan: ReaderPlan, readerCaseId: string): ReaderPlan {
  const [phase] = plan.phases;
  if (phase === undefined) throw new Error('The plan has a phase.');
  const films = [`${readerCaseId}-film` as ReaderFilmId];
  const session = { number: 2, phase: 2, leastDaysAfterPrevious: 7, training: [] };
  return {
    ...plan,
    phases: [...plan.phases, { ...phase, number: 2 }],
    sessions: [
      ...plan.sessions,
      { ...session, trials: [{ readerCaseId: readerCaseId as ReaderCaseId, films }] },
    ],
    morePhases: false,
  };
}

/** Makes a draft that tells everything and freezes it. */
export async function freezeSealedStudy(
  store: Store,
  cases = 2,
  readerNames = ['Ada', 'Ben'],
): Promise<SealedStudy> {
  const readers = readerNames.map((name) => store.users.findOrAdd('reader', name).id);
  const pixels = await store.blobs.put(new Uint8Array(256).fill(7));
  const { film, arm, seed } = DRAFT_SECRETS;
  const films = Array.from({ length: 40 }, (_value, index) => ({ film: `${film}-${index}`, arm }));
  const { id } = store.studies.createDraft({ name: 'Pilot', protocol: { films: films.slice(1) }, seed });
  store.studies.updateDraft(id, { name: 'Pilot', protocol: { films, seed }, seed });
  store.studies.freezeSealed(
    id,
    {
      protocolHash: PROTOCOL_HASH,
      openView: { matrixSizePx: 16 },
      sealedTruth: sealedTruthOf(id),
      assignments: readers.map((readerId, reader) => ({
        facts: factsOf(id, readerId),
        content: contentOf(reader, cases, pixels),
      })),
    },
    BY,
  );
  return { studyId: id, readers, readerCaseId: caseOf };
}

/** A receipt for these rows; its signature is of the form, and of nothing. */
export function receiptOf(studyId: StudyId, readerId: UserId, rows: readonly ChainRow[]): Receipt {
  return {
    kind: 'lightbox-receipt',
    formatVersion: 1,
    studyId,
    readerId,
    length: rows.length,
    head: rows.at(-1)?.hash ?? '',
    receivedAt: '2026-11-24T12:00:00.000Z',
    coordinatorKey: COORDINATOR_KEY,
    signature: `${'s'.repeat(86)}==`,
  };
}

const common = { runId: 'run-1', at: '2026-11-24T08:00:00.000Z' };

export function openedEvent(readerCaseId: ReaderCaseId): SessionEvent {
  return { type: 'opened', ...common, readerCaseId };
}

export function lockedEvent(
  readerCaseId: ReaderCaseId,
  change: Partial<Pick<SubmissionEvent, 'answers' | 'at'>> = {},
): SessionEvent {
  return {
    type: 'stage-locked',
    ...common,
    readerCaseId,
    stage: 'realism',
    submissionId: `${readerCaseId}-realism` as SubmissionId,
    answers: { realism: 4 },
    timing: { readingTimeMs: 4200, firstInteractionMs: 300, awayMs: 0 },
    trace: null,
    ...change,
  };
}
