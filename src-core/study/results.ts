import { LightboxError } from '../base/errors.ts';
import type { CaseId, FilmId, ReaderCaseId } from '../base/ids.ts';
import type { AllocatedTrial, ReaderAllocation, TrialKind } from './allocation.ts';
import type { Answers, AnswerValue } from './answers.ts';
import type { Instrument, InstrumentItem, Measure } from './instrument.ts';
import { type ArmKind, type Protocol, type ProtocolCase, type Truth, truthOf } from './protocol.ts';
import { targetPlace } from './reader-plan.ts';
import { type SessionState, type Submission, type TrialState, trialOf } from './session-state.ts';

/** How a synthetic film was made. All null for a real one. */
export interface FilmOrigin {
  readonly modelName: string | null;
  readonly prompt: string | null;
  readonly negativePrompt: string | null;
  readonly seed: number | null;
  readonly scheduler: string | null;
  readonly steps: number | null;
  readonly guidance: number | null;
}

export const REAL_FILM_ORIGIN: FilmOrigin = {
  modelName: null,
  prompt: null,
  negativePrompt: null,
  seed: null,
  scheduler: null,
  steps: null,
  guidance: null,
};

/** What one reader did, with the key that tells which case each reader case was. */
export interface ReaderSession {
  readonly readerId: string;
  readonly allocation: ReaderAllocation;
  readonly state: SessionState;
}

export interface ResultsInput {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly sessions: readonly ReaderSession[];
  readonly films: ReadonlyMap<FilmId, FilmOrigin>;
}

/** When a stage was locked, and how long it took. */
export interface StageResult {
  readonly submittedAt: string | null;
  readonly timeMs: number | null;
}

/** One case (or set) as one reader read it once, joined with the truth. Of a set, the target's truth. */
export interface ResultRow extends FilmOrigin {
  readonly study: string;
  readonly protocolHash: string;
  readonly readerId: string;
  readonly readerName: string;
  readonly experienceYears: number | null;
  readonly subspecialty: string | null;
  readonly studyPhase: string;
  readonly session: number;
  /** From 1, over all sessions of the reader. */
  readonly position: number;
  /** Only `reading` counts in the main analysis. */
  readonly presentation: Exclude<TrialKind, 'training'>;
  readonly readerCaseId: ReaderCaseId;
  /** Of a repeat, the first showing. */
  readonly repeatOf: ReaderCaseId | null;
  readonly caseId: CaseId;
  readonly filmId: FilmId;
  readonly arm: string;
  readonly armKind: ArmKind;
  readonly truth: Truth;
  readonly patient: string | null;
  readonly promptKey: string | null;
  readonly finding: string | null;
  readonly view: string | null;
  readonly text: string;
  readonly textControl: string;
  /** Of a set, the cases from left to right, and the target's place from 1. */
  readonly films: readonly CaseId[];
  readonly targetPlace: number | null;
  /** `opened`, `<stage>-locked`, or `done`. */
  readonly phase: string;
  readonly interrupted: boolean;
  readonly openedAt: string | null;
  readonly stages: Readonly<Record<string, StageResult>>;
  /** How often the last stage's answers were changed; `answers` are the first ones. */
  readonly revisions: number;
  /** Whether verdict or choice names the truth; null before it, where none is asked, and for a control. */
  readonly correct: boolean | null;
  /** Every item of the instrument, in its order; null: not asked yet or not answered. */
  readonly answers: Answers;
}

/**
 * Joins the readings with the truth: a row for each case that a reader has opened, complete or not, by reader in the
 * protocol's order and then by position. Training has no rows.
 *
 * @throws LightboxError NOT_FOUND when a reader, a case, an arm, or the origin of a synthetic film is missing.
 */
export function joinResults(input: ResultsInput): ResultRow[] {
  const cases = new Map(input.protocol.cases.map((entry) => [entry.caseId, entry]));
  const rank = new Map(input.protocol.readers.map(({ id }, index) => [id, index]));
  const sessions = [...input.sessions].sort(
    (first, second) => (rank.get(first.readerId) ?? 0) - (rank.get(second.readerId) ?? 0),
  );
  return sessions.flatMap(({ readerId, allocation, state }) =>
    allocation.sessions
      .flatMap(({ trials, phase, number }) => trials.map((trial) => ({ trial, phase, session: number })))
      .flatMap(({ trial, ...place }, index) => {
        const reading = trialOf(state, trial.readerCaseId);
        if (reading.firstOpenedAt === null || trial.kind === 'training') return [];
        const target = targetOf(input.protocol, trial, cases);
        return [
          joinRow(input, readerId, { ...place, position: index + 1 }, trial, trial.kind, reading, target),
        ];
      }),
  );
}

