import { z } from 'zod';
import { toLightboxError } from '../../src-core/base/errors.ts';
import type { StudyId } from '../../src-core/base/ids.ts';
import { verifySignedEvents } from '../../src-core/study/signed-completion.ts';
import { requireReceipt, verifySignature } from '../keys/signing.ts';
import type { Assignment, Store } from '../store/ports.ts';
import { verifyReaderChain } from '../store/reader-chains.ts';

/** What one reader's records of a study come to; `problems` is empty where everything holds. */
export interface VerifiedReader {
  readonly studyId: string;
  readonly studyName: string;
  readonly readerId: string;
  readonly readerName: string;
  /** Of the chain, its first row included, and its last hash; null before the first. */
  readonly rows: number;
  readonly head: string | null;
  /** Signatures of the reader that were verified. */
  readonly signatures: number;
  /** Receipts that were verified, and the rows that the last of them covers. */
  readonly receipts: number;
  readonly coveredRows: number;
  readonly problems: readonly string[];
}

export interface VerifiedRecords {
  readonly audit: { readonly rows: number; readonly head: string | null; readonly problem: string | null };
  readonly readers: readonly VerifiedReader[];
  /** Frozen studies: whether package log and protocol hash fit the audit log, and readings of earlier builds their chain. */
  readonly studies: readonly {
    readonly studyId: string;
    readonly name: string;
    readonly problems: string[];
  }[];
}

/**
 * Verifies all that can be without a passphrase: the chain of the audit log, every reader's chain, the signatures in
 * it, the receipts over it, the readings of earlier builds, and that what was packed and frozen is what the log says.
 */
export function verifyRecords(store: Store): VerifiedRecords {
  const assignments = store.users.list('reader').flatMap(({ id }) => store.assignments.list(id));
  return {
    audit: verifiedAudit(store),
    readers: assignments.map((assignment) => verifiedReader(store, assignment)),
    studies: store.studies
      .list()
      .filter(({ state }) => state !== 'draft')
      .map(({ id, name }) => ({ studyId: id, name, problems: problemsOfStudy(store, id, assignments) })),
  };
}

function verifiedAudit({ audit }: Store): VerifiedRecords['audit'] {
  const [last] = audit.latest(1);
  const facts = { rows: last?.sequence ?? 0, head: last?.hash ?? null };
  return { ...facts, problem: problemOf(() => audit.verify()) };
}

function verifiedReader(store: Store, assignment: Assignment): VerifiedReader {
  const { studyId, studyName, readerId, coordinatorKey } = assignment;
  const problems: string[] = [];
  const tried = (check: () => void): void => {
    const problem = problemOf(check);
    if (problem !== null) problems.push(problem);
  };
  const rows = store.events.rows(studyId, readerId);
  let signatures = 0;
  tried(() => {
    signatures = verifySignedEvents(rows, verifySignature);
  });
  const receipts = store.exchange.receipts(studyId).filter((receipt) => receipt.readerId === readerId);
  tried(() => verifyReaderChain(assignment, rows, receipts));
  for (const receipt of receipts) tried(() => requireReceipt(receipt, coordinatorKey));
  return {
    studyId,
    studyName,
    readerId,
    readerName: store.users.get(readerId).name,
    rows: rows.length,
    head: rows.at(-1)?.hash ?? null,
    signatures,
    receipts: receipts.length,
    coveredRows: Math.max(0, ...receipts.map(({ length }) => length)),
    problems,
  };
}

/** The log states what was frozen and what was packed: their hashes are compared with what is stored. */
function problemsOfStudy(store: Store, id: StudyId, assignments: readonly Assignment[]): string[] {
  const { protocolHash, name } = store.studies.get(id);
  const logged = store.audit.list().flatMap(({ action, details }) => {
    const own = loggedSchema.safeParse(details);
    return own.success && own.data.study === id ? { action, ...own.data } : [];
  });
  const frozen = logged.find(({ action }) => action === 'studies.freeze');
  const packed = new Set(logged.flatMap(({ action, sha256 }) => (action === 'packages.write' ? sha256 : [])));
  const earlier = problemOf(() => store.earlierStudies.verifyReadings(id));
  return [
    ...(earlier === null ? [] : [earlier]),
    ...(frozen?.protocolHash === protocolHash
      ? []
      : [`The protocol hash of "${name}" is not the one that was logged at its freeze.`]),
    ...assignments
      .filter((own) => own.studyId === id && own.protocolHash !== protocolHash)
      .map(({ readerId }) => `The plan of the reader ${readerId} is of another protocol.`),
    ...store.exchange
      .packages(id)
      .filter(({ sha256 }) => !packed.has(sha256))
      .map(({ packageId }) => `The package ${packageId} is not in the log as it was written.`),
  ];
}

const loggedSchema = z.looseObject({
  study: z.string(),
  protocolHash: z.string().optional(),
  sha256: z.string().optional(),
});

function problemOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (thrown) {
    return toLightboxError(thrown).message;
  }
}
