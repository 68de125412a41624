import { describe, expect, it } from 'vitest';
import type { ReaderCaseId } from '../base/ids.ts';
import { caseBefore, reviewableCases } from './session-review.ts';
import { type SessionState, startSession, trialOf, UNOPENED } from './session-state.ts';
import { FULL_PLAN } from './test-session.ts';

const id = (name: string): ReaderCaseId => name as ReaderCaseId;
const timing = { readingTimeMs: null, firstInteractionMs: null, awayMs: null };
const AT = '2026-01-05T09:00:00.000Z';

/** These cases are done, in this session. */
function done(session: number, ...cases: string[]): SessionState {
  const locked = [{ submissionId: 's' as never, stage: 'realism', answers: {}, at: AT, shownAt: AT, timing }];
  const trials = Object.fromEntries(cases.map((name) => [name, { ...UNOPENED, locked }]));
  return { ...startSession(), session, trials };
}

describe('going back', () => {
  it('reaches the done cases of the open session', () => {
    const state = done(2, 'a1', 'a2', 'b1');
    expect(trialOf(state, id('b2')).locked).toEqual([]);
    expect(reviewableCases(FULL_PLAN, state)).toEqual(['b1']);
    expect(caseBefore(FULL_PLAN, state, null)).toBe('b1');
    expect(caseBefore(FULL_PLAN, state, id('b1'))).toBeNull();
    expect(caseBefore(FULL_PLAN, done(1, 'a1', 'a2'), id('a2'))).toBe('a1');
    expect(reviewableCases(FULL_PLAN, startSession())).toEqual([]);
  });

  it('reaches nothing where the study forbids it, until a coordinator unlocks', () => {
    const forbidden = { ...FULL_PLAN, backNavigation: 'forbidden' as const };
    const state = done(2, 'a1', 'a2', 'b1', 'b2');
    expect(reviewableCases(forbidden, state)).toEqual([]);
    expect(reviewableCases(forbidden, { ...state, unlocked: true })).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('of an unlocked study reaches no phase before the last', () => {
    const state = { ...done(3, 'a1', 'a2', 'b1', 'b2', 'c1'), unlocked: true };
    expect(reviewableCases(FULL_PLAN, state)).toEqual(['c1']);
  });
});
