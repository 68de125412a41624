import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StudyId } from '../../src-core/base/ids.ts';
import type { ConductView, ReaderState, StudyEntry } from '../../src-core/contract/conduct-calls.ts';
import type { OpenView } from '../../src-core/study/open-view.ts';
import { nextStep, sessionProgress } from '../../src-core/study/session-steps.ts';
import type { Assignment, Study } from '../store/ports.ts';
import { type ConductedStudy, conductedStudy } from './conduct-study.ts';
import type { AppPorts } from './ports.ts';
import type { ReaderStudies } from './reader-studies.ts';

/** The run that a look at a reader's state belongs to: none in which a case is open or a pause goes on. */
const NO_RUN = 'conduct';

/** A frozen study with who has done what. @throws LightboxError as `conductedStudy` */
export async function conductView(
  ports: AppPorts,
  readers: ReaderStudies,
  studyId: StudyId,
): Promise<ConductView> {
  const { study, view, assignments } = conductedStudy(ports.store, studyId);
  const { state } = study;
  const states: ReaderState[] = [];
  for (const assignment of assignments) {
    // The first look replays all that a reader did: other work gets its turn between two readers.
    await nextTurn();
    states.push(readerState(ports, readers, assignment));
  }
  return {
    studyId,
    name: study.name,
    state,
    protocolHash: study.protocolHash,
    frozenAt: study.frozenAt,
    unblindedAt: study.unblindedAt,
    matrixSizePx: view.matrixSizePx,
    cases: view.cases,
    summary: view.summary.map(({ topic, sentences }) => ({ topic, sentences: [...sentences] })),
    phases: phasesOf(view, assignments),
    amendments: [...view.amendments],
    unblindingWaits: unblindingWaits({ study, view }),
    stopsOn: view.stopsOn,
    readers: states,
  };
}

/** What must come before unblinding, in words; null: nothing. */
export function unblindingWaits({ study, view }: Pick<ConductedStudy, 'study' | 'view'>): string | null {
  if (study.state !== 'frozen' || view.unblinding === 'any-time') return null;
  return 'The protocol promises that nobody is unblinded before the reading is closed. Close it first.';
}

function phasesOf(
  { phases, adjudications }: OpenView,
  assignments: readonly Assignment[],
): ConductView['phases'] {
  const known = Math.min(...assignments.map(({ plan }) => plan.phases.length));
  return phases.map(({ id, kind, sessions }, index) => ({
    number: index + 1,
    id,
    kind,
    sessions,
    released: kind === 'reading' ? index < known : adjudications.some(({ sealed }) => sealed.phase === id),
  }));
}

function readerState(
  { store, clock }: AppPorts,
  readers: ReaderStudies,
  assignment: Assignment,
): ReaderState {
  const { studyId, readerId } = assignment;
  const { plan, state, rows } = readers.view(assignment);
  const due = nextStep(plan, state, NO_RUN, clock().toISOString());
  const written = store.exchange.packages(studyId).find((entry) => entry.readerId === readerId);
  const receipt = store.exchange.receipts(studyId).find((entry) => entry.readerId === readerId);
  return {
    reader: { id: readerId, name: store.users.get(readerId).name, role: 'reader' },
    ...sessionProgress(plan, state),
    session: state.session,
    sessions: plan.sessions.length,
    due: due.kind,
    until: due.kind === 'wait' ? due.until : null,
    interrupted: Object.values(state.trials).filter(({ interrupted }) => interrupted).length,
    lastAt: state.latestAt,
    signedAt: state.signature?.at ?? null,
    clockWentBack: state.clockWentBack,
    rows,
    packedAt: written?.writtenAt ?? null,
    received: receipt === undefined ? null : { at: receipt.receivedAt, rows: receipt.length },
  };
}

/** All studies of this workstation, newest first, without a film or an arm of any. */
export async function studyList(ports: AppPorts, readers: ReaderStudies): Promise<StudyEntry[]> {
  const entries: StudyEntry[] = [];
  for (const study of ports.store.studies.list()) {
    await nextTurn();
    entries.push({
      studyId: study.id,
      name: study.name,
      state: study.state,
      createdAt: study.createdAt,
      frozenAt: study.frozenAt,
      ...countsOf(ports, readers, study),
    });
  }
  return entries;
}

type Counts = Pick<StudyEntry, 'films' | 'readers' | 'done' | 'total' | 'earlierBuild'>;

function countsOf({ store }: AppPorts, readers: ReaderStudies, study: Study): Counts {
  const none = { done: 0, total: 0, earlierBuild: false };
  if (study.state === 'draft') {
    const { films } = study.protocol;
    return {
      ...none,
      films: Array.isArray(films) ? films.length : 0,
      readers: store.studies.readers(study.id).length,
    };
  }
  if (store.studies.openView(study.id) === null) {
    return { ...store.earlierStudies.counts(study.id), earlierBuild: true };
  }
  const { view, assignments } = conductedStudy(store, study.id);
  const progress = assignments.map((assignment) => {
    const { plan, state } = readers.view(assignment);
    return sessionProgress(plan, state);
  });
  return {
    films: view.films,
    readers: assignments.length,
    done: progress.reduce((sum, { done }) => sum + done, 0),
    total: progress.reduce((sum, { total }) => sum + total, 0),
    earlierBuild: false,
  };
}
