import type { ReaderCaseId, SubmissionId } from '../../base/ids.ts';
import { seededRandom, uniformInteger } from '../../base/random.ts';
import { type AllocatedTrial, allocateReader, type ReaderAllocation } from '../../study/allocation.ts';
import type { Protocol } from '../../study/protocol.ts';
import { targetPlace } from '../../study/reader-plan.ts';
import { wholePlan } from '../../study/reader-share.ts';
import { joinResults, type ReaderSession, type ResultRow } from '../../study/results.ts';
import { applyEvent } from '../../study/session.ts';
import type { SessionEvent } from '../../study/session-events.ts';
import { startSession } from '../../study/session-state.ts';
import { nextStep, type SessionStep } from '../../study/session-steps.ts';
import { counter } from '../../study/test-study.ts';
import type { StudyInput } from './study-analysis.ts';
import { answersOf, judge, secondsOf } from './test-study-answers.ts';
import { type TestStudyShape, testChoiceProtocol, testStudyProtocol } from './test-study-protocol.ts';

export interface TestStudy {
  readonly protocol: Protocol;
  readonly sessions: readonly ReaderSession[];
  readonly rows: readonly ResultRow[];
  readonly input: StudyInput;
}

export interface TestStudyOptions extends Partial<TestStudyShape> {
  readonly seed?: number;
  /** Every reader finishes; without it the last one stops on the way. */
  readonly finished?: boolean;
}

/**
 * A realistic study, a function of its options: films of model-a are told more easily than those of model-b; readers
 * differ in skill, bias and pace; times fall along the order; some times are missing, some readings interrupted, and
 * the last reader stops before the end. Everything passes the real allocation and session.
 */
export function testStudy({
  casesPerArm = 40,
  readers = 6,
  seed = 1,
  finished = false,
}: TestStudyOptions = {}): TestStudy {
  return readStudy(testStudyProtocol({ casesPerArm, readers }), seed, finished);
}

/** A study of pairs or quartets. */
export function testChoiceStudy(
  films: 2 | 4,
  { casesPerArm = 30, readers = 5, seed = 1, finished = true }: TestStudyOptions = {},
): TestStudy {
  return readStudy(testChoiceProtocol(films, { casesPerArm, readers }), seed, finished);
}

/** All that the readers of a protocol do, by the model of `TestStudy`. */
export function readStudy(protocol: Protocol, seed: number, finished: boolean): TestStudy {
  const newId = counter('id');
  const sessions = protocol.readers.map(({ id }, index) => {
    const allocation = allocateReader(protocol, id, newId);
    const stops = !finished && index === protocol.readers.length - 1;
    return readAll(
      protocol,
      allocation,
      index,
      seed,
      stops ? 2 * protocol.cases.length : Number.POSITIVE_INFINITY,
    );
  });
  const protocolHash = 'c'.repeat(64);
  const films = new Map(
    protocol.cases.map(({ filmId, arm, prompt }) => [
      filmId,
      {
        modelName: protocol.arms.find(({ id }) => id === arm)?.model?.name ?? null,
        prompt,
        negativePrompt: null,
        seed: null,
        scheduler: null,
        steps: null,
        guidance: null,
      },
    ]),
  );
  const rows = joinResults({ protocol, protocolHash, sessions, films });
  const input: StudyInput = {
    protocol,
    protocolHash,
    rows,
    sessions,
    amendments: [
      {
        at: '2026-02-01T09:00:00.000Z',
        by: 'Cora',
        text: 'Reading rooms changed.',
        reason: 'A display failed.',
      },
    ],
    dataSha256: 'd'.repeat(64),
    product: { name: 'Roentgen Lightbox', version: '0.1.0' },
  };
  return { protocol, sessions, rows, input };
}

const START_MS = Date.UTC(2026, 0, 5, 9);

interface Reader {
  readonly protocol: Protocol;
  readonly index: number;
  readonly seed: number;
  readonly trials: ReadonlyMap<ReaderCaseId, AllocatedTrial>;
}

/** @param stops after so many locked stages */
function readAll(
  protocol: Protocol,
  allocation: ReaderAllocation,
  index: number,
  seed: number,
  stops: number,
): ReaderSession {
  const plan = wholePlan(protocol, allocation);
  const all = allocation.sessions.flatMap((session) => [...session.training, ...session.trials]);
  const reader = { protocol, index, seed, trials: new Map(all.map((trial) => [trial.readerCaseId, trial])) };
  let [clock, run, done, state] = [START_MS, 1, 0, startSession()];
  while (done < stops) {
    const common = { runId: `run-${run}`, at: new Date(clock).toISOString() };
    const due = nextStep(plan, state, common.runId, common.at);
    if (due.kind === 'done') break;
    if (due.kind === 'wait' || leaves(reader, due)) {
      [clock, run] = [due.kind === 'wait' ? Date.parse(due.until) : clock + 3_600_000, run + 1];
      continue;
    }
    const event = eventOf(reader, due, done, common);
    state = applyEvent(plan, state, event);
    const timing = 'timing' in event ? event.timing : null;
    if (timing !== null) done += 1;
    clock += (timing?.readingTimeMs ?? 0) + (timing?.awayMs ?? 0) + 500;
  }
  return { readerId: allocation.readerId, allocation, state };
}

/** A few cases are left after their first sight and opened again in a later sign-in. */
function leaves({ seed, index }: Reader, due: SessionStep): boolean {
  if (due.kind !== 'case' || !due.open || due.interrupted) return false;
  return uniformInteger(seededRandom(`${seed}/leaves/${index}/${due.readerCaseId}`), 60) === 0;
}

function eventOf(
  reader: Reader,
  due: SessionStep,
  done: number,
  common: { readonly runId: string; readonly at: string },
): SessionEvent {
  switch (due.kind) {
    case 'begin-session':
      return { type: 'session-begun', ...common, session: due.session };
    case 'sign':
      return { type: 'signed', ...common, statement: 'Read.', publicKey: 'key', signature: 'signature' };
    case 'training': {
      const given = submissionOf(reader, due.readerCaseId, due.stage, done);
      return { type: 'training-locked', ...common, ...given, attempt: due.attempt };
    }
    case 'case': {
      if (!due.open) return { type: 'opened', ...common, readerCaseId: due.readerCaseId };
      const given = submissionOf(reader, due.readerCaseId, due.stage, done);
      return { type: 'stage-locked', ...common, ...given, trace: null };
    }
    default:
      throw new Error(`The readers of the test study do not know what to do at "${due.kind}".`);
  }
}

function submissionOf(
  { protocol, index, seed, trials }: Reader,
  readerCaseId: ReaderCaseId,
  stage: string,
  done: number,
) {
  const trial = trials.get(readerCaseId);
  if (trial === undefined) throw new Error(`There is no trial ${readerCaseId}.`);
  const films = trial.films.flatMap(({ caseId }) =>
    protocol.cases.filter((entry) => entry.caseId === caseId),
  );
  const random = seededRandom(`${seed}/${index}/${readerCaseId}/${stage}`);
  const judged = judge(protocol, films, targetPlace(protocol, trial), { reader: index, seed, random });
  const seconds = secondsOf(index, done, judged.made, random);
  return {
    readerCaseId,
    stage,
    submissionId: `${readerCaseId}/${stage}` as SubmissionId,
    answers: answersOf(protocol, stage, judged, random, films[0]),
    timing: {
      readingTimeMs: uniformInteger(random, 80) === 0 ? null : Math.round(seconds * 1000),
      firstInteractionMs: 400,
      awayMs: uniformInteger(random, 25) === 0 ? 90_000 : 0,
    },
  };
}
