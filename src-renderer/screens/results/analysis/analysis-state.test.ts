import { expect, test } from 'vitest';
import { LightboxError } from '../../../../src-core/base/errors.ts';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { AnalysisView } from '../../../../src-core/contract/analysis-calls.ts';
import {
  type AnalysisAction,
  type AnalysisState,
  analysisOf,
  INITIAL_ANALYSIS,
  reduceAnalysis,
  type Subject,
} from './analysis-state.ts';

const STUDY: Subject = { kind: 'study', studyId: 'study_1' as StudyId };
const FILE: Subject = { kind: 'file', fileToken: 'token' };

const view = (analysisId: string): AnalysisView => ({
  analysisId,
  source: { kind: 'file', name: 'readings.csv' },
  settings: { level: 0.95, replicates: 200, seed: 1 },
  document: { formatVersion: 1, title: 'Readings', subtitle: '', facts: [], sections: [], figures: [] },
  figures: [],
  formats: ['json'],
});

const after = (...actions: readonly AnalysisAction[]): AnalysisState =>
  actions.reduce(reduceAnalysis, INITIAL_ANALYSIS);

test('an analysis that is done is shown with its subject alone, and stays until the next one is done', () => {
  const first = after({ type: 'started', subject: STUDY }, { type: 'done', view: view('a') });
  expect(analysisOf(first, STUDY).view?.analysisId).toBe('a');
  expect(analysisOf(first, FILE).view).toBeNull();
  const during = reduceAnalysis(first, { type: 'started', subject: FILE });
  expect(analysisOf(during, STUDY)).toMatchObject({ busyElsewhere: true, running: null });
  expect(analysisOf(during, STUDY).view?.analysisId).toBe('a');
  const second = reduceAnalysis(during, { type: 'done', view: view('b') });
  expect(analysisOf(second, STUDY).view).toBeNull();
  expect(analysisOf(second, FILE).view?.analysisId).toBe('b');
});

test('a cancelled analysis leaves the last one and says so of its own subject until the next start', () => {
  const error = new LightboxError('CANCELLED', 'Cancelled.');
  const cancelled = after(
    { type: 'started', subject: STUDY },
    { type: 'done', view: view('a') },
    { type: 'started', subject: STUDY },
    { type: 'cancelling' },
    { type: 'failed', error },
  );
  expect(analysisOf(cancelled, STUDY)).toMatchObject({ running: null, error });
  expect(analysisOf(cancelled, STUDY).view?.analysisId).toBe('a');
  expect(analysisOf(cancelled, FILE).error).toBeNull();
  expect(reduceAnalysis(cancelled, { type: 'failureRead' }).failure).toBeNull();
  expect(reduceAnalysis(cancelled, { type: 'started', subject: FILE }).failure).toBeNull();
});

test('progress that comes after the end changes nothing', () => {
  const done = after({ type: 'started', subject: FILE }, { type: 'done', view: view('a') });
  const progress = { part: 'mrmc', done: 1, total: 2, remainingMs: null } as const;
  expect(reduceAnalysis(done, { type: 'progress', progress })).toBe(done);
  const running = after({ type: 'started', subject: FILE }, { type: 'progress', progress });
  expect(analysisOf(running, FILE).running).toEqual({ subject: FILE, progress, cancelling: false });
});
