import { afterAll, describe, expect, it } from 'vitest';
import { PROVIDER_NAMES } from '../../src-core/base/generation-names.ts';
import { providerOrder } from '../../src-core/base/provider-choice.ts';
import { createEngineClient } from './engine-client.ts';
import {
  meanAbsoluteDifference,
  neverAborted,
  quiet,
  TINY_MODEL,
  tinyGoldens,
  tinyRequest,
  watchedHost,
} from './test-engine.ts';

const host = watchedHost();
const engine = createEngineClient(host);
afterAll(() => engine.dispose());

/** Seconds of work, of which the tests wait for one step. */
const LONG = { scheduler: 'ddim', steps: 999 } as const;

const draw = (changes: Parameters<typeof tinyRequest>[0] = {}) =>
  engine.generate(tinyRequest(changes), quiet, neverAborted());

describe('the engine against diffusers (tools/goldens/make_tiny_pipeline.py)', () => {
  it.each(tinyGoldens())(
    '$scheduler, $steps steps, guidance $guidanceScale, seed $seed: the same latents and picture',
    async ({ latentsFloat32, pixelsGrey8, ...settings }) => {
      const image = await draw({ ...settings, returnLatents: true });
      const largest = Math.max(...latentsFloat32.map(Math.abs));
      const worst = Math.max(
        ...latentsFloat32.map((value, i) => Math.abs(value - (image.latents?.[i] ?? Number.NaN))),
      );
      expect(worst / largest).toBeLessThan(1e-3);
      expect(meanAbsoluteDifference(image.pixels, pixelsGrey8)).toBeLessThan(0.1);
      expect([image.width, image.height]).toEqual([64, 64]);
    },
  );
});

describe('reproducibility', () => {
  it('gives the same bytes for the same seed, other bytes for another', async () => {
    const [first, again, other] = [await draw(), await draw(), await draw({ seed: 2 })];
    expect(again.pixels).toEqual(first.pixels);
    expect(again.sha256).toBe(first.sha256);
    expect(other.sha256).not.toBe(first.sha256);
  });

  it('gives the images of a batch as the same seeds give them singly in new processes', async () => {
    const seeds = [10, 11, 12];
    const batch: string[] = [];
    for (const [seedIndex, seed] of seeds.entries()) batch.push((await draw({ seed, seedIndex })).sha256);
    const single: string[] = [];
    for (const seed of seeds) {
      engine.unload();
      single.push((await draw({ seed })).sha256);
    }
    expect(single).toEqual(batch);
  });

  it('does not let an image depend on what was drawn before it', async () => {
    const alone = await draw({ seed: 5 });
    await draw({ seed: 6, prompt: 'edema', negativePrompt: 'left pneumonia', scheduler: 'pndm' });
    expect((await draw({ seed: 5 })).sha256).toBe(alone.sha256);
  });

  it('leaves the negative prompt out where guidance is off, as diffusers does', async () => {
    const without = await draw({ guidanceScale: 1, negativePrompt: '' });
    const withNegative = await draw({ guidanceScale: 1, negativePrompt: 'edema' });
    expect(withNegative.sha256).toBe(without.sha256);
    const guided = await draw({ guidanceScale: 3, negativePrompt: 'edema' });
    expect(guided.sha256).not.toBe((await draw({ guidanceScale: 3 })).sha256);
  });

  it('states in the recipe what decides the image', async () => {
    const { recipe, sha256 } = await draw({ seed: 9, seedIndex: 2, threads: 1 });
    expect(recipe).toMatchObject({
      seed: 9,
      seedIndex: 2,
      threads: 1,
      provider: 'cpu',
      widthPixels: 64,
      heightPixels: 64,
    });
    expect(recipe.model.name).toBe('tiny-sd');
    expect(Object.keys(recipe.model.components)).toEqual([
      'model_index.json',
      'scheduler/scheduler_config.json',
      'text_encoder/config.json',
      'text_encoder/model.onnx',
      'tokenizer/merges.txt',
      'tokenizer/special_tokens_map.json',
      'tokenizer/tokenizer_config.json',
      'tokenizer/vocab.json',
      'unet/config.json',
      'unet/model.onnx',
      'vae_decoder/config.json',
      'vae_decoder/model.onnx',
    ]);
    expect((await draw({ seed: 9, threads: 1 })).sha256).toBe(sha256);
  });
});

describe('progress and reports', () => {
  it.each([
    { scheduler: 'ddim', calls: 4 },
    // PNDM calls the UNet once more: its second timestep is evaluated twice (diffusers, skip_prk_steps).
    { scheduler: 'pndm', calls: 5 },
  ] as const)('reports every call of $scheduler with the time that remains', async ({ scheduler, calls }) => {
    const seen: { step: number; steps: number; remainingMs: number }[] = [];
    const request = tinyRequest({ scheduler, steps: 4 });
    await engine.generate(request, { progress: (progress) => seen.push(progress) }, neverAborted());
    expect(seen.map(({ step, steps }) => `${step}/${steps}`)).toEqual(
      Array.from({ length: calls }, (_, index) => `${index + 1}/${calls}`),
    );
    expect(seen.every(({ remainingMs }) => remainingMs > 0)).toBe(true);
  });

  it('says which end of a prompt the model never saw', async () => {
    const { recipe, negativeTokens } = await draw({ prompt: `${'effusion '.repeat(80)}edema` });
    expect(recipe.tokens.truncatedText).toMatch(/edema$/);
    expect(negativeTokens).toEqual({ count: 2, truncatedText: null });
  });
});

