import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-core/contract/settings-calls.ts';
import type { EngineInfo } from '../engine/engine-client.ts';
import type { ImageRequest } from './ports.ts';
import type { AppSession } from './session.ts';
import { generationSettings } from './settings.ts';
import { openTestApp, phantomEngine, type TestApp } from './testing/test-app.ts';
import { request, STORED_REQUEST } from './testing/test-queue.ts';

const drawn: ImageRequest[] = [];
let tries = 0;
let unloads = 0;
/** A machine with a slow WebGPU (drawn by the processor itself) and no CUDA. */
const info: EngineInfo = {
  onnxruntimeVersion: '1.30.0',
  providers: [
    { name: 'cuda', available: false, reason: 'no libraries', runMs: null },
    { name: 'webgpu', available: true, reason: 'a test graph ran', runMs: 900 },
    { name: 'cpu', available: true, reason: 'a test graph ran', runMs: 3 },
  ],
  processor: { architecture: 'x64', features: [], model: null },
  threads: 6,
};

let test: TestApp;
let session: AppSession;
beforeEach(async () => {
  drawn.length = 0;
  tries = 0;
  unloads = 0;
  test = openTestApp({
    engine: {
      ...phantomEngine(async (request) => void drawn.push(request)),
      info: async () => {
        tries += 1;
        return info;
      },
      unload: () => {
        unloads += 1;
      },
    },
  });
  session = await test.signIn('coordinator', 'Cora');
});
afterEach(() => test.close());

const finished = (count: number): Promise<void> =>
  new Promise((resolve) => {
    test.events.on('generation.changed', () => {
      if (test.ports.store.jobs.count(['done']) === count) resolve();
    });
  });

describe('settings', () => {
  it('are put into the words of the engine; what is left to the machine is not named', () => {
    const { settings } = test.ports.store;
    expect(generationSettings(test.ports)).toEqual({
      memory: 'resident',
      preview: { everySteps: 5, decoded: false },
    });
    settings.change({ threads: 3, memory: 'in-turn', preview: { kind: 'off', everySteps: 5 } });
    expect(generationSettings(test.ports)).toEqual({ memory: 'in-turn', threads: 3 });
    settings.change({ preview: { kind: 'decoded', everySteps: 2 } });
    expect(generationSettings(test.ports)).toMatchObject({ preview: { everySteps: 2, decoded: true } });
  });

  it('are kept, logged, and refused where they are none', async () => {
    expect(await test.call(session, 'settings.get', {})).toEqual(DEFAULT_SETTINGS);
    expect(await test.call(session, 'settings.change', { threads: 4, memory: 'in-turn' })).toMatchObject({
      threads: 4,
      memory: 'in-turn',
    });
    expect(test.ports.store.audit.list().at(-1)).toMatchObject({
      actor: 'Cora',
      action: 'settings.change',
      details: { threads: 4, memory: 'in-turn' },
    });
    await expect(test.call(session, 'settings.change', { threads: 0 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    const reader = await test.signIn('reader', 'Rita');
    await expect(test.call(reader, 'settings.get', {})).rejects.toMatchObject({ code: 'FORBIDDEN_ROLE' });
  });

  it('reach the engine with every image: threads, memory and preview of the moment', async () => {
    await test.call(session, 'settings.change', { threads: 4, memory: 'in-turn' });
    const done = finished(1);
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 1, provider: 'webgpu' })] });
    await done;
    expect(drawn[0]).toMatchObject({
      provider: 'webgpu',
      threads: 4,
      memory: 'in-turn',
      preview: { everySteps: 5, decoded: false },
    });
  });
});

describe('what this machine computes with', () => {
  it('is tried once, with every refusal and its reason, and again when somebody asks', async () => {
    const computing = await test.call(session, 'settings.computing', {});
    expect(computing).toMatchObject({ automaticProvider: 'cpu', automaticThreads: 6 });
    expect(computing.providers[0]).toEqual({ name: 'cuda', available: false, reason: 'no libraries' });
    await test.call(session, 'settings.computing', {});
    expect(tries).toBe(1);
    await test.call(session, 'settings.tryProviders', {});
    expect(tries).toBe(2);
  });

  it('decides where the choice is automatic; a named provider is asked for untried', async () => {
    const done = finished(2);
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 1, provider: 'webgpu' })] });
    await test.call(session, 'generation.enqueue', { requests: [request({ count: 1, provider: 'auto' })] });
    await done;
    expect(drawn.map(({ provider }) => provider)).toEqual(['webgpu', 'cpu']);
    expect(tries).toBe(1);
  });

  it('is tried anew with another folder of CUDA libraries, by a new engine', async () => {
    await test.call(session, 'settings.computing', {});
    test.dialogs.open = ['/opt/cuda'];
    expect(await test.call(session, 'settings.chooseCudaFolder', {})).toMatchObject({
      cudaFolder: '/opt/cuda',
    });
    await test.call(session, 'settings.computing', {});
    expect([tries, unloads]).toEqual([2, 1]);
    expect(await test.call(session, 'settings.forgetCudaFolder', {})).toMatchObject({ cudaFolder: null });
  });

  it('keeps its libraries while a job runs', async () => {
    test.ports.store.jobs.enqueue(STORED_REQUEST);
    test.ports.store.jobs.claimNext();
    test.dialogs.open = ['/opt/cuda'];
    await expect(test.call(session, 'settings.chooseCudaFolder', {})).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(unloads).toBe(0);
  });
});
