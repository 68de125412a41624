import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { EventName } from '../../src-core/contract/events.ts';
import type { QueueView } from '../../src-core/contract/queue-calls.ts';
import type { DrawingEngine } from './ports.ts';
import { FAILURES_THAT_PAUSE } from './queue.ts';
import { openTestApp, phantomEngine, TEST_MODEL, type TestApp } from './testing/test-app.ts';
import { eventually, jobsIn, request, settled } from './testing/test-queue.ts';

/** An engine whose images wait to be let go, and the seeds it was asked for. */
function steppingEngine() {
  const asked: number[] = [];
  const holds: boolean[] = [];
  const waiting: (() => void)[] = [];
  const engine: DrawingEngine = {
    ...phantomEngine(({ seed }) => {
      asked.push(seed);
      return new Promise((resolve) => waiting.push(resolve));
    }),
    hold: (held) => holds.push(held),
    unload: () => waiting.splice(0).forEach((go) => void go()),
  };
  return { engine, asked, holds, finishImage: () => waiting.shift()?.() };
}

const SWEEP = {
  name: 'Sweep',
  plan: {
    kind: 'sweep' as const,
    modelId: TEST_MODEL,
    provider: 'cpu' as const,
    negativePrompt: '',
    guidanceRescale: 0,
    eta: 0,
    axes: {
      prompt: ['Edema.', 'Effusion.'],
      scheduler: ['ddim' as const],
      steps: [2],
      guidance: [3],
      seed: [1, 2, 3],
    },
  },
};

const start = async (test: TestApp) => test.signIn('coordinator', 'Cora');
const view = (test: TestApp, session: Awaited<ReturnType<typeof start>>): Promise<QueueView> =>
  test.call(session, 'queue.view', { settledLimit: 50 });

describe('pausing the queue', () => {
  it('holds the image in work, takes up no other, and goes on where it was', async () => {
    const { engine, asked, holds, finishImage } = steppingEngine();
    const test = openTestApp({ engine });
    const session = await start(test);
    await test.call(session, 'generation.enqueue', { requests: [request({ seed: 1, count: 2 })] });
    await eventually(() => expect(asked).toEqual([1]));
    await test.call(session, 'queue.setPaused', { paused: true });
    expect(holds).toEqual([true]);
    expect(await view(test, session)).toMatchObject({ paused: true, open: [{ job: { state: 'running' } }] });
    // The engine may have been in the last step: its image is kept, and the next one waits.
    finishImage();
    await eventually(async () => expect((await jobsIn(test, session))[0]?.doneCount).toBe(1));
    expect(asked).toEqual([1]);
    expect(holds).toEqual([true, false]);
    await test.call(session, 'queue.setPaused', { paused: false });
    await eventually(() => expect(asked).toEqual([1, 2]));
    finishImage();
    expect(await settled(test, session)).toMatchObject([{ state: 'done', doneCount: 2 }]);
    await test.close();
  });

  it('lasts beyond a restart, and nothing is drawn until it is taken back', async () => {
    const first = openTestApp();
    const session = await start(first);
    await first.call(session, 'queue.setPaused', { paused: true });
    await first.call(session, 'generation.enqueue', { requests: [request()] });
    await first.close();
    const again = openTestApp({ folder: first.folder });
    const next = await start(again);
    again.app.resumeQueue();
    expect(await view(again, next)).toMatchObject({ paused: true, open: [{ job: { state: 'queued' } }] });
    await again.call(next, 'queue.setPaused', { paused: false });
    expect(await settled(again, next)).toMatchObject([{ state: 'done', doneCount: 3 }]);
    await again.close();
  });

  it('lets a held job be cancelled, and does not take up the next', async () => {
    const { engine, asked, finishImage } = steppingEngine();
    const test = openTestApp({ engine });
    const session = await start(test);
    const [held] = await test.call(session, 'generation.enqueue', {
      requests: [request({ seed: 1 }), request({ seed: 50 })],
    });
    await eventually(() => expect(asked).toEqual([1]));
    await test.call(session, 'queue.setPaused', { paused: true });
    if (held === undefined) throw new Error('no job');
    await test.call(session, 'queue.cancel', { entry: { kind: 'job', id: held.id } });
    finishImage();
    const states = async () => (await jobsIn(test, session)).map(({ state }) => state);
    await eventually(async () => expect(await states()).toEqual(['queued', 'cancelled']));
    expect(asked).toEqual([1]);
    await test.close();
  });
});

