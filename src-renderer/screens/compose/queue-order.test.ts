import { describe, expect, it } from 'vitest';
import type { BatchId, FilmId, JobId, ModelId } from '../../../src-core/base/ids.ts';
import type { JobState, JobView } from '../../../src-core/contract/generation-calls.ts';
import type { BatchView, QueueEntryView, QueueView } from '../../../src-core/contract/queue-calls.ts';
import { filmForTest } from '../../ui/testing/film.ts';
import { batchFraction, entryId, jobFraction, orderBySeed, pairMembers, shownEntry } from './queue-order.ts';

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
  remakeOf: null,
  estimateMs: null,
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
    fixed: null,
    pairLabel: facts.pairLabel ?? null,
  },
});

const idsOf = (jobs: readonly JobView[]) => jobs.map(({ id }) => id);

const viewOf = (open: readonly QueueEntryView[], settled: readonly QueueEntryView[]): QueueView => ({
  paused: false,
  open: [...open],
  settled: [...settled],
  settledTotal: settled.length,
  estimateMs: null,
});
const alone = (view: JobView): QueueEntryView => ({ kind: 'job', job: view });
const sweep = (id: string, part: Partial<BatchView> = {}): QueueEntryView => ({
  kind: 'batch',
  batch: {
    id: id as BatchId,
    kind: 'sweep',
    name: id,
    createdAt: '2026-01-01T00:00:00Z',
    state: 'queued',
    paused: false,
    jobs: { queued: 4, running: 0, done: 0, failed: 0, cancelled: 0 },
    images: 4,
    doneImages: 0,
    failures: [],
    estimateMs: null,
    ...part,
  },
});

describe('the entry whose films are shown', () => {
  const done = alone(job('done', 'done', 1, { films: 4 }));
  const failed = alone(job('failed', 'failed', 2));
  const waiting = sweep('waiting');
  const running = sweep('running', { state: 'running' });
  const shownId = (view: QueueView, chosen: string | null) => {
    const entry = shownEntry(view, chosen);
    return entry === null ? null : entryId(entry);
  };

  it('is the chosen one, else what runs, else the newest with films', () => {
    expect(shownId(viewOf([waiting, running], [failed, done]), 'done')).toBe('done');
    expect(shownId(viewOf([waiting, running], [failed, done]), 'no longer there')).toBe('running');
    expect(shownId(viewOf([waiting], [failed, done]), null)).toBe('done');
    expect(shownId(viewOf([waiting], [failed]), null)).toBe('waiting');
    expect(shownId(viewOf([], []), null)).toBeNull();
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
    batchId: null,
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

  it('of a batch, counts the part of the cell in work while one is', () => {
    const entry = sweep('s', {
      jobs: { queued: 2, running: 1, done: 1, failed: 0, cancelled: 0 },
      doneImages: 1,
    });
    if (entry.kind !== 'batch') throw new Error('no batch');
    expect(batchFraction(entry.batch, progress(0, 10))).toBe(1.5 / 4);
    expect(batchFraction(entry.batch, undefined)).toBe(1 / 4);
    // A report of the cell before: nothing of this batch runs any more.
    const rested = { ...entry.batch, jobs: { ...entry.batch.jobs, running: 0 } };
    expect(batchFraction(rested, progress(0, 10))).toBe(1 / 4);
  });
});