function targetOf(
  protocol: Protocol,
  trial: AllocatedTrial,
  cases: ReadonlyMap<CaseId, ProtocolCase>,
): ProtocolCase {
  const caseId = trial.films[(targetPlace(protocol, trial) ?? 1) - 1]?.caseId;
  return required(caseId === undefined ? undefined : cases.get(caseId), 'case', caseId ?? trial.unitId);
}

function joinRow(
  { protocol, protocolHash, films }: ResultsInput,
  readerId: string,
  place: { readonly phase: string; readonly session: number; readonly position: number },
  trial: AllocatedTrial,
  presentation: ResultRow['presentation'],
  reading: TrialState,
  target: ProtocolCase,
): ResultRow {
  const reader = required(
    protocol.readers.find(({ id }) => id === readerId),
    'reader',
    readerId,
  );
  const arm = required(
    protocol.arms.find(({ id }) => id === target.arm),
    'arm',
    target.arm,
  );
  const truth = truthOf(arm);
  const given: Answers = Object.assign({}, ...reading.locked.map(({ answers }) => answers));
  const { items, stages } = protocol.instrument;
  const answers = Object.fromEntries(
    items.map((item): [string, AnswerValue] => [item.id, given[item.id] ?? null]),
  );
  const asked = protocol.phases.find(({ id }) => id === place.phase)?.stages ?? [];
  const targetAt = targetPlace(protocol, trial);
  return {
    study: protocol.name,
    protocolHash,
    readerId,
    readerName: reader.name,
    experienceYears: reader.profile?.experienceYears ?? null,
    subspecialty: reader.profile?.subspecialty ?? null,
    studyPhase: place.phase,
    session: place.session,
    position: place.position,
    presentation,
    readerCaseId: trial.readerCaseId,
    repeatOf: trial.repeatOf,
    caseId: target.caseId,
    filmId: target.filmId,
    arm: target.arm,
    armKind: arm.kind,
    truth,
    patient: target.patient,
    promptKey: target.prompt,
    finding: target.finding,
    view: target.view,
    text: target.text,
    textControl: target.textControl.kind === 'matched' ? 'matched' : target.textControl.how,
    films: trial.films.map(({ caseId }) => caseId),
    targetPlace: targetAt,
    phase: progressOf(reading, asked),
    interrupted: reading.interrupted,
    openedAt: reading.firstOpenedAt,
    stages: Object.fromEntries(stages.map(({ id }) => [id, stageResult(reading.locked, id)])),
    revisions: reading.revisions.length,
    correct: isCorrect(protocol.instrument, answers, truth, targetAt),
    answers,
    ...(truth === 'synthetic'
      ? required(films.get(target.filmId), 'film', target.filmId)
      : (films.get(target.filmId) ?? REAL_FILM_ORIGIN)),
  };
}

function progressOf({ locked }: TrialState, stages: readonly string[]): string {
  const last = locked.at(-1);
  if (last === undefined) return 'opened';
  return locked.length >= stages.length ? 'done' : `${last.stage}-locked`;
}

function stageResult(locked: readonly Submission[], stage: string): StageResult {
  const held = locked.find((entry) => entry.stage === stage);
  return { submittedAt: held?.at ?? null, timeMs: held?.timing.readingTimeMs ?? null };
}

function isCorrect(
  instrument: Instrument,
  answers: Answers,
  truth: Truth,
  targetAt: number | null,
): boolean | null {
  const choice = instrument.items.find((item) => item.kind === 'film-choice');
  if (choice?.kind === 'film-choice') {
    const chosen = answers[choice.id] ?? null;
    return choice.asks === 'preference' || chosen === null ? null : chosen === targetAt;
  }
  const verdict = answerOf(instrument, 'verdict', answers);
  return verdict === null || truth === 'control' ? null : verdict === truth;
}

/** The answer to the first item that measures this; null where there is none. */
export function answerOf(instrument: Instrument, measure: Measure, answers: Answers): AnswerValue {
  const item: InstrumentItem | undefined = instrument.items.find(({ measures }) => measures === measure);
  return item === undefined ? null : (answers[item.id] ?? null);
}

function required<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined)
    throw new LightboxError('NOT_FOUND', `The results lack the ${what} ${id}.`, { id });
  return value;
}
