import { describe, expect, it } from 'vitest';
import { drawImage } from './draw-image.ts';
import { readModelFolder } from './model-folder.ts';
import type { Embeddings, Latents } from './model-sessions.ts';
import type { LatentPreview } from './protocol.ts';
import { TINY_MODEL, tinyTask } from './test-engine.ts';
import { decodedAs, fakeModel, fakeSessions, LATENT_VALUES, plausible, quietHooks } from './test-model.ts';

const folder = await readModelFolder(TINY_MODEL);

describe('the calls of the UNet', () => {
  const calls = async (guidanceScale: number): Promise<{ latents: Latents; text: Embeddings }[]> => {
    const seen: { latents: Latents; text: Embeddings }[] = [];
    const predict = async (latents: Latents, _timestep: number, text: Embeddings): Promise<Float32Array> => {
      // The buffer is filled anew for every call.
      seen.push({ latents: { ...latents, values: latents.values.slice() }, text });
      return plausible(latents.values.length);
    };
    const model = fakeModel(folder, fakeSessions({ predict }));
    await drawImage(model, tinyTask({ guidanceScale, prompt: 'edema', steps: 2 }), quietHooks());
    return seen;
  };

  it('hold unconditional and conditional prompt in one batch, on the same latents', async () => {
    const seen = await calls(2);
    expect(seen).toHaveLength(2);
    expect(seen[0]?.latents.values).not.toEqual(seen[1]?.latents.values);
    for (const { latents, text } of seen) {
      expect([latents.batch, latents.channels, latents.rows, latents.columns]).toEqual([2, 4, 8, 8]);
      expect(latents.values.slice(0, 256)).toEqual(latents.values.slice(256));
      expect([text.batch, text.tokens]).toEqual([2, 77]);
      // The empty prompt's second token is the end token, the prompt's is not: the empty one comes first.
      const ids = folder.tokenizer.kind === 'clip' ? folder.tokenizer.vocab : {};
      expect(text.values[1]).toBe(ids['<|endoftext|>']);
      expect(text.values[78]).not.toBe(text.values[1]);
    }
  });

  it('hold the conditional prompt alone where the guidance scale is at most 1', async () => {
    const ids = folder.tokenizer.kind === 'clip' ? folder.tokenizer.vocab : {};
    for (const { latents, text } of await calls(1)) {
      expect([latents.batch, text.batch, latents.values.length]).toEqual([1, 1, 256]);
      expect(text.values[1]).not.toBe(ids['<|endoftext|>']);
    }
  });
});

it('asks whether to go on before every call of the UNet and before decoding', async () => {
  const order: string[] = [];
  const sessions = fakeSessions({
    predict: async ({ values }) => {
      order.push('call');
      return plausible(values.length);
    },
  });
  const checkpoint = async (): Promise<void> => {
    order.push('check');
  };
  await drawImage(fakeModel(folder, sessions), tinyTask({ steps: 2 }), quietHooks({ checkpoint }));
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
  const model = fakeModel(folder, sessions);
  for (const seed of [1, 2, 3]) await drawImage(model, tinyTask({ seed }), quietHooks());
  expect(encoded).toBe(2);
});