describe('cancelling', () => {
  it('stops between steps and keeps the process for the next image', async () => {
    const before = await draw();
    const processes = host.started.length;
    const controller = new AbortController();
    let lastStep = 0;
    const progress = ({ step }: { step: number }): void => {
      lastStep = step;
      controller.abort();
    };
    const cancelled = engine.generate(tinyRequest(LONG), { progress }, controller.signal);
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(lastStep).toBeGreaterThan(0);
    expect(lastStep).toBeLessThan(LONG.steps);
    expect((await draw()).sha256).toBe(before.sha256);
    expect(host.started.length).toBe(processes);
  });

  it('takes a waiting request out of the queue at once, and the others go on', async () => {
    const controller = new AbortController();
    const running = draw({ seed: 31 });
    const waiting = engine.generate(tinyRequest({ seed: 32 }), quiet, controller.signal);
    const behind = draw({ seed: 33 });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await running).recipe.seed).toBe(31);
    expect((await behind).recipe.seed).toBe(33);
  });

  it('starts nothing for a signal that was aborted before', async () => {
    engine.unload();
    const processes = host.started.length;
    const request = engine.generate(tinyRequest(), quiet, AbortSignal.abort());
    await expect(request).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(host.started.length).toBe(processes);
  });
});

describe('an engine that dies', () => {
  it('fails the running image by name; the next one starts a new engine and is the same image', async () => {
    const before = await draw();
    const first = host.started.at(-1);
    const killed = engine.generate(tinyRequest(LONG), { progress: () => first?.kill() }, neverAborted());
    const queued = draw();
    await expect(killed).rejects.toMatchObject({
      code: 'ENGINE_DIED',
      message: expect.stringContaining('SIGKILL'),
      details: { signal: 'SIGKILL' },
    });
    expect((await queued).sha256).toBe(before.sha256);
    expect(host.started.at(-1)?.pid).not.toBe(first?.pid);
  });

  it('fails a held image in the same way, and does not hold its successor', async () => {
    const held = engine.generate(
      tinyRequest(LONG),
      {
        progress: () => {
          engine.hold(true);
          host.started.at(-1)?.kill();
        },
      },
      neverAborted(),
    );
    await expect(held).rejects.toMatchObject({ code: 'ENGINE_DIED', details: { signal: 'SIGKILL' } });
    engine.hold(false);
    expect((await draw()).recipe.seed).toBe(1);
  });

  it('fails the running image with CANCELLED where the product itself unloads it', async () => {
    const running = engine.generate(tinyRequest(LONG), { progress: () => engine.unload() }, neverAborted());
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('requests the engine refuses', () => {
  it('names the sizes a model can make', async () => {
    await expect(draw({ widthPixels: 72 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { multiple: 16 },
    });
  });

  it("draws another size than the model's own where it fits", async () => {
    const image = await draw({ widthPixels: 96, heightPixels: 32 });
    expect([image.width, image.height, image.pixels.length]).toEqual([96, 32, 96 * 32]);
  });

  it('does not try a size that no memory holds, and draws the next image in a new engine', async () => {
    const before = await draw();
    const first = host.started.at(-1);
    await expect(draw({ widthPixels: 16384, heightPixels: 16384 })).rejects.toMatchObject({
      code: 'MEMORY_SHORT',
      message: expect.stringMatching(/needs about \d+\.\d GB .* GB are free/),
    });
    expect((await draw()).sha256).toBe(before.sha256);
    expect(host.started.at(-1)?.pid).not.toBe(first?.pid);
  });

  it('names a folder that is not there', async () => {
    const request = draw({ modelDir: `${TINY_MODEL}-absent` });
    await expect(request).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('info', () => {
  it("tries the providers in the platform's order, and gives a reason for each", async () => {
    const { onnxruntimeVersion, providers } = await engine.info();
    expect(onnxruntimeVersion).toMatch(/^1\.\d+\.\d+$/);
    const order = providerOrder(`${process.platform}-${process.arch}`);
    expect(providers.slice(0, order.length).map(({ name }) => name)).toEqual(order);
    expect(providers.map(({ name }) => name).sort()).toEqual([...PROVIDER_NAMES].sort());
    expect(providers.find(({ name }) => name === 'cpu')).toEqual({
      name: 'cpu',
      available: true,
      reason: 'a test graph ran',
      runMs: expect.any(Number),
    });
    for (const { available, reason, runMs } of providers) {
      expect(reason).not.toBe('');
      expect(runMs === null).toBe(!available);
    }
  });

  it('reports a provider that ends its process, and tries the others in a new one', async () => {
    const [first] = providerOrder(`${process.platform}-${process.arch}`);
    const dying = createEngineClient({
      start: () => {
        const connection = host.start();
        const post: typeof connection.post = (message) =>
          message.type === 'probe' && message.provider === first
            ? connection.kill()
            : connection.post(message);
        return { ...connection, post };
      },
    });
    const processes = host.started.length;
    const { providers } = await dying.info();
    dying.dispose();
    expect(providers[0]).toMatchObject({ name: first, available: false, runMs: null });
    expect(providers[0]?.reason).toMatch(
      /^trying it ends the process: The engine process ended \(signal SIGKILL\)/,
    );
    expect(
      providers.filter(({ name }) => name !== first).every(({ reason }) => !reason.includes('ends')),
    ).toBe(true);
    expect(host.started.length).toBe(processes + (first === 'cpu' ? 1 : 2));
  });

  it('says what recipes will say of the processor and the threads', async () => {
    const { processor, threads } = await engine.info();
    const { recipe } = await draw();
    expect({ ...recipe.processor, model: processor.model }).toEqual(processor);
    expect(recipe.threads).toBe(threads);
  });
});
