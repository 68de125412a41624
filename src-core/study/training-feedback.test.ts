import { describe, expect, it } from 'vitest';
import type { ReaderCaseId } from '../base/ids.ts';
import type { ReaderPlan } from './reader-plan.ts';
import { startSession } from './session-state.ts';
import { FULL_PLAN } from './test-session.ts';
import { trainingFeedback } from './training-feedback.ts';

const T1 = 't1' as ReaderCaseId;

/** The training case is asked in two stages, of which each expects an answer. */
const TWO_STAGES: ReaderPlan = {
  ...FULL_PLAN,
  phases: FULL_PLAN.phases.map((phase) => ({ ...phase, stages: ['realism', 'alignment'] })),
  sessions: FULL_PLAN.sessions.map((session) => ({
    ...session,
    training: session.training.map((trial) => ({ ...trial, expected: { realism: 1, alignment: 5 } })),
  })),
};
const attempt = (shares: readonly (number | null)[]) => ({
  ...startSession(),
  training: { ...startSession().training, shares },
});
const realism = { readerCaseId: T1, stage: 'realism', attempt: 1, answers: { realism: 2 } };
const alignment = { readerCaseId: T1, stage: 'alignment', attempt: 1, answers: { alignment: 5 } };

describe('feedback in training', () => {
  it('tells what a stage asked and no more, and the case with its last stage', () => {
    expect(trainingFeedback(TWO_STAGES, attempt([]), realism)).toEqual({
      items: [{ item: 'realism', expected: 1, right: false }],
      text: null,
      passed: null,
    });
    expect(trainingFeedback(TWO_STAGES, attempt([0.5]), alignment)).toEqual({
      items: [{ item: 'alignment', expected: 5, right: true }],
      text: 'Look at the ribs.',
      passed: false,
    });
  });

  it('says of each attempt whether it was passed, of a later one too', () => {
    expect(trainingFeedback(TWO_STAGES, attempt([0.5, 1]), { ...alignment, attempt: 2 }).passed).toBe(true);
    expect(trainingFeedback(TWO_STAGES, attempt([0.5, 1]), alignment).passed).toBe(false);
    const free = { ...TWO_STAGES, training: { passShare: null, maxAttempts: 1 } };
    expect(trainingFeedback(free, attempt([0]), alignment).passed).toBe(true);
  });
});
