import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, LightboxError } from '../base/errors.ts';
import type { ReaderCaseId, SubmissionId } from '../base/ids.ts';
import {
  applyEvent,
  nextCase,
  replaySession,
  type SessionEvent,
  type SessionState,
  sessionProgress,
  startSession,
} from './session.ts';

const ids = (count: number): ReaderCaseId[] =>
  Array.from({ length: count }, (_, index) => `case-${index + 1}` as ReaderCaseId);
const [FIRST, SECOND] = ids(2) as [ReaderCaseId, ReaderCaseId];
const REALISM = { realism: 4, realOrSynthetic: 'real', confidence: 3, reasons: [] };
const ALIGNMENT = { alignment: 5 };

/** Noon and so many seconds. */
const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 15, 12, 0, seconds)).toISOString();

const opened = (readerCaseId: ReaderCaseId, runId = 'run-1', seconds = 0): SessionEvent => ({
  type: 'opened',
  readerCaseId,
  runId,
  at: at(seconds),
});
const locked = (
  readerCaseId: ReaderCaseId,
  runId = 'run-1',
  seconds = 0,
  answers = REALISM,
): SessionEvent => ({
  type: 'realism-locked',
  readerCaseId,
  runId,
  at: at(seconds),
  submissionId: `realism-${readerCaseId}` as SubmissionId,
  answers,
  readingTimeMs: 1000,
});
const aligned = (readerCaseId: ReaderCaseId, runId = 'run-1', seconds = 0): SessionEvent => ({
  type: 'alignment-submitted',
  readerCaseId,
  runId,
  at: at(seconds),
  submissionId: `alignment-${readerCaseId}` as SubmissionId,
  answers: ALIGNMENT,
  readingTimeMs: 1000,
});

function codeOf(state: SessionState, event: SessionEvent): ErrorCode | 'accepted' {
  try {
    applyEvent(state, event);
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof LightboxError) return thrown.code;
    throw thrown;
  }
}

