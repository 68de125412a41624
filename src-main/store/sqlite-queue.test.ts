import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchId, JobId, ModelId } from '../../src-core/base/ids.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openDriver } from './open-driver.ts';
import type { NewBatch, QueueEntry } from './ports.ts';
import {
  blobNamed,
  codeOf,
  DRIVERS,
  openTestStore,
  REQUEST,
  type TestStore,
  temporaryFolder,
} from './testing/test-store.ts';

const batchOf = (count: number, name = 'Sweep'): NewBatch => ({
  kind: 'sweep',
  name,
  plan: { axes: 'any' },
  jobs: Array.from({ length: count }, (_, index) => ({
    request: { ...REQUEST, count: 1, seed: index, steps: 10 },
    facts: { row: index + 1 },
  })),
});

describe.each(DRIVERS)('batches and the order of the queue over %s', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  const job = (id: JobId): QueueEntry => ({ kind: 'job', id });
  const batch = (id: BatchId): QueueEntry => ({ kind: 'batch', id });

  /** Takes everything up and says in which order: `alone` for a job outside batches, else the batch's name. */
  const runAll = (): string[] => {
    const { jobs, batches } = test.store;
    const order: string[] = [];
    for (let next = jobs.claimNext(); next !== undefined; next = jobs.claimNext()) {
      jobs.finish(next.id);
      order.push(
        next.batchId === null
          ? `alone ${next.request.seed}`
          : `${batches.get(next.batchId).name} ${next.batchIndex}`,
      );
    }
    return order;
  };

  const storeFilm = (jobId: JobId): void => {
    test.store.films.addSynthetic({
      jobId,
      jobIndex: 0,
      seed: 1,
      recipe: {},
      pixelsBlob: blobNamed('c'),
      width: 1,
      height: 1,
      bits: 8,
      text: '',
    });
  };

  it('a batch runs in the order of its index, at its place between the others', () => {
    const { jobs, batches } = test.store;
    jobs.enqueue({ ...REQUEST, seed: 1 });
    batches.add(batchOf(3));
    jobs.enqueue({ ...REQUEST, seed: 2 });
    expect(runAll()).toEqual(['alone 1', 'Sweep 0', 'Sweep 1', 'Sweep 2', 'alone 2']);
  });

  it('counts its jobs, images and steps as they are drawn', () => {
    const { jobs, batches } = test.store;
    const added = batches.add(batchOf(4));
    expect(added).toMatchObject({ images: 4, doneImages: 0, openSteps: 4 * 11, paused: false });
    const [first, second, third] = [jobs.claimNext(), jobs.claimNext(), jobs.claimNext()];
    if (first === undefined || second === undefined || third === undefined) throw new Error('no job');
    storeFilm(first.id);
    jobs.finish(first.id);
    jobs.fail(second.id, 'OUTPUT_INVALID', 'All black.');
    expect(batches.get(added.id)).toMatchObject({
      jobs: { queued: 1, running: 1, done: 1, failed: 1, cancelled: 0 },
      images: 4,
      doneImages: 1,
      openSteps: 2 * 11,
    });
    expect(batches.failures(added.id)).toEqual([{ code: 'OUTPUT_INVALID', message: 'All black.', count: 1 }]);
    expect(batches.indexesIn(added.id, ['failed', 'queued'], 10)).toEqual([1, 3]);
    expect(
      batches.jobs(added.id, [3, 0, 99]).map(({ job: { batchIndex }, facts }) => [batchIndex, facts]),
    ).toEqual([
      [0, { row: 1 }],
      [3, { row: 4 }],
    ]);
    expect(jobs.list()).toEqual([]);
  });

  it('counts jobs by state and model, those of batches too', () => {
    const { jobs, batches } = test.store;
    jobs.enqueue(REQUEST);
    jobs.enqueue({ ...REQUEST, modelId: 'other' as ModelId });
    batches.add(batchOf(3));
    jobs.claimNext();
    expect(jobs.count(['queued', 'running'])).toBe(5);
    expect(jobs.count(['running'])).toBe(1);
    expect(jobs.count(['queued'], REQUEST.modelId)).toBe(3);
    expect(jobs.count(['queued', 'running'], 'other' as ModelId)).toBe(1);
    expect(jobs.count(['done'], REQUEST.modelId)).toBe(0);
  });

  it('a batch is stored whole or not at all', async () => {
    const bad = batchOf(3);
    const jobs = [...bad.jobs.slice(0, 2), { request: { ...REQUEST, count: 0 }, facts: null }];
    expect(await codeOf(() => test.store.batches.add({ ...bad, jobs }))).toBe('BAD_INPUT');
    expect(await codeOf(() => test.store.batches.add({ ...bad, jobs: [] }))).toBe('BAD_INPUT');
    expect(test.store.batches.list()).toEqual([]);
    expect(test.store.jobs.claimNext()).toBeUndefined();
  });

  it('a paused batch lets the others pass, and goes on at its place', () => {
    const { batches, jobs } = test.store;
    const first = batches.add(batchOf(2, 'First'));
    batches.add(batchOf(1, 'Second'));
    expect(jobs.claimNext()?.batchId).toBe(first.id);
    expect(batches.setPaused(first.id, true).paused).toBe(true);
    expect(jobs.claimNext()?.batchIndex).toBe(0);
    expect(jobs.claimNext()).toBeUndefined();
    batches.setPaused(first.id, false);
    expect(jobs.claimNext()).toMatchObject({ batchId: first.id, batchIndex: 1 });
  });

  it('cancelling a batch stops all that is open, and queueing it again takes up what is missing', () => {
    const { batches, jobs } = test.store;
    const { id } = batches.add(batchOf(4));
    const [done, failed] = [jobs.claimNext(), jobs.claimNext()];
    if (done === undefined || failed === undefined) throw new Error('no job');
    jobs.finish(done.id);
    jobs.fail(failed.id, 'ENGINE_DIED', 'It died.');
    jobs.claimNext();
    expect(batches.cancel(id).jobs).toMatchObject({
      queued: 0,
      running: 0,
      done: 1,
      failed: 1,
      cancelled: 2,
    });
    const later = jobs.enqueue(REQUEST);
    expect(batches.requeue(id).jobs).toMatchObject({ queued: 3, done: 1, failed: 0, cancelled: 0 });
    // Nothing of it waited, so that it stands behind what came in the meantime.
    expect(runAll()).toEqual([`alone ${later.request.seed}`, 'Sweep 1', 'Sweep 2', 'Sweep 3']);
  });

  it('changes places among jobs and batches alike', async () => {
    const { queue, jobs, batches } = test.store;
    const one = jobs.enqueue({ ...REQUEST, seed: 1 });
    const two = batches.add(batchOf(2));
    const three = jobs.enqueue({ ...REQUEST, seed: 3 });
    const four = jobs.enqueue({ ...REQUEST, seed: 4 });
    queue.move(job(four.id), 'front');
    queue.move(batch(two.id), 'up');
    queue.move(job(three.id), 'up');
    queue.move(job(four.id), 'down');
    queue.move(batch(two.id), 'up');
    // At the ends nothing happens.
    queue.move(batch(two.id), 'up');
    queue.move(batch(two.id), 'front');
    queue.move(job(one.id), 'down');
    expect(runAll()).toEqual(['Sweep 0', 'Sweep 1', 'alone 4', 'alone 3', 'alone 1']);
    expect(await codeOf(() => queue.move(job(one.id), 'up'))).toBe('CONFLICT');
    expect(await codeOf(() => queue.move(batch(two.id), 'front'))).toBe('CONFLICT');
  });

  it('what was moved to the front runs before the rest of a batch that has begun', () => {
    const { queue, jobs, batches } = test.store;
    batches.add(batchOf(2));
    const urgent = jobs.enqueue({ ...REQUEST, seed: 9 });
    const begun = jobs.claimNext();
    queue.move(job(urgent.id), 'front');
    if (begun !== undefined) jobs.finish(begun.id);
    expect(runAll()).toEqual(['alone 9', 'Sweep 1']);
  });

  it('the pause and measured times outlive the program', () => {
    const { queue } = test.store;
    expect(queue.paused()).toBe(false);
    expect(queue.stepMs('cxr-demo', 'cpu')).toBeNull();
    queue.setPaused(true);
    queue.recordStepMs('cxr-demo', 'cpu', 80);
    queue.recordStepMs('cxr-demo', 'cpu', 60.5);
    test.reopen();
    expect(test.store.queue.paused()).toBe(true);
    expect(test.store.queue.stepMs('cxr-demo', 'cpu')).toBe(60.5);
    expect(test.store.queue.stepMs('cxr-demo', 'webgpu')).toBeNull();
    test.store.queue.recordStepMs('cxr-demo', 'cuda', 5);
    expect(test.store.queue.stepMs('cxr-demo', null)).toBe(5);
  });

  it('a batch that a crash cut short goes on behind its last finished job', () => {
    const { jobs, batches } = test.store;
    batches.add(batchOf(3));
    const first = jobs.claimNext();
    if (first !== undefined) jobs.finish(first.id);
    jobs.claimNext();
    test.reopen();
    expect(runAll()).toEqual(['Sweep 1', 'Sweep 2']);
  });

  it('settled jobs and batches leave the list one by one or all at once; open ones do not', async () => {
    const { jobs, batches } = test.store;
    const gone = jobs.enqueue(REQUEST);
    const sweep = batches.add(batchOf(1));
    runAll();
    const waiting = jobs.enqueue(REQUEST);
    const open = batches.add(batchOf(1));
    expect(jobs.settled(10)).toMatchObject({ jobs: [{ id: gone.id }], total: 1 });
    jobs.remove(gone.id);
    expect(jobs.settled(10)).toEqual({ jobs: [], total: 0 });
    expect(await codeOf(() => jobs.remove(waiting.id))).toBe('CONFLICT');
    expect(await codeOf(() => batches.remove(open.id))).toBe('CONFLICT');
    batches.remove(sweep.id);
    expect(batches.list().map(({ id }) => id)).toEqual([open.id]);
    batches.cancel(open.id);
    jobs.clearFinished();
    expect(batches.list()).toEqual([]);
    expect(jobs.list().map(({ id }) => id)).toEqual([waiting.id]);
    expect(batches.get(open.id).jobs.cancelled).toBe(1);
  });

  it('settled jobs come newest first, as many as are asked for', () => {
    const { jobs } = test.store;
    const [first, second, third] = [1, 2, 3].map((seed) => jobs.enqueue({ ...REQUEST, seed }));
    runAll();
    expect(jobs.settled(2)).toMatchObject({ jobs: [{ id: third?.id }, { id: second?.id }], total: 3 });
    expect(jobs.settled(9).jobs.at(-1)?.id).toBe(first?.id);
  });

  it('keeps what a job makes again', () => {
    const remake = {
      filmId: null,
      fileName: 'shared.png',
      recipe: { seed: 7 },
      pixelsBlob: blobNamed('e'),
      width: 2,
      height: 3,
    };
    const { jobs } = test.store;
    expect(jobs.remake(jobs.enqueue(REQUEST, remake).id)).toEqual(remake);
    expect(jobs.remake(jobs.enqueue(REQUEST).id)).toBeNull();
  });
});

describe.each(DRIVERS)('a database of before batches, over %s', (name) => {
  it('keeps its jobs, with their images and steps counted', () => {
    const driver = openDriver(name, join(temporaryFolder(), 'old.db'));
    migrate(driver, 'old.db', MIGRATIONS.slice(0, 1));
    const request = JSON.stringify({ count: 4, steps: 25 });
    driver
      .prepare(
        `INSERT INTO jobs (id, position, state, request, created_at) VALUES ('a', 1, 'queued', @request, 'then')`,
      )
      .run({ request });
    migrate(driver, 'old.db');
    expect(
      driver.prepare('SELECT image_count AS images, step_count AS steps, batch_id AS batch FROM jobs').all(),
    ).toEqual([{ images: 4, steps: 25, batch: null }]);
    driver.close();
  });
});
