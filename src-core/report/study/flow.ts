import { groupBy } from '../../base/collections.ts';
import type { CaseId } from '../../base/ids.ts';
import { type AllocatedTrial, TRIAL_KINDS } from '../../study/allocation.ts';
import { attentionReport } from '../../study/attention.ts';
import { CASE_ROLES, type Protocol, type ProtocolReader, readingPhases } from '../../study/protocol.ts';
import type { ReaderSession, ResultRow } from '../../study/results.ts';
import { trialOf } from '../../study/session-state.ts';
import { unitsOf } from '../../study/units.ts';
import type {
  ArmFlow,
  MissingReading,
  ReaderFlow,
  ReadingCounts,
  StudyFlow,
  StudyInput,
} from './study-analysis.ts';

/** One reading that the analysis is to have, and how far it came: `unread`, `opened`, `<stage>-locked`, `done`. */
interface DueReading extends MissingReading {
  readonly interrupted: boolean;
}

/** From what was made to what was read, with every reading that is missing by name. */
export function studyFlow({ protocol, rows, sessions, amendments }: StudyInput): StudyFlow {
  const due = protocol.readers.flatMap((reader) => dueReadings(protocol, reader, rows, sessions));
  return {
    arms: protocol.arms.map((arm) => armFlow(protocol, arm, due)),
    readers: protocol.readers.map((reader) => readerFlow(protocol, reader, due, sessions)),
    readings: countReadings(due),
    excluded: excluded(rows, sessions),
    missing: due
      .filter(({ progress }) => progress !== 'done')
      .map(({ readerId, phase, caseId, arm, progress }) => ({ readerId, phase, caseId, arm, progress })),
    amendments,
  };
}

function dueReadings(
  protocol: Protocol,
  { id: readerId }: ProtocolReader,
  rows: readonly ResultRow[],
  sessions: readonly ReaderSession[],
): DueReading[] {
  const armOf = new Map(protocol.cases.map(({ caseId, arm }) => [caseId, arm]));
  const own = new Map(rows.filter((row) => row.readerId === readerId).map((row) => [row.readerCaseId, row]));
  const unread = (phase: string, caseId: CaseId): DueReading => ({
    readerId,
    phase,
    caseId,
    arm: armOf.get(caseId) ?? '',
    progress: 'unread',
    interrupted: false,
  });
  const targets = new Map(unitsOf(protocol).map(({ id, cases }) => [id, cases[0]]));
  const allocation = sessions.find((session) => session.readerId === readerId)?.allocation;
  if (allocation === undefined) {
    return readingPhases(protocol).flatMap(({ id }) =>
      unitsOf(protocol).flatMap(({ role, cases: [target] }) =>
        role === 'reading' && target !== undefined ? [unread(id, target)] : [],
      ),
    );
  }
  const trialDue = (phase: string, trial: AllocatedTrial): DueReading[] => {
    const target = targets.get(trial.unitId);
    if (trial.kind !== 'reading' || target === undefined) return [];
    const row = own.get(trial.readerCaseId);
    if (row === undefined) return [unread(phase, target)];
    return [{ ...unread(phase, target), progress: row.phase, interrupted: row.interrupted }];
  };
  return allocation.sessions.flatMap(({ phase, trials }) =>
    trials.flatMap((trial) => trialDue(phase, trial)),
  );
}

function countReadings(due: readonly DueReading[]): ReadingCounts {
  const complete = due.filter(({ progress }) => progress === 'done');
  const missing = due.filter(({ progress }) => progress === 'unread').length;
  return {
    expected: due.length,
    complete: complete.length,
    open: due.length - complete.length - missing,
    missing,
    interrupted: complete.filter(({ interrupted }) => interrupted).length,
  };
}

function armFlow(
  { cases }: Protocol,
  { id, flow }: Protocol['arms'][number],
  due: readonly DueReading[],
): ArmFlow {
  const own = cases.filter(({ arm }) => arm === id);
  const ofArm = due.filter(({ arm }) => arm === id);
  const [reading, training, calibration, attention] = CASE_ROLES.map(
    (role) => own.filter((entry) => entry.role === role).length,
  );
  return {
    arm: id,
    ...flow,
    roles: {
      reading: reading ?? 0,
      training: training ?? 0,
      calibration: calibration ?? 0,
      attention: attention ?? 0,
    },
    casesRead: new Set(ofArm.filter(({ progress }) => progress === 'done').map(({ caseId }) => caseId)).size,
    readings: countReadings(ofArm),
  };
}

function readerFlow(
  protocol: Protocol,
  { id }: ProtocolReader,
  due: readonly DueReading[],
  sessions: readonly ReaderSession[],
): ReaderFlow {
  const session = sessions.find(({ readerId }) => readerId === id);
  const readings = countReadings(due.filter(({ readerId }) => readerId === id));
  const planned = session?.allocation.sessions ?? [];
  const base = { readerId: id, readings, sessionsPlanned: planned.length };
  if (session === undefined || session.state.session === 0) {
    const none = { sessionsEnded: 0, attention: null, training: null, revisions: 0, awaySeconds: 0 };
    return { ...base, status: 'not-started', ...none };
  }
  const { state } = session;
  const trials = planned.flatMap((entry) => entry.trials).filter(({ kind }) => kind === 'reading');
  const states = trials.map(({ readerCaseId }) => trialOf(state, readerCaseId));
  const away = states.flatMap(({ locked }) => locked.map(({ timing }) => timing.awayMs ?? 0));
  const { passed, failed, exceeded } = attentionReport(protocol, session);
  const finished = state.endedAt.length >= planned.length;
  return {
    ...base,
    status: state.signature !== null ? 'signed' : finished ? 'finished' : 'started',
    sessionsEnded: state.endedAt.length,
    attention: protocol.attention === null ? null : { passed, failed, exceeded },
    training:
      protocol.training === null
        ? null
        : { attempts: state.training.shares.length, outcome: state.training.outcome },
    revisions: states.reduce((total, { revisions }) => total + revisions.length, 0),
    awaySeconds: away.reduce((total, value) => total + value, 0) / 1000,
  };
}

function excluded(rows: readonly ResultRow[], sessions: readonly ReaderSession[]): StudyFlow['excluded'] {
  const shown = groupBy(rows, ({ presentation }) => presentation);
  const trained = sessions.reduce((total, { allocation, state }) => {
    const cases = allocation.sessions.reduce((count, { training }) => count + training.length, 0);
    return total + cases * state.training.shares.length;
  }, 0);
  return TRIAL_KINDS.filter((kind) => kind !== 'reading')
    .map((presentation) => ({
      presentation,
      readings: presentation === 'training' ? trained : (shown.get(presentation)?.length ?? 0),
    }))
    .filter(({ readings }) => readings > 0);
}
