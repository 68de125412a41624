import { LightboxError } from '../base/errors.ts';
import type { CaseId, FilmId, ReaderCaseId } from '../base/ids.ts';
import type { AllocatedCase } from './allocation.ts';
import type { Answers, AnswerValue } from './answers.ts';
import type { Instrument, InstrumentItem, Measure } from './instrument.ts';
import type { ArmId, Protocol, ProtocolCase } from './protocol.ts';
import type { CasePhase, SessionCase, SessionState } from './session.ts';

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
  readonly allocation: readonly AllocatedCase[];
  readonly state: SessionState;
}

export interface ResultsInput {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  readonly sessions: readonly ReaderSession[];
  readonly films: ReadonlyMap<FilmId, FilmOrigin>;
}

/** One case as one reader read it, joined with the truth. */
export interface ResultRow extends FilmOrigin {
  readonly study: string;
  readonly protocolHash: string;
  readonly readerId: string;
  readonly readerName: string;
  readonly position: number;
  readonly readerCaseId: ReaderCaseId;
  readonly caseId: CaseId;
  readonly filmId: FilmId;
  readonly arm: ArmId;
  readonly text: string;
  readonly phase: Exclude<CasePhase, 'unopened'>;
  readonly interrupted: boolean;
  readonly openedAt: string | null;
  readonly realismSubmittedAt: string | null;
  readonly alignmentSubmittedAt: string | null;
  readonly realismTimeMs: number | null;
  readonly alignmentTimeMs: number | null;
  /** Whether the verdict names the arm; null before the verdict, or where the instrument asks for none. */
  readonly correct: boolean | null;
  /** Every item of the instrument, in its order; null: not asked yet or not answered. */
  readonly answers: Answers;
}

/**
 * Joins the readings with the truth: a row for each case that a reader has opened, complete or not, by reader
 * in the protocol's order and then by position.
 *
 * @throws LightboxError NOT_FOUND when a reader, a case, or the origin of a synthetic film is missing.
 */
export function joinResults(input: ResultsInput): ResultRow[] {
  const cases = new Map(input.protocol.cases.map((entry) => [entry.caseId, entry]));
  const rank = new Map(input.protocol.readers.map(({ id }, index) => [id, index]));
  const sessions = [...input.sessions].sort(
    (first, second) => (rank.get(first.readerId) ?? 0) - (rank.get(second.readerId) ?? 0),
  );
  return sessions.flatMap((session) => {
    const readings = new Map(session.state.cases.map((entry) => [entry.readerCaseId, entry]));
    return [...session.allocation]
      .sort((first, second) => first.position - second.position)
      .flatMap((allocated) => {
        const reading = readings.get(allocated.readerCaseId);
        if (reading === undefined || reading.phase === 'unopened') return [];
        const truth = required(cases.get(allocated.caseId), 'case', allocated.caseId);
        return [joinRow(input, session.readerId, allocated, reading, reading.phase, truth)];
      });
  });
}

function joinRow(
  input: ResultsInput,
  readerId: string,
  { position, readerCaseId, caseId }: AllocatedCase,
  reading: SessionCase,
  phase: ResultRow['phase'],
  { filmId, arm, text }: ProtocolCase,
): ResultRow {
  const { protocol, protocolHash, films } = input;
  const reader = required(
    protocol.readers.find(({ id }) => id === readerId),
    'reader',
    readerId,
  );
  const given: Answers = { ...reading.realism?.answers, ...reading.alignment?.answers };
  const answers = Object.fromEntries(
    protocol.instrument.items.map((item): [string, AnswerValue] => [item.id, given[item.id] ?? null]),
  );
  const verdict = answerOf(protocol.instrument, 'verdict', answers);
  const origin = arm === 'real' ? REAL_FILM_ORIGIN : required(films.get(filmId), 'film', filmId);
  return {
    study: protocol.name,
    protocolHash,
    readerId,
    readerName: reader.name,
    position,
    readerCaseId,
    caseId,
    filmId,
    arm,
    text,
    phase,
    interrupted: reading.interrupted,
    openedAt: reading.firstOpenedAt,
    realismSubmittedAt: reading.realism?.at ?? null,
    alignmentSubmittedAt: reading.alignment?.at ?? null,
    realismTimeMs: reading.realism?.readingTimeMs ?? null,
    alignmentTimeMs: reading.alignment?.readingTimeMs ?? null,
    correct: verdict === null ? null : verdict === arm,
    answers,
    ...origin,
  };
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
