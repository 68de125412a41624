import { describe, expect, it } from 'vitest';
import type { FilmId, JobId, ModelId } from '../../../src-core/base/ids.ts';
import type { JobState, JobView } from '../../../src-core/contract/generation-calls.ts';
import { filmForTest } from '../../ui/testing/film.ts';
import { jobFraction, orderBySeed, orderJobs, pairMembers, shownJob } from './queue-order.ts';

interface JobFacts {
  readonly pairLabel?: string;
  readonly seed?: number;
  readonly films?: number;
}

const job = (id: string, state: JobState, second: number, facts: JobFacts = {}): JobView => ({
  id: id as JobId,
  state,
  createdAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`,
  doneCount: facts.films ?? 0,
  filmIds: Array.from({ length: facts.films ?? 0 }, (_, index) => `${id}-${index}` as FilmId),
  error: null,
  request: {
    modelId: 'cxr-demo' as ModelId,
    prompt: id,
    negativePrompt: '',
    count: 4,
    seed: facts.seed ?? 1,
    steps: 20,
    guidanceScale: 3,
    scheduler: 'pndm',
    provider: 'cpu',
    guidanceRescale: 0,
    eta: 0,
    edit: null,
    pairLabel: facts.pairLabel ?? null,
  },
});

const idsOf = (jobs: readonly JobView[]) => jobs.map(({ id }) => id);

describe('the order of the queue', () => {
  it('is running, then waiting in turn, then finished with the newest first', () => {
    const jobs = [
      job('old', 'done', 1),
      job('failed', 'failed', 2),
      job('next', 'queued', 5),
      job('later', 'queued', 6),
      job('now', 'running', 4),
    ];
    expect(idsOf(orderJobs(jobs))).toEqual(['now', 'next', 'later', 'failed', 'old']);
  });
});

describe('the job whose films are shown', () => {
  it('is the chosen one, else the running one, else the newest with films', () => {
    const done = job('done', 'done', 1, { films: 4 });
    const failed = job('failed', 'failed', 2);
    const running = job('running', 'running', 3);
    expect(shownJob([done, failed, running], done.id)?.id).toBe('done');
    expect(shownJob([done, failed, running], null)?.id).toBe('running');
    expect(shownJob([done, failed], null)?.id).toBe('done');
    expect(shownJob([], null)).toBeNull();
  });
});

describe('pair members', () => {
  const left = job('left', 'done', 1, { pairLabel: 'left' });
  const right = job('right', 'done', 2, { pairLabel: 'right' });

  it('are the jobs of the same seeds and settings with another label', () => {
    const other = job('other', 'done', 3, { pairLabel: 'left', seed: 2 });
    expect(idsOf(pairMembers([right, other, left], right))).toEqual(['left', 'right']);
  });

  it('are not guessed where the same pair was made twice', () => {
    const again = job('again', 'done', 4, { pairLabel: 'left' });
    expect(idsOf(pairMembers([left, right, again], left))).toEqual(['left']);
  });

  it('of a job outside pairs is the job alone', () => {
    const single = job('single', 'done', 1);
    expect(idsOf(pairMembers([single, left, right], single))).toEqual(['single']);
  });

  it('stand side by side, seed by seed', () => {
    const film = (jobId: string, seed: number) =>
      filmForTest(`${jobId}${seed}`, { jobId: jobId as JobId, seed });
    const films = [film('right', 2), film('left', 2), film('right', 1), film('left', 1)];
    expect(orderBySeed(films, [left, right]).map(({ id }) => id)).toEqual([
      'left1',
      'right1',
      'left2',
      'right2',
    ]);
  });
});

describe('how much of a job is done', () => {
  const running = { ...job('now', 'running', 1), doneCount: 1 };
  const progress = (imageIndex: number, step: number) => ({
    jobId: running.id,
    imageIndex,
    step,
    steps: 20,
    elapsedMs: 0,
    remainingMs: null,
  });

  it('counts whole images and the steps of the one in work', () => {
    expect(jobFraction(running, progress(1, 10))).toBe(1.5 / 4);
    expect(jobFraction(running, undefined)).toBe(1 / 4);
    expect(jobFraction(job('done', 'done', 1), undefined)).toBe(1);
  });

  it('never falls back behind the images that are finished', () => {
    expect(jobFraction(running, progress(0, 3))).toBe(1 / 4);
  });
});