describe('previews', () => {
  const previews = async (
    preview: { everySteps: number; decoded: boolean },
    sessions = fakeSessions(),
  ): Promise<(LatentPreview | undefined)[]> => {
    const seen: (LatentPreview | undefined)[] = [];
    const hooks = quietHooks({ progress: (progress) => seen.push(progress.preview) });
    await drawImage(fakeModel(folder, sessions), tinyTask({ steps: 6, preview }), hooks);
    return seen;
  };
  const sizes = (seen: (LatentPreview | undefined)[]): string[] =>
    seen.map((preview) => (preview === undefined ? '' : `${preview.widthPixels} x ${preview.heightPixels}`));

  it('come with every n-th step, at the size of the latents', async () => {
    const seen = await previews({ everySteps: 2, decoded: false });
    expect(sizes(seen)).toEqual(['', '8 x 8', '', '8 x 8', '', '8 x 8']);
    expect(seen[1]?.pixels).toHaveLength(64);
  });

  it('are decoded in full where that is asked for', async () => {
    const seen = await previews({ everySteps: 3, decoded: true });
    expect(sizes(seen)).toEqual(['', '', '64 x 64', '', '', '64 x 64']);
  });

  it('that decode to nothing are left out, and the image goes on', async () => {
    let decodings = 0;
    const broken = decodedAs(() => Number.NaN);
    const sound = fakeSessions();
    const decode = (latents: Latents) => (decodings++ < 2 ? broken() : sound.decode(latents));
    const seen = await previews({ everySteps: 3, decoded: true }, fakeSessions({ decode }));
    expect(sizes(seen)).toEqual(['', '', '', '', '', '']);
    expect(decodings).toBe(3);
  });

  it('follow what the decoder made of earlier images of the model', async () => {
    const model = fakeModel(folder);
    const seen: LatentPreview[] = [];
    const hooks = quietHooks({ progress: ({ preview }) => preview !== undefined && seen.push(preview) });
    const task = tinyTask({ steps: 1, preview: { everySteps: 1, decoded: false } });
    await drawImage(model, task, hooks);
    await drawImage(model, task, hooks);
    expect(model.previewFit.map()?.weights).toHaveLength(4);
    expect(seen[1]?.pixels).not.toEqual(seen[0]?.pixels);
  });
});

describe('an edit', () => {
  const film = { widthPixels: 64, heightPixels: 64, grey: new Uint16Array(4096).fill(30_000), strength: 0.5 };
  const draw = (edit: Partial<typeof film> & { mask?: Uint8Array }, changes = {}) =>
    drawImage(
      fakeModel(folder, fakeSessions(), changes),
      tinyTask({ edit: { ...film, mask: null, ...edit } }),
      quietHooks(),
    );

  it('needs a model with a VAE encoder', async () => {
    await expect(draw({}, { components: {} })).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      details: { file: 'vae_encoder/model.onnx' },
    });
  });

  it.each([
    ['a film of another size', { widthPixels: 32 }],
    ['a film with too few values', { grey: new Uint16Array(4095) }],
    ['a mask with too few values', { mask: new Uint8Array(4095).fill(255) }],
    ['a mask that marks nothing', { mask: new Uint8Array(4096) }],
  ])('of %s is refused', async (_, edit) => {
    await expect(draw(edit)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('states in its recipe the film, the mask and the strength', async () => {
    const mask = new Uint8Array(4096).fill(255, 0, 2048);
    expect((await draw({})).recipe).toMatchObject({ task: 'image-to-image', strength: 0.5, maskImage: null });
    const { recipe } = await draw({ mask, strength: 1 });
    expect(recipe).toMatchObject({ task: 'inpainting', strength: 1 });
    // sha256 of 30000 as 4,096 little-endian 16-bit integers, and of the mask: Python's hashlib.
    expect(recipe.sourceImage).toBe('4e236405feac4f34fba85390a56dc39eee36ab43ca44b793728d179d39faa3b2');
    expect(recipe.maskImage).toBe('33fdf647973fde05156c38ba7dedd2b5bc874fa10e1313105fbf8aa9b50601dc');
  });

  it('keeps the latents of the film outside the mask', async () => {
    const mask = new Uint8Array(4096).fill(255, 0, 2048);
    // A film whose latents are known: variance e^-30, mean 1 scaled by 0.18215.
    const encodeImage = async () => ({
      parameters: new Float32Array(2 * LATENT_VALUES).fill(1, 0, LATENT_VALUES).fill(-99, LATENT_VALUES),
      precision: 'float32' as const,
    });
    const image = await drawImage(
      fakeModel(folder, fakeSessions({ encodeImage })),
      tinyTask({ edit: { ...film, mask }, returnLatents: true }),
      quietHooks(),
    );
    for (const [index, value] of image.latents?.entries() ?? []) {
      if (index % 64 >= 32) expect(value).toBeCloseTo(0.18215, 5);
      else expect(Math.abs(value - 0.18215)).toBeGreaterThan(1e-4);
    }
  });
});