describe('a batch in the queue', () => {
  it('is drawn cell by cell and stands as one entry with its counts', async () => {
    const test = openTestApp();
    const session = await start(test);
    const { id } = await test.call(session, 'batches.enqueueSweep', SWEEP);
    await settled(test, session);
    const { settled: entries } = await view(test, session);
    expect(entries).toMatchObject([
      { kind: 'batch', batch: { id, state: 'done', images: 6, doneImages: 6, jobs: { done: 6 } } },
    ]);
    const cells = await test.call(session, 'batches.cells', { batchId: id, indexes: [4, 0, 77] });
    expect(cells.map(({ index, prompt, seed, films }) => [index, prompt, seed, films.length])).toEqual([
      [0, 'Edema.', 1, 1],
      [4, 'Effusion.', 2, 1],
    ]);
    await test.close();
  });

  it('is paused by itself when its jobs keep failing for one reason, and tried again as a whole', async () => {
    let broken = true;
    const test = openTestApp({
      engine: phantomEngine(async () => {
        if (broken) throw new LightboxError('MEMORY_SHORT', 'Needs 9 GB, 2 GB are free.');
      }),
    });
    const session = await start(test);
    const { id } = await test.call(session, 'batches.enqueueSweep', SWEEP);
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 1 })] });
    await eventually(async () => {
      expect(await view(test, session)).toMatchObject({
        open: [{ batch: { id, paused: true, jobs: { failed: FAILURES_THAT_PAUSE, queued: 1 } } }],
        // The job behind the batch had its turn, and its own reason.
        settled: [{ job: { state: 'failed', error: { code: 'MEMORY_SHORT' } } }],
      });
    });
    broken = false;
    await test.call(session, 'queue.retry', { entry: { kind: 'batch', id } });
    await settled(test, session);
    expect(await test.call(session, 'batches.get', { batchId: id })).toMatchObject({
      batch: { state: 'done', failures: [], doneImages: 6 },
    });
    await test.close();
  });

  it('is cancelled with the cell in work', async () => {
    const { engine, asked, finishImage } = steppingEngine();
    const test = openTestApp({ engine });
    const session = await start(test);
    const { id } = await test.call(session, 'batches.enqueueSweep', SWEEP);
    await eventually(() => expect(asked).toEqual([1]));
    await test.call(session, 'queue.cancel', { entry: { kind: 'batch', id } });
    finishImage();
    await settled(test, session);
    expect(await test.call(session, 'batches.get', { batchId: id })).toMatchObject({
      batch: { state: 'cancelled', jobs: { cancelled: 6 }, doneImages: 0 },
    });
    await test.close();
  });

  it('of more cells than anybody looks at is refused', async () => {
    const test = openTestApp();
    const session = await start(test);
    const seed = Array.from({ length: 200 }, (_, index) => index);
    const plan = { ...SWEEP.plan, axes: { ...SWEEP.plan.axes, seed, steps: [1, 2, 3, 4, 5, 6] } };
    await expect(test.call(session, 'batches.enqueueSweep', { name: 'Big', plan })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await test.close();
  });
});

describe('what the queue tells the window', () => {
  it('gives the time left by the steps measured on this machine', async () => {
    const test = openTestApp();
    test.ports.store.queue.recordStepMs(TEST_MODEL, 'cpu', 100);
    const session = await start(test);
    await test.call(session, 'queue.setPaused', { paused: true });
    // Two steps and the decoding, for three images and for six cells.
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 3 })] });
    await test.call(session, 'batches.enqueueSweep', SWEEP);
    expect(await view(test, session)).toMatchObject({
      open: [{ job: { estimateMs: 900 } }, { batch: { estimateMs: 1800 } }],
      estimateMs: 2700,
    });
    // Another provider was never measured.
    await test.call(session, 'generation.enqueue', { requests: [request({ provider: 'webgpu' })] });
    expect((await view(test, session)).estimateMs).toBeNull();
    await test.close();
  });

  it('keeps what a step took under the provider that drew it, and automatic jobs are estimated by that one', async () => {
    const engine = phantomEngine();
    const test = openTestApp({
      engine: {
        ...engine,
        generate: async (asked, on, signal) => {
          for (const [step, elapsedMs] of [10, 60].entries())
            on.progress({ step: step + 1, steps: 2, elapsedMs, remainingMs: 0 });
          return engine.generate(asked, { progress: () => {} }, signal);
        },
      },
    });
    const session = await start(test);
    await test.call(session, 'generation.enqueue', { requests: [request({ provider: 'auto', count: 1 })] });
    await settled(test, session);
    const stepMs = async (provider: 'auto' | 'cpu' | 'webgpu') =>
      (await test.call(session, 'queue.stepTime', { modelId: TEST_MODEL, provider })).stepMs;
    expect([await stepMs('cpu'), await stepMs('auto'), await stepMs('webgpu')]).toEqual([50, 50, null]);
    test.ports.store.queue.recordStepMs(TEST_MODEL, 'webgpu', 7);
    const { folder } = test;
    await test.close();
    // Nothing was tried yet after a restart: automatic jobs take what was measured last.
    const again = openTestApp({ folder });
    const later = await start(again);
    const { stepMs: first } = await again.call(later, 'queue.stepTime', {
      modelId: TEST_MODEL,
      provider: 'auto',
    });
    expect(first).toBe(7);
    await again.call(later, 'settings.computing', {});
    const { stepMs: tried } = await again.call(later, 'queue.stepTime', {
      modelId: TEST_MODEL,
      provider: 'auto',
    });
    expect(tried).toBe(50);
    await again.close();
  });

  it('sends previews of the image in work, small whatever the engine gives', async () => {
    const sent: { name: EventName; payload: unknown }[] = [];
    const engine: DrawingEngine = {
      ...phantomEngine(),
      generate: (wanted, on, signal) => {
        const pixels = new Uint8Array(512 * 256).fill(9);
        const preview = { widthPixels: 512, heightPixels: 256, pixels };
        on.progress({ step: 5, steps: 10, elapsedMs: 50, remainingMs: 50, preview });
        return phantomEngine().generate(wanted, on, signal);
      },
    };
    const test = openTestApp({ engine, emit: (name, payload) => sent.push({ name, payload }) });
    const session = await start(test);
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 1 })] });
    const [job] = await settled(test, session);
    expect(sent.filter(({ name }) => name === 'generation.preview').map(({ payload }) => payload)).toEqual([
      {
        jobId: job?.id,
        imageIndex: 0,
        step: 5,
        steps: 10,
        widthPx: 128,
        heightPx: 64,
        pixels: new Uint8Array(128 * 64).fill(9),
      },
    ]);
    await test.close();
  });
});
