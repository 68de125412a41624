import { describe, expect, it, vi } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { openTestApp, phantomEngine } from './testing/test-app.ts';
import { jobsIn, request, settled } from './testing/test-queue.ts';

describe('the generation queue', () => {
  it('draws consecutive seeds and stores each image once, in order', async () => {
    const test = openTestApp();
    const session = await test.signIn('coordinator', 'Cora');
    await test.call(session, 'generation.enqueue', { requests: [request()] });
    const [job] = await settled(test, session);
    expect(job).toMatchObject({ state: 'done', doneCount: 3 });
    const { films } = await test.call(session, 'library.list', {
      kind: 'synthetic',
      decision: null,
      jobId: null,
      search: '',
      offset: 0,
      limit: 10,
    });
    const seeds = job?.filmIds.map((id) => films.find((film) => film.id === id)?.seed);
    expect(seeds).toEqual([100, 101, 102]);
    await test.close();
  });

  it('gives requests sent together one drawn seed, so that a mirrored pair differs by its text alone', async () => {
    const test = openTestApp();
    const session = await test.signIn('coordinator', 'Cora');
    const pair = [request({ seed: null, pairLabel: 'left' }), request({ seed: null, pairLabel: 'right' })];
    const jobs = await test.call(session, 'generation.enqueue', { requests: pair });
    expect(jobs.map((job) => job.request.seed)).toEqual([7, 7]);
    await settled(test, session);
    await test.close();
  });

  it('goes on after the end of the program behind the last stored image, and makes none twice', async () => {
    const drawn: number[] = [];
    let release = (): void => {};
    const reached = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hanging = phantomEngine(({ seed }) => {
      drawn.push(seed);
      if (seed !== 101) return Promise.resolve();
      release();
      return new Promise(() => {});
    });
    const first = openTestApp({ engine: hanging });
    const session = await first.signIn('coordinator', 'Cora');
    await first.call(session, 'generation.enqueue', { requests: [request()] });
    await reached;
    // The program ends here without a word: only the store's lock is given back, as the system would.
    first.ports.store.close();

    const again = openTestApp({
      folder: first.folder,
      engine: phantomEngine(async ({ seed }) => void drawn.push(seed)),
    });
    const next = await again.signIn('coordinator', 'Cora');
    again.app.resumeQueue();
    const [job] = await settled(again, next);
    expect(job).toMatchObject({ state: 'done', doneCount: 3 });
    expect(drawn).toEqual([100, 101, 101, 102]);
    expect(job?.filmIds).toHaveLength(3);
    await again.close();
  });

  it('fails a job with its named reason when the engine dies, and the next job runs', async () => {
    const test = openTestApp({
      engine: phantomEngine(async ({ seed }) => {
        if (seed === 1) throw new LightboxError('ENGINE_DIED', 'The engine was killed (SIGKILL).');
      }),
    });
    const session = await test.signIn('coordinator', 'Cora');
    await test.call(session, 'generation.enqueue', {
      requests: [request({ seed: 1 }), request({ seed: 50, count: 1 })],
    });
    const jobs = await settled(test, session);
    expect(jobs.find((job) => job.request.seed === 1)).toMatchObject({
      state: 'failed',
      error: { code: 'ENGINE_DIED', message: 'The engine was killed (SIGKILL).' },
    });
    expect(jobs.find((job) => job.request.seed === 50)).toMatchObject({ state: 'done' });
    await test.close();
  });

  it('keeps what was drawn when a job is cancelled, and takes the job up again on retry', async () => {
    let cancel = async (): Promise<unknown> => undefined;
    const test = openTestApp({
      engine: phantomEngine(async ({ seed }) => {
        if (seed === 101) await cancel();
      }),
    });
    const session = await test.signIn('coordinator', 'Cora');
    const [job] = await test.call(session, 'generation.enqueue', { requests: [request()] });
    if (job === undefined) throw new Error('no job');
    cancel = () => test.call(session, 'queue.cancel', { entry: { kind: 'job', id: job.id } });
    const [cancelled] = await settled(test, session);
    expect(cancelled).toMatchObject({ state: 'cancelled', doneCount: 1 });
    cancel = async () => undefined;
    await test.call(session, 'queue.retry', { entry: { kind: 'job', id: job.id } });
    expect((await settled(test, session))[0]).toMatchObject({ state: 'done', doneCount: 3 });
    await test.close();
  });

  it('refuses a request for a model that is not here, and enqueues none of its company', async () => {
    const test = openTestApp();
    const session = await test.signIn('coordinator', 'Cora');
    const requests = [request(), request({ modelId: 'other' })];
    await expect(test.call(session, 'generation.enqueue', { requests })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
    });
    expect(await jobsIn(test, session)).toEqual([]);
    await test.close();
  });

  it('survives a store that refuses, and takes the job up again when asked', async () => {
    const test = openTestApp();
    const session = await test.signIn('coordinator', 'Cora');
    const { jobs } = test.ports.store;
    const claim = vi.spyOn(jobs, 'claimNext').mockImplementationOnce(() => {
      throw new LightboxError('DISK_FULL', 'The disk is full.');
    });
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 1 })] });
    await vi.waitFor(() => expect(said).toHaveBeenCalledWith(expect.stringContaining('DISK_FULL')));
    said.mockRestore();
    claim.mockRestore();
    await vi.waitFor(async () => {
      test.app.resumeQueue();
      expect(await jobsIn(test, session)).toMatchObject([{ state: 'done' }]);
    });
    await test.close();
  });

  it('ends the engine at the closing without waiting for its step', async () => {
    const waiting: (() => void)[] = [];
    const engine = {
      ...phantomEngine(() => new Promise((resolve) => waiting.push(resolve))),
      unload: () => {
        for (const end of waiting.splice(0)) end();
      },
    };
    const test = openTestApp({ engine });
    const session = await test.signIn('coordinator', 'Cora');
    await test.call(session, 'generation.enqueue', { requests: [request()] });
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    await test.close();
    const again = openTestApp({ folder: test.folder });
    expect(again.ports.store.jobs.list()).toMatchObject([{ state: 'queued', doneCount: 0 }]);
    await again.close();
  });
});
