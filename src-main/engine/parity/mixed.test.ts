import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { caseName, createParityEngine, latentDifference } from '../../../tools/goldens/parity-engine.ts';
import { meanAbsoluteDifference } from '../test-engine.ts';

/** Folders whose parts differ in type, of the same weights: what helps where a VAE overflows in float16. */
const MIXED = {
  'float16 with the VAE in float32': {
    base: 'sd1-float16',
    other: 'sd1',
    parts: ['vae_encoder', 'vae_decoder'],
  },
  'float32 with the text encoder in float16': { base: 'sd1', other: 'sd1-float16', parts: ['text_encoder'] },
} as const;

const engine = createParityEngine(['sd1', 'sd1-float16'], (parent) => {
  for (const [name, { base, other, parts }] of Object.entries(MIXED)) {
    cpSync(join(parent, base), join(parent, name), { recursive: true });
    for (const part of parts)
      cpSync(join(parent, other, part), join(parent, name, part), { recursive: true });
  }
});
afterAll(() => engine.dispose());

/** As for float16 throughout (float16.test.ts): the parts differ by what half precision is worth. */
const MAX_LATENT_DIFFERENCE = 0.05;
const MAX_PICTURE_DIFFERENCE = 0.5;

describe.each(Object.entries(MIXED))('%s', (folder, { base }) => {
  const cases = ['text-to-image', 'image-to-image', 'inpainting'].flatMap((task) =>
    engine.casesOf(base).filter((recorded) => recorded.task === task && recorded.scheduler === 'euler-a'),
  );

  it.each(cases.map((recorded) => [caseName(recorded), recorded] as const))('%s', async (_, recorded) => {
    const image = await engine.draw(recorded, folder);
    expect(latentDifference(image, recorded.latents)).toBeLessThan(MAX_LATENT_DIFFERENCE);
    expect(meanAbsoluteDifference(image.pixels, recorded.grey8)).toBeLessThan(MAX_PICTURE_DIFFERENCE);
    // The UNet's edges decide.
    expect(image.recipe.precision).toBe(base === 'sd1' ? 'float32' : 'float16');
  });
});
