import { describe, expect, it } from 'vitest';
import { createPromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { drawImage } from './draw-image.ts';
import type { LoadedModel } from './loaded-model.ts';
import { readModelFolder } from './model-folder.ts';
import type { Embeddings, Latents, ModelSessions } from './model-sessions.ts';
import { TINY_MODEL, tinyTask } from './test-engine.ts';

const folder = await readModelFolder(TINY_MODEL);

/** Networks without onnxruntime: the decoder draws a ramp, the UNet predicts nothing. */
function fakeSessions(changes: Partial<ModelSessions> = {}): ModelSessions {
  return {
    encodeText: async ({ ids }) => ({
      values: Float32Array.from(ids),
      batch: 1,
      tokens: ids.length,
      features: 1,
    }),
    encodeImage: async () => new Float32Array(512),
    predict: async ({ values }) => new Float32Array(values.length),
    decode: async () => ({
      values: Float32Array.from({ length: 64 * 64 }, (_, index) => index / 4096),
      channels: 1,
      widthPixels: 64,
      heightPixels: 64,
    }),
    release: async () => undefined,
    ...changes,
  };
}

function draw(
  sessions: ModelSessions,
  request = tinyTask(),
  checkpoint = async (): Promise<void> => undefined,
) {
  const model: LoadedModel = {
    folder,
    tokenizer: createPromptTokenizer(folder.tokenizer),
    sessions,
    threads: 1,
    processor: { architecture: 'none', features: [] },
    components: {},
    onnxruntimeVersion: 'none',
    productVersion: 'none',
    embeddings: new Map(),
  };
  let nowMs = 0;
  return drawImage(model, request, { progress: () => undefined, checkpoint, now: () => nowMs++ });
}

const constant = (value: number) => async () => ({
  values: new Float32Array(64 * 64).fill(value),
  channels: 1,
  widthPixels: 64,
  heightPixels: 64,
});

describe('results that are no image are refused', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%f from the UNet', async (value) => {
    const predict = async ({ values }: Latents): Promise<Float32Array> =>
      values.map((_, i) => (i === 7 ? value : 0));
    await expect(draw(fakeSessions({ predict }))).rejects.toMatchObject({
      code: 'OUTPUT_INVALID',
      message: expect.stringContaining('call 1'),
    });
  });

  it('NaN from the decoder', async () => {
    await expect(draw(fakeSessions({ decode: constant(Number.NaN) }))).rejects.toMatchObject({
      code: 'OUTPUT_INVALID',
    });
  });

  it.each([0.25, 9])('one single grey level (decoder output %f)', async (value) => {
    await expect(draw(fakeSessions({ decode: constant(value) }))).rejects.toMatchObject({
      code: 'OUTPUT_INVALID',
      message: expect.stringContaining('Every pixel'),
    });
  });
});

describe('the calls of the UNet', () => {
  const calls = async (guidanceScale: number): Promise<{ latents: Latents; text: Embeddings }[]> => {
    const seen: { latents: Latents; text: Embeddings }[] = [];
    const predict = async (latents: Latents, _timestep: number, text: Embeddings): Promise<Float32Array> => {
      seen.push({ latents, text });
      return new Float32Array(latents.values.length);
    };
    await draw(fakeSessions({ predict }), tinyTask({ guidanceScale, prompt: 'edema', steps: 2 }));
    return seen;
  };

  it('hold unconditional and conditional prompt in one batch, on the same latents', async () => {
    const seen = await calls(2);
    expect(seen).toHaveLength(2);
    for (const { latents, text } of seen) {
      expect([latents.batch, latents.channels, latents.rows, latents.columns]).toEqual([2, 4, 8, 8]);
      expect(latents.values.slice(0, 256)).toEqual(latents.values.slice(256));
      expect([text.batch, text.tokens]).toEqual([2, 77]);
      // The empty prompt's second token is the end token, the prompt's is not: the empty one comes first.
      expect(text.values[1]).toBe(folder.tokenizer.vocab['<|endoftext|>']);
      expect(text.values[78]).not.toBe(text.values[1]);
    }
  });

  it('hold the conditional prompt alone where the guidance scale is at most 1', async () => {
    for (const { latents, text } of await calls(1)) {
      expect([latents.batch, text.batch, latents.values.length]).toEqual([1, 1, 256]);
      expect(text.values[1]).not.toBe(folder.tokenizer.vocab['<|endoftext|>']);
    }
  });
});

it('asks whether to go on before every call of the UNet and before decoding', async () => {
  const order: string[] = [];
  const sessions = fakeSessions({
    predict: async ({ values }) => {
      order.push('call');
      return new Float32Array(values.length);
    },
  });
  await draw(sessions, tinyTask({ steps: 2 }), async () => {
    order.push('check');
  });
  expect(order).toEqual(['check', 'call', 'check', 'call', 'check']);
});

it('encodes a prompt once for all images of a model', async () => {
  let encoded = 0;
  const sessions = fakeSessions({
    encodeText: async ({ ids }) => {
      encoded++;
      return { values: Float32Array.from(ids), batch: 1, tokens: ids.length, features: 1 };
    },
  });
  const model: LoadedModel = {
    folder,
    tokenizer: createPromptTokenizer(folder.tokenizer),
    sessions,
    threads: 1,
    processor: { architecture: 'none', features: [] },
    components: {},
    onnxruntimeVersion: 'none',
    productVersion: 'none',
    embeddings: new Map(),
  };
  const hooks = { progress: () => undefined, checkpoint: async () => undefined, now: () => 0 };
  for (const seed of [1, 2, 3]) await drawImage(model, tinyTask({ seed }), hooks);
  expect(encoded).toBe(2);
});
