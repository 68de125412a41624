import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash, CaseId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { OpenView } from '../../src-core/study/open-view.ts';
import { nextStep } from '../../src-core/study/session-steps.ts';
import type { Assignment } from '../store/ports.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import { type ConductedStudy, openStudy } from './conduct-study.ts';
import { planContent } from './design-freeze.ts';
import type { AppPorts } from './ports.ts';
import type { ReaderStudies } from './reader-studies.ts';
import type { LaterShares } from './study-work-messages.ts';

/** What the worker needs to open a study. */
export function sealedOf({ store }: AppPorts, { study, view }: ConductedStudy, passphrase: string) {
  return {
    studyId: study.id,
    sealedTruth: store.studies.sealedTruth(study.id),
    adjudications: view.adjudications.map(({ sealed }) => sealed),
    passphrase,
  };
}

/**
 * What the signed-in coordinator's passphrase opens. @throws what `work` throws; LightboxError UNSEALING_FAILED for
 * another coordinator's study
 */
export async function opened<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const error = toLightboxError(thrown);
    if (error.code !== 'UNSEALING_FAILED') throw error;
    throw new LightboxError(
      'UNSEALING_FAILED',
      'The study is sealed under another passphrase than yours. Let the coordinator who froze it sign in.',
      { field: 'passphrase' },
      { cause: thrown },
    );
  }
}

/**
 * Gives one phase more to the readers who have finished all that they hold; the others get it when it is released
 * again. A reader who is blinded to the purpose is thus never told by the questions to come.
 *
 * @param phase its number, from 1.
 * @throws LightboxError BAD_INPUT for a phase that is no later one of reading; CONFLICT where nobody is ready, or the
 * study is closed; UNSEALING_FAILED
 */
export async function releasePhase(
  ports: AppPorts,
  readers: ReaderStudies,
  input: { readonly studyId: StudyId; readonly phase: number; readonly passphrase: string },
  actor: string,
): Promise<void> {
  const { studyId, phase, passphrase } = input;
  const conducted = openStudy(ports.store, studyId);
  const named = conducted.view.phases[phase - 1];
  if (named?.kind !== 'reading') {
    throw new LightboxError('BAD_INPUT', `The study has no phase ${phase} of reading.`, { field: 'phase' });
  }
  const ready = readyReaders(ports, readers, conducted, phase);
  const later = await opened(
    ports.studyWork.release({ ...sealedOf(ports, conducted, passphrase), upToPhase: phase }),
  );
  ports.store.transaction(() => {
    addShares(ports, studyId, later, ready);
    ports.store.audit.append({
      actor,
      action: 'conduct.releasePhase',
      details: { study: studyId, phase: named.id, readers: ready.size },
    });
  });
}

/**
 * Gives the adjudicating readers the cases on which the readers disagree.
 * @returns how many. @throws LightboxError as `drawAdjudication`; CONFLICT once the study is closed; UNSEALING_FAILED
 */
export async function adjudicate(
  ports: AppPorts,
  input: { readonly studyId: StudyId; readonly phase: string; readonly passphrase: string },
  actor: string,
): Promise<number> {
  const { studyId, phase, passphrase } = input;
  const { store } = ports;
  const conducted = openStudy(store, studyId);
  const held = conducted.assignments.map(({ readerId }) => ({
    readerId,
    rows: store.events.rows(studyId, readerId),
  }));
  const drawn = await opened(
    ports.studyWork.adjudicate({ ...sealedOf(ports, conducted, passphrase), phase, held }),
  );
  const view: OpenView = {
    ...conducted.view,
    adjudications: [...conducted.view.adjudications, { cases: drawn.cases, sealed: drawn.sealed }],
  };
  store.transaction(() => {
    addShares(ports, studyId, drawn, new Set(drawn.shares.map(({ readerId }) => readerId)));
    store.studies.setOpenView(
      studyId,
      jsonObjectSchema.parse(view),
      'conduct.adjudicate',
      { actor, reason: 'The readings disagree.' },
      { phase, cases: drawn.cases },
    );
  });
  return drawn.cases;
}

/** Readers who have read all that they hold and lack the phase. @throws LightboxError CONFLICT where there is none */
function readyReaders(
  { clock, store }: AppPorts,
  readers: ReaderStudies,
  { assignments, view }: ConductedStudy,
  phase: number,
): ReadonlySet<string> {
  const lacking = assignments.filter(({ plan }) => plan.phases.length < phase);
  if (lacking.length === 0) {
    throw new LightboxError(
      'CONFLICT',
      `All readers have the phase "${view.phases[phase - 1]?.id}" already.`,
      {
        field: 'phase',
      },
    );
  }
  const now = clock().toISOString();
  const isReady = (assignment: Assignment): boolean => {
    const { plan, state } = readers.view(assignment);
    return nextStep(plan, state, '', now).kind === 'await-phase' && plan.phases.length === phase - 1;
  };
  const ready = lacking.filter(isReady);
  if (ready.length > 0) return new Set(ready.map(({ readerId }) => readerId));
  const names = lacking.map(({ readerId }) => store.users.get(readerId).name).join(', ');
  throw new LightboxError(
    'CONFLICT',
    `No reader has finished what comes before this phase (${names} have not): it could tell them what they are not to know yet.`,
    { field: 'phase' },
  );
}

function addShares(
  ports: AppPorts,
  studyId: StudyId,
  { shares, earlier }: LaterShares,
  readers: ReadonlySet<string>,
): void {
  const { store } = ports;
  const blobs = new Map<CaseId, BlobHash>();
  for (const { readerId, films } of earlier) {
    const held = store.studies.filmBlobs(studyId, readerId as UserId);
    for (const [readerFilmId, caseId] of films) {
      const pixels = held.get(readerFilmId);
      if (pixels !== undefined) blobs.set(caseId, pixels);
    }
  }
  for (const share of shares) {
    if (!readers.has(share.readerId)) continue;
    store.assignments.addPlan(studyId, share.readerId as UserId, planContent(ports, share, blobs));
  }
}