describe('reader session', () => {
  it('leads from the film to the text to the next case', () => {
    const order = ids(2);
    let state = startSession(order);
    const phases: string[] = [];
    for (const event of [opened(FIRST), locked(FIRST), aligned(FIRST), opened(SECOND)]) {
      state = applyEvent(state, event);
      const next = nextCase(state, 'run-1');
      phases.push(`${next?.position} ${next?.phase} ${sessionProgress(state).done}/2`);
    }
    expect(phases).toEqual(['1 opened 0/2', '1 realism-locked 0/2', '2 unopened 1/2', '2 opened 1/2']);
  });

  it('has no next case when all are done', () => {
    const state = replaySession([FIRST], [opened(FIRST), locked(FIRST), aligned(FIRST)]);
    expect(nextCase(state, 'run-1')).toBeNull();
    expect(sessionProgress(state)).toEqual({ done: 1, total: 1 });
  });

  it('refuses every step out of order', () => {
    const fresh = startSession(ids(2));
    const shown = applyEvent(fresh, opened(FIRST));
    const revealed = applyEvent(shown, locked(FIRST));
    const done = applyEvent(revealed, aligned(FIRST));
    const second = { ...locked(FIRST), submissionId: 'other' as SubmissionId } as SessionEvent;
    expect(codeOf(fresh, opened(SECOND))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(fresh, locked(FIRST))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(shown, aligned(FIRST))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(revealed, second)).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(done, opened(FIRST))).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(done, second)).toBe('READING_OUT_OF_ORDER');
    expect(codeOf(fresh, opened('unknown' as ReaderCaseId))).toBe('NOT_FOUND');
  });

  it('takes the same submission twice, and the same id with other content not', () => {
    const revealed = replaySession(ids(2), [opened(FIRST), locked(FIRST)]);
    expect(applyEvent(revealed, locked(FIRST))).toBe(revealed);
    expect(codeOf(revealed, locked(FIRST, 'run-1', 0, { ...REALISM, realism: 1 }))).toBe('READING_CONFLICT');
    const done = applyEvent(revealed, aligned(FIRST));
    expect(applyEvent(done, aligned(FIRST, 'run-2'))).toBe(done);
    expect(applyEvent(done, locked(FIRST))).toBe(done);
    const reused = { ...aligned(FIRST), submissionId: 'realism-case-1' as SubmissionId } as SessionEvent;
    expect(codeOf(revealed, reused)).toBe('READING_CONFLICT');
  });

  it('resumes a case where it stopped and flags it as interrupted', () => {
    const stopped = replaySession(ids(2), [opened(FIRST, 'run-1', 0), locked(FIRST, 'run-1', 20)]);
    expect(nextCase(stopped, 'run-1')).toMatchObject({ interrupted: false });
    expect(nextCase(stopped, 'run-2')).toMatchObject({
      position: 1,
      phase: 'realism-locked',
      interrupted: true,
    });
    expect(codeOf(stopped, aligned(FIRST, 'run-2', 100))).toBe('READING_OUT_OF_ORDER');
    const resumed = applyEvent(stopped, opened(FIRST, 'run-2', 90));
    const done = applyEvent(resumed, aligned(FIRST, 'run-2', 100));
    expect(done.cases[0]).toMatchObject({ phase: 'done', interrupted: true, firstOpenedAt: at(0) });
    expect(done.cases[0]?.alignment?.shownAt).toBe(at(90));
    expect(nextCase(done, 'run-2')).toMatchObject({ position: 2, interrupted: false });
  });

  it('does not flag a case that was completed before the run ended', () => {
    const state = replaySession(ids(2), [
      opened(FIRST),
      locked(FIRST),
      aligned(FIRST),
      opened(SECOND, 'run-2'),
    ]);
    expect(state.cases.map(({ interrupted }) => interrupted)).toEqual([false, false]);
  });

  it('measures a stage from when its film or text came up', () => {
    const state = replaySession(
      [FIRST],
      [opened(FIRST, 'r', 1), locked(FIRST, 'r', 11), aligned(FIRST, 'r', 15)],
    );
    expect(state.cases[0]?.realism).toMatchObject({ shownAt: at(1), at: at(11) });
    expect(state.cases[0]?.alignment).toMatchObject({ shownAt: at(11), at: at(15) });
  });

  it('replayed after a cut at any point, goes on to the same state', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(3), { maxLength: 60 }),
        (count, choices) => {
          const order = ids(count);
          const history = walk(order, choices);
          const straight = replaySession(order, history);
          for (let cut = 0; cut <= history.length; cut += 1) {
            const restored = JSON.parse(JSON.stringify(replaySession(order, history.slice(0, cut))));
            let state: SessionState = restored;
            for (const event of history.slice(cut)) state = applyEvent(state, event);
            expect(state).toEqual(straight);
          }
        },
      ),
    );
  });

  it('never reveals a text before realism is locked, nor skips a case, on any path', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(3), { maxLength: 60 }),
        (count, choices) => {
          const order = ids(count);
          const state = replaySession(order, walk(order, choices));
          const firstUndone = state.cases.findIndex(({ phase }) => phase !== 'done');
          state.cases.forEach((entry, index) => {
            expect(entry.alignment === null || entry.realism !== null).toBe(true);
            expect(
              (entry.phase === 'realism-locked' || entry.phase === 'done') === (entry.realism !== null),
            ).toBe(true);
            if (firstUndone !== -1 && index > firstUndone) expect(entry.phase).toBe('unopened');
          });
        },
      ),
    );
  });
});

/** A legal history: each choice is a step, a repeat of the last event, a reopening, or a crash and restart. */
function walk(order: readonly ReaderCaseId[], choices: readonly number[]): SessionEvent[] {
  const history: SessionEvent[] = [];
  let run = 1;
  choices.forEach((choice, second) => {
    const runId = `run-${run}`;
    const next = nextCase(replaySession(order, history), runId);
    const last = history.at(-1);
    if (choice === 3) run += 1;
    else if (choice === 2 && last !== undefined && last.type !== 'opened') history.push(last);
    else if (next !== null) {
      const id = next.readerCaseId;
      const known = history.some((event) => event.readerCaseId === id && event.runId === runId);
      if (!known) history.push(opened(id, runId, second));
      else history.push(next.phase === 'opened' ? locked(id, runId, second) : aligned(id, runId, second));
    }
  });
  return history;
}
