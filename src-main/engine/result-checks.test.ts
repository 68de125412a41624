import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import { drawImage } from './draw-image.ts';
import { readModelFolder } from './model-folder.ts';
import { createResultChecks } from './result-checks.ts';
import { TINY_MODEL, tinyGoldens, tinyTask } from './test-engine.ts';
import {
  decodedAs,
  fakeModel,
  fakeSessions,
  IMAGE_PIXELS,
  LATENT_VALUES,
  plausible,
  quietHooks,
} from './test-model.ts';

const folder = await readModelFolder(TINY_MODEL);
const EMBEDDED = fileURLToPath(new URL('../../tools/goldens/data/embedded', import.meta.url));

const picture = (levelOf: (pixel: number) => number): Uint8Array =>
  Uint8Array.from({ length: IMAGE_PIXELS }, (_, pixel) => levelOf(pixel));

describe('a network that fails', () => {
  const numbers = (value: number) => (length: number) => plausible(length).fill(value, 7, 8);
  const constant = (value: number) => (length: number) => new Float32Array(length).fill(value);
  const failures = [
    ['NaN', numbers(Number.NaN)],
    ['infinity', numbers(Number.POSITIVE_INFINITY)],
    ['one value everywhere', constant(0.5)],
    ['zero everywhere', constant(0)],
  ] as const;
  const film = { widthPixels: 64, heightPixels: 64, grey: new Uint16Array(4096), strength: 1, mask: null };

  it.each(failures)('with %s is found where it shows first, and makes no image', async (_, values) => {
    const stages = {
      'text encoder': fakeSessions({
        encodeText: async () => ({ values: values(77), batch: 1, tokens: 77, features: 1 }),
      }),
      'VAE encoder': fakeSessions({
        encodeImage: async () => ({ parameters: values(2 * LATENT_VALUES), precision: 'float32' }),
      }),
      'UNet in call 1': fakeSessions({ predict: async ({ batch }) => values(batch * LATENT_VALUES) }),
      'VAE decoder': fakeSessions({
        decode: async (latents) => ({
          ...(await fakeSessions().decode(latents)),
          values: values(IMAGE_PIXELS),
        }),
      }),
    };
    for (const [stage, sessions] of Object.entries(stages)) {
      await expect(
        drawImage(fakeModel(folder, sessions), tinyTask({ edit: film }), quietHooks()),
      ).rejects.toMatchObject({ code: 'OUTPUT_INVALID', message: expect.stringContaining(stage) });
    }
  });

  it('in a later call is named with that call', async () => {
    let calls = 0;
    const predict = async ({ batch }: { batch: number }): Promise<Float32Array> =>
      ++calls === 3 ? numbers(Number.NaN)(batch * LATENT_VALUES) : plausible(batch * LATENT_VALUES);
    const drawing = drawImage(fakeModel(folder, fakeSessions({ predict })), tinyTask(), quietHooks());
    await expect(drawing).rejects.toMatchObject({ details: { stage: 'unet', call: 3 } });
  });

  it('leaves nothing behind: its prompt is encoded anew, its picture teaches no preview', async () => {
    const model = fakeModel(
      folder,
      fakeSessions({
        encodeText: async () => ({ values: constant(0)(77), batch: 1, tokens: 77, features: 1 }),
      }),
    );
    await expect(drawImage(model, tinyTask(), quietHooks())).rejects.toThrow(LightboxError);
    expect(model.embeddings.size).toBe(0);
    const black = fakeModel(folder, fakeSessions({ decode: decodedAs((pixel) => -2 - pixel / 9999) }));
    await expect(drawImage(black, tinyTask(), quietHooks())).rejects.toMatchObject({
      code: 'OUTPUT_INVALID',
    });
    expect(black.previewFit.map()).toBeNull();
  });
});

describe('a picture', () => {
  const checks = createResultChecks(tinyTask(), 'float32');
  const outcome = (pixels: Uint8Array): string => {
    try {
      checks.picture(pixels);
      return 'passes';
    } catch (error) {
      return error instanceof LightboxError ? error.message : 'another error';
    }
  };

  it.each([
    ['of one level', () => 77, /Every pixel came out as 77/],
    ['that is black', () => 0, /Every pixel came out as 0/],
    [
      'that is black but for 40 pixels',
      (pixel: number) => (pixel < 40 ? pixel * 6 : 0),
      /99% of the picture is black/,
    ],
    ['with the noise of a single level', (pixel: number) => 126 + (pixel % 3), /no more than 3 grey levels/],
    ['of two levels in equal parts', (pixel: number) => (pixel % 2) * 255, /no more than 2 grey levels/],
    [
      'nearly one grey',
      (pixel: number) => (pixel < 30 ? pixel : 126 + (pixel % 3)),
      /99.2% of the picture is one grey/,
    ],
  ])('%s is refused', (_, levelOf, message) => {
    expect(outcome(picture(levelOf))).toMatch(message);
  });

  it.each([
    // Four times as much border as any real film has (see result-checks.ts).
    ['with a black border over 98 of 100 pixels', (pixel: number) => (pixel % 50 === 0 ? pixel % 251 : 0)],
    ['of the lowest contrast that passes', (pixel: number) => 120 + (pixel % 8)],
    ['dark but for a few levels', (pixel: number) => (pixel % 64) >> 2],
  ])('%s is a picture', (_, levelOf) => {
    expect(outcome(picture(levelOf))).toBe('passes');
  });

  it('of the models here passes, be the weights random or trained', () => {
    for (const { pixelsGrey8 } of tinyGoldens()) expect(outcome(pixelsGrey8)).toBe('passes');
    for (const name of ['ddim', 'dpmpp-2m', 'pndm']) {
      const { data } = decode(readFileSync(join(EMBEDDED, `${name}.png`)));
      expect(outcome(Uint8Array.from(data))).toBe('passes');
    }
  });
});

describe('the message', () => {
  const message = (precision: 'float32' | 'float16', changes: Parameters<typeof tinyTask>[0]): string => {
    try {
      createResultChecks(tinyTask(changes), precision).decoder({
        values: Float32Array.of(Number.NaN),
        channels: 1,
        widthPixels: 1,
        heightPixels: 1,
      });
      return '';
    } catch (error) {
      return error instanceof LightboxError ? error.message : 'another error';
    }
  };

  it('says what to try, by precision, provider, guidance and scheduler', () => {
    expect(message('float16', { provider: 'webgpu', guidanceScale: 9 })).toBe(
      'The VAE decoder gave a value that is no number: no image was made. Try the model, or at least its VAE, in float32, or the provider cpu, or a lower guidance than 9, or another scheduler than dpmpp-2m, or a copy of the model folder that is known to be sound.',
    );
    expect(message('float32', { provider: 'cpu', guidanceScale: 3 })).toBe(
      'The VAE decoder gave a value that is no number: no image was made. Try another scheduler than dpmpp-2m, or a copy of the model folder that is known to be sound.',
    );
  });
});
