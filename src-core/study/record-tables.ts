import { canonicalJson } from '../base/canonical-json.ts';
import type { ReaderCaseId } from '../base/ids.ts';
import type { HeldEvents } from './adjudicate.ts';
import type { AllocatedSession, AllocatedTrial } from './allocation.ts';
import type { AnswerValue } from './answers.ts';
import { attentionReport } from './attention.ts';
import { type Protocol, readingPhases } from './protocol.ts';
import { expectedAnswers, isExpected } from './reader-plan.ts';
import type { ReaderSession } from './results.ts';
import type { CellValue, ResultColumn } from './results-table.ts';
import type { SessionEvent } from './session-events.ts';

/** What was recorded beside the readings, as a table: its name ends the file's, its columns are its codebook. */
export interface RecordTable {
  readonly name: 'readers' | 'sessions' | 'training' | 'questionnaires' | 'events';
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

const column = (name: string, meaning: string, values: string): ResultColumn => ({ name, meaning, values });
const READER = [column('readerId', 'Reader', 'id'), column('readerName', 'Name of the reader', 'text')];
const AT = column('at', 'When it was put on disk', 'UTC, ISO 8601');
const CASE = column('readerCaseId', 'Case as this reader saw it', 'random id');

/**
 * All that was recorded of an unblinded study beside the readings of its cases: how each reader did on checks and
 * training, the sessions with their times, every answer of training and questionnaires, and every event as it stands in
 * the reader's chain. Readers are in the protocol's order.
 *
 * @param sessions of `readerSessions`. @param held the events that they were replayed from.
 */
export function recordTables(
  protocol: Protocol,
  sessions: readonly ReaderSession[],
  held: readonly HeldEvents[],
): RecordTable[] {
  const eventsOf = new Map(held.map(({ readerId, events }) => [readerId, events]));
  const readers = protocol.readers.flatMap(({ id, name }) => {
    const session = sessions.find(({ readerId }) => readerId === id);
    return session === undefined ? [] : [{ who: [id, name], session, events: eventsOf.get(id) ?? [] }];
  });
  return [
    readersTable(protocol, readers),
    sessionsTable(readers),
    trainingTable(protocol, readers),
    questionnairesTable(protocol, readers),
    eventsTable(readers),
  ];
}

interface Reader {
  /** Id and name. */
  readonly who: readonly string[];
  readonly session: ReaderSession;
  readonly events: readonly SessionEvent[];
}

function readersTable(protocol: Protocol, readers: readonly Reader[]): RecordTable {
  return {
    name: 'readers',
    columns: [
      ...READER,
      column('attentionPassed', 'Attention checks of which all expected answers were given', 'whole number'),
      column('attentionFailed', 'Attention checks that were failed', 'whole number'),
      column('attentionExceeded', 'More failures than the protocol allows', 'true, false'),
      column('trainingAttempts', 'Attempts of the training that were finished', 'whole number'),
      column('trainingShares', 'Share of expected answers, of each attempt', '0 to 1, joined by |'),
      column('trainingOutcome', 'Whether the training was passed', 'open, passed, failed, waived'),
      column('signedAt', 'When the reader signed the completion', 'UTC, ISO 8601'),
      column('voidedSignatures', 'Signatures that a coordinator’s unlocking voided', 'whole number'),
      column('clockWentBack', 'Events that the clock dated before an earlier one', 'whole number'),
    ],
    rows: readers.map(({ who, session }) => {
      const { passed, failed, exceeded } = attentionReport(protocol, session);
      const { training, signature, voided, clockWentBack } = session.state;
      return [
        ...who,
        passed,
        failed,
        exceeded,
        training.shares.length,
        training.shares.map((share) => share ?? '').join('|') || null,
        protocol.training === null ? null : training.outcome,
        signature?.at ?? null,
        voided.length,
        clockWentBack,
      ];
    }),
  };
}

function sessionsTable(readers: readonly Reader[]): RecordTable {
  return {
    name: 'sessions',
    columns: [
      ...READER,
      column('session', 'Session of the reader, over all phases', 'from 1'),
      column('phase', 'Phase of the study', 'id'),
      column('begunAt', 'When it was begun', 'UTC, ISO 8601'),
      column('endedAt', 'When it was ended', 'UTC, ISO 8601'),
      column('cases', 'Cases that were completed in it', 'whole number'),
      column('readingTimeMs', 'Sum of the reading times of its stages, without pauses', 'ms'),
      column('awayMs', 'Sum of what the reader was paused or idle while a stage was open', 'ms'),
      column('pauses', 'Pauses that the reader made', 'whole number'),
      column('idlePauses', 'Pauses after time without input', 'whole number'),
      column('displayChecks', 'What was noted at the checks of display and room', 'JSON, joined by |'),
    ],
    rows: readers.flatMap(({ who, session: { allocation, state }, events }) =>
      state.begunAt.map((begunAt, index) => {
        const planned = allocation.sessions.filter(({ trials }) => trials.length > 0)[index];
        const own = eventsOfSession(events, index + 1);
        const timings = own.flatMap((event) => (event.type === 'stage-locked' ? [event.timing] : []));
        const pauses = own.flatMap((event) => (event.type === 'paused' ? [event.idle] : []));
        const checks = own.flatMap((event) =>
          event.type === 'gate-passed' && event.gate === 'display-check'
            ? [canonicalJson(event.details)]
            : [],
        );
        return [
          ...who,
          index + 1,
          planned?.phase ?? null,
          begunAt,
          state.endedAt[index] ?? null,
          completed(planned, own),
          sum(timings.map(({ readingTimeMs }) => readingTimeMs)),
          sum(timings.map(({ awayMs }) => awayMs)),
          pauses.filter((idle) => !idle).length,
          pauses.filter((idle) => idle).length,
          checks.join('|') || null,
        ];
      }),
    ),
  };
}

/** The events from a session's beginning to the next one's. */
function eventsOfSession(events: readonly SessionEvent[], number: number): readonly SessionEvent[] {
  const begins = (wanted: number): number =>
    events.findIndex((event) => event.type === 'session-begun' && event.session === wanted);
  const end = begins(number + 1);
  return events.slice(begins(number), end < 0 ? undefined : end);
}

/** Cases of which every stage that was locked for any case of the session is locked. */
function completed(session: AllocatedSession | undefined, events: readonly SessionEvent[]): number {
  const locked = new Map<ReaderCaseId, Set<string>>();
  for (const event of events) {
    if (event.type !== 'stage-locked') continue;
    locked.set(event.readerCaseId, (locked.get(event.readerCaseId) ?? new Set()).add(event.stage));
  }
  const stages = Math.max(0, ...[...locked.values()].map(({ size }) => size));
  return (session?.trials ?? []).filter(({ readerCaseId }) => locked.get(readerCaseId)?.size === stages)
    .length;
}

function trainingTable(protocol: Protocol, readers: readonly Reader[]): RecordTable {
  const stages = readingPhases(protocol).find(({ id }) => id === protocol.training?.phase)?.stages ?? [];
  return {
    name: 'training',
    columns: [
      ...READER,
      column('attempt', 'Attempt of the training', 'from 1'),
      CASE,
      column('caseId', 'Case of the study; of a set, its id', 'id'),
      column('stage', 'Stage of the instrument', 'id'),
      column('item', 'Question', 'id'),
      column('answer', 'What was answered', 'as in the readings'),
      column('expected', 'What was expected', 'as in the readings'),
      column('right', 'The expected answer was given', 'true, false'),
      column('readingTimeMs', 'Time to the answer, without pauses', 'ms'),
      AT,
    ],
    rows: readers.flatMap(({ who, session, events }) => {
      const trials = new Map<ReaderCaseId, AllocatedTrial>(
        session.allocation.sessions
          .flatMap(({ training }) => training)
          .map((trial) => [trial.readerCaseId, trial]),
      );
      return events.flatMap((event) => {
        const trial = event.type === 'training-locked' ? trials.get(event.readerCaseId) : undefined;
        if (event.type !== 'training-locked' || trial === undefined) return [];
        const expected = expectedAnswers(protocol, trial, stages);
        return Object.entries(event.answers).map(([item, answer]) => {
          const wanted = expected[item];
          return [
            ...who,
            event.attempt,
            event.readerCaseId,
            trial.unitId,
            event.stage,
            item,
            answerText(answer),
            wanted === undefined ? null : answerText(wanted),
            wanted === undefined ? null : isExpected(answer, wanted),
            event.timing.readingTimeMs,
            event.at,
          ];
        });
      });
    }),
  };
}

function questionnairesTable(protocol: Protocol, readers: readonly Reader[]): RecordTable {
  return {
    name: 'questionnaires',
    columns: [
      ...READER,
      column('phase', 'Phase of the study', 'id'),
      column('item', 'Question', 'id'),
      column('question', 'Its words, or the key of them', 'text'),
      column('answer', 'What was answered', 'as in the readings'),
      AT,
    ],
    rows: readers.flatMap(({ who, session, events }) => {
      const phases = phasesRead(protocol, session);
      return events.flatMap((event) => {
        if (event.type !== 'questionnaire-submitted') return [];
        const phase = phases[event.phase - 1];
        return Object.entries(event.answers).map(([item, answer]) => {
          const label = phase?.questionnaire?.items.find(({ id }) => id === item)?.label;
          const question = label === undefined ? null : 'text' in label ? label.text : label.key;
          return [...who, phase?.id ?? null, item, question, answerText(answer), event.at];
        });
      });
    }),
  };
}

/** As the reader's plan numbers them (`wholePlan`): phases of reading, then the adjudications with cases for the reader. */
function phasesRead(protocol: Protocol, { allocation }: ReaderSession): Protocol['phases'] {
  const given = allocation.sessions.filter(({ trials }) => trials.length > 0);
  const adjudications = given.flatMap(({ phase }) =>
    protocol.phases.filter(({ id, kind }) => id === phase && kind === 'adjudication'),
  );
  return [...readingPhases(protocol), ...adjudications];
}

function eventsTable(readers: readonly Reader[]): RecordTable {
  return {
    name: 'events',
    columns: [
      ...READER,
      column('row', 'Row of the reader’s chain; the first one names whose it is', 'from 2'),
      column('type', 'What happened', 'name of an event'),
      AT,
      column('runId', 'Stay at the screen: a sign-in', 'random id'),
      CASE,
      column('content', 'The event as it was chained', 'JSON'),
    ],
    rows: readers.flatMap(({ who, events }) =>
      events.map((event, index) => [
        ...who,
        index + 2,
        event.type,
        event.at,
        event.runId,
        'readerCaseId' in event ? event.readerCaseId : null,
        canonicalJson(event),
      ]),
    ),
  };
}

function answerText(value: AnswerValue): CellValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
    return value.join('|') || null;
  return canonicalJson(value);
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
