import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createEngineService } from './engine-service.ts';
import { readModelFolder } from './model-folder.ts';
import type { ModelHolder } from './model-holder.ts';
import type { EngineReply } from './protocol.ts';
import { TINY_MODEL, tinyTask } from './test-engine.ts';
import { fakeModel, fakeSessions, LATENT_VALUES, plausible } from './test-model.ts';

const folder = await readModelFolder(TINY_MODEL);
const STEPS = 6;

interface Bench {
  readonly replies: EngineReply[];
  /** Calls of the UNet so far. */
  calls(): number;
  readonly dropped: () => number;
  /** How often graphs that are loaded in turn were let go of after an image. */
  readonly rested: () => number;
  send(message: unknown): void;
  /** Lets the engine go on until nothing moves any more. */
  settle(): Promise<void>;
}

/** The service with networks that are plain functions; `predict` may fail. */
function bench(predict = async (batch: number) => plausible(batch * LATENT_VALUES)): Bench {
  const replies: EngineReply[] = [];
  let calls = 0;
  let drops = 0;
  let rests = 0;
  const sessions = fakeSessions({
    predict: ({ batch }) => {
      calls++;
      return predict(batch);
    },
  });
  const models: ModelHolder = {
    load: async () => fakeModel(folder, sessions),
    rest: async () => {
      rests++;
    },
    drop: async () => {
      drops++;
    },
  };
  const service = createEngineService((reply) => replies.push(reply), models);
  return {
    replies,
    calls: () => calls,
    dropped: () => drops,
    rested: () => rests,
    send: (message) => service.handle(message),
    settle: async () => {
      // Each step of the drawing takes a few turns of the event loop; a hundred are more than a whole image.
      for (let turns = 0; turns < 100; turns++) await turn();
    },
  };
}

const generate = (id: number) => ({ type: 'generate', id, request: tinyTask({ steps: STEPS }) });
const typesOf = (replies: readonly EngineReply[]) => replies.map(({ type }) => type);

/** Sends a message as soon as the given step of the first image is reported. */
function atStep(step: number, { replies, send }: Bench, message: unknown): void {
  const original = replies.push.bind(replies);
  replies.push = (...added) => {
    const [reply] = added;
    if (reply?.type === 'progress' && reply.id === 1 && reply.progress.step === step) send(message);
    return original(...added);
  };
}

describe('while it is held', () => {
  it('the engine computes nothing, and goes on from where it was', async () => {
    const engine = bench();
    atStep(2, engine, { type: 'hold', held: true });
    engine.send(generate(1));
    await engine.settle();
    expect(engine.calls()).toBe(2);
    engine.send({ type: 'hold', held: false });
    await engine.settle();
    expect(engine.calls()).toBe(STEPS);
    expect(engine.replies.at(-1)?.type).toBe('generated');
  });

  it('an image waits before its first step too', async () => {
    const engine = bench();
    engine.send({ type: 'hold', held: true });
    engine.send(generate(1));
    await engine.settle();
    expect([engine.calls(), engine.replies.length]).toEqual([0, 0]);
    engine.send({ type: 'hold', held: false });
    await engine.settle();
    expect(engine.replies.at(-1)?.type).toBe('generated');
  });

  it('a cancelled image leaves at once, without another step, and the next one waits', async () => {
    const engine = bench();
    atStep(3, engine, { type: 'hold', held: true });
    engine.send(generate(1));
    engine.send(generate(2));
    await engine.settle();
    engine.send({ type: 'cancel', id: 1 });
    await engine.settle();
    expect(engine.calls()).toBe(3);
    expect(engine.replies.at(-1)).toMatchObject({ type: 'failed', id: 1, error: { code: 'CANCELLED' } });
    engine.send({ type: 'hold', held: false });
    await engine.settle();
    expect(engine.replies.at(-1)).toMatchObject({ type: 'generated', id: 2 });
  });

  it('holding twice and letting go once goes on', async () => {
    const engine = bench();
    engine.send({ type: 'hold', held: true });
    engine.send({ type: 'hold', held: true });
    engine.send(generate(1));
    engine.send({ type: 'hold', held: false });
    await engine.settle();
    expect(engine.replies.at(-1)?.type).toBe('generated');
  });
});

describe('an image that fails', () => {
  const failing = (message: string) =>
    bench(async () => {
      throw new Error(message);
    });

  it.each([
    ['std::bad_alloc', 'MEMORY_SHORT'],
    // As onnxruntime 1.30 writes it on the CPU.
    [
      'bfc_arena.cc:360 AllocateRawInternal Failed to allocate memory for requested buffer of size 35184372088832',
      'MEMORY_SHORT',
    ],
    ['Array buffer allocation failed', 'MEMORY_SHORT'],
    ['The GPU device instance has been suspended: 887A0005, DXGI_ERROR_DEVICE_REMOVED', 'DEVICE_LOST'],
    ['WebGPU device was lost', 'DEVICE_LOST'],
    ['anything else', 'ENGINE_FAILED'],
  ])('for "%s" fails with %3$s, and the model is let go', async (message, code) => {
    const engine = failing(message);
    engine.send(generate(1));
    await engine.settle();
    expect(engine.replies).toMatchObject([{ type: 'failed', id: 1, error: { code } }]);
    expect(engine.dropped()).toBe(1);
  });

  it('for its request keeps the model', async () => {
    const engine = bench();
    engine.send({ type: 'generate', id: 1, request: tinyTask({ widthPixels: 72 }) });
    await engine.settle();
    expect(engine.replies).toMatchObject([{ type: 'failed', error: { code: 'BAD_INPUT' } }]);
    expect(engine.dropped()).toBe(0);
    expect(engine.rested()).toBe(1);
  });

  it('is answered by itself: the next one is drawn', async () => {
    let failures = 1;
    const engine = bench(async (batch) => {
      if (failures-- > 0) throw new Error('std::bad_alloc');
      return plausible(batch * LATENT_VALUES);
    });
    engine.send(generate(1));
    engine.send(generate(2));
    await engine.settle();
    expect(typesOf(engine.replies.filter(({ type }) => type !== 'progress'))).toEqual([
      'failed',
      'generated',
    ]);
  });
});

it('graphs that are loaded in turn are let go of after each image, also one that was cancelled', async () => {
  const engine = bench();
  atStep(2, engine, { type: 'cancel', id: 1 });
  engine.send(generate(1));
  engine.send(generate(2));
  await engine.settle();
  expect(typesOf(engine.replies.filter(({ type }) => type !== 'progress'))).toEqual(['failed', 'generated']);
  expect([engine.rested(), engine.dropped()]).toEqual([2, 0]);
});
