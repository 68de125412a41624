import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { setAnswer } from './form-model.ts';
import {
  openCase,
  type ReadingAction,
  type ReadingState,
  readySubmission,
  reduceReading,
} from './reading-state.ts';
import { TEST_ITEMS, testCase } from './test-instrument.ts';

const ANSWERS = { realism: 4, realOrSynthetic: 'real', confidence: 3 };

function stateAfter(...actions: readonly ReadingAction[]): ReadingState {
  return actions.reduce(
    (state, action) => reduceReading(TEST_ITEMS, state, action),
    openCase(TEST_ITEMS, testCase(1)),
  );
}

const answered: ReadingAction = { kind: 'form', form: { answers: ANSWERS, currentItemId: 'reasons' } };
const painted: ReadingAction = { kind: 'painted', atMs: 1000 };
const sent: ReadingAction = {
  kind: 'send',
  submission: { submissionId: 'first', answers: ANSWERS, readingTimeMs: 2500 },
};
const LOCKED_AT_MS = 3000;
const failed: ReadingAction = { kind: 'failed', error: new LightboxError('DISK_FULL', 'Full.') };

function ready(state: ReadingState, atMs = 3500) {
  return readySubmission(TEST_ITEMS, state, atMs, () => 'fresh');
}

describe('readySubmission', () => {
  it('is ready once everything required is answered and the film has been seen', () => {
    expect(ready(stateAfter(painted, answered))).toEqual({
      submissionId: 'fresh',
      answers: ANSWERS,
      readingTimeMs: 2500,
    });
  });

  it('is not ready without the film, with an answer missing, while paused or while one is on its way', () => {
    const form = setAnswer({ answers: {}, currentItemId: null }, 'realism', 4);
    expect(ready(stateAfter(answered))).toBeNull();
    expect(ready(stateAfter(painted, { kind: 'form', form }))).toBeNull();
    expect(ready(stateAfter(painted, answered, { kind: 'pause', atMs: 2000 }))).toBeNull();
    expect(ready(stateAfter(painted, answered, sent))).toBeNull();
  });

  it('sends the very same reading again after a failure: same id, answers and time', () => {
    const state = stateAfter(painted, answered, sent, failed);
    expect(ready(state, 99_000)).toEqual({ submissionId: 'first', answers: ANSWERS, readingTimeMs: 2500 });
  });
});

describe('the course of a case', () => {
  it('keeps answers as they were sent until the outcome is known', () => {
    const other: ReadingAction = {
      kind: 'form',
      form: { answers: { realism: 1 }, currentItemId: 'realism' },
    };
    expect(stateAfter(painted, answered, sent, other).form.answers).toEqual(ANSWERS);
    expect(stateAfter(painted, answered, sent, failed, other).form.answers).toEqual(ANSWERS);
  });

  it('shows no text before the lock, then the text beside the locked answers and an empty form', () => {
    expect(stateAfter(painted, answered, sent).text).toBeNull();
    const locked = stateAfter(painted, answered, sent, {
      kind: 'locked',
      text: 'Small right effusion.',
      atMs: LOCKED_AT_MS,
    });
    expect(locked).toMatchObject({
      stage: 'alignment',
      text: 'Small right effusion.',
      lockedAnswers: ANSWERS,
      form: { answers: {}, currentItemId: 'alignment' },
      submission: { kind: 'none' },
    });
  });

  it('keeps the clock running across the lock: alignment too counts from the first paint', () => {
    const alignment: ReadingAction = {
      kind: 'form',
      form: { answers: { alignment: 5 }, currentItemId: 'alignment' },
    };
    const state = stateAfter(
      painted,
      answered,
      sent,
      { kind: 'locked', text: '', atMs: LOCKED_AT_MS },
      alignment,
    );
    // The text's own time: from its appearing at the lock.
    expect(ready(state, 9000)?.readingTimeMs).toBe(6000);
  });

  it('carries nothing over to the next case', () => {
    const next = stateAfter(
      painted,
      answered,
      sent,
      { kind: 'locked', text: 'T', atMs: LOCKED_AT_MS },
      { kind: 'opened', case: testCase(2) },
    );
    expect(next).toEqual(openCase(TEST_ITEMS, testCase(2)));
  });

  it('comes back at the text when the case had been locked before a restart', () => {
    const resumed = openCase(TEST_ITEMS, {
      ...testCase(1),
      stage: 'alignment',
      text: 'T',
      interrupted: true,
    });
    expect(resumed).toMatchObject({ stage: 'alignment', text: 'T', lockedAnswers: null });
    expect(resumed.form.currentItemId).toBe('alignment');
  });
});
