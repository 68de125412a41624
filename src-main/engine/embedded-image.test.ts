import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schedulerNameSchema } from '../../src-core/diffusion/recipe.ts';
import { createEngineClient, type GeneratedImage } from './engine-client.ts';
import { describeModel } from './model-folder.ts';
import { meanAbsoluteDifference, neverAborted, quiet, watchedHost } from './test-engine.ts';

const MODEL = fileURLToPath(new URL('../../resources/models/cxr-demo', import.meta.url));
const GOLDENS = fileURLToPath(new URL('../../tools/goldens/data/embedded', import.meta.url));

/** One record of tools/goldens/embedded_image.py. */
const goldenSchema = z.looseObject({
  prompt: z.string(),
  negative_prompt: z.string(),
  seed: z.int(),
  scheduler: schedulerNameSchema,
  steps: z.int(),
  guidance: z.number(),
  width: z.int(),
  height: z.int(),
  timesteps: z.array(z.int()),
  final_latent_first_8: z.array(z.number()).length(8),
  png: z.string(),
  pixels_sha256: z.string(),
  model_sha256: z.record(z.string(), z.string()),
});
type Golden = z.infer<typeof goldenSchema>;

const goldens = readdirSync(GOLDENS)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => goldenSchema.parse(JSON.parse(readFileSync(join(GOLDENS, name), 'utf8'))));

const engine = createEngineClient(watchedHost());
afterAll(() => engine.dispose());

function draw({
  prompt,
  negative_prompt,
  seed,
  scheduler,
  steps,
  guidance,
}: Golden): Promise<GeneratedImage> {
  const settings = {
    prompt,
    negativePrompt: negative_prompt,
    seed,
    scheduler,
    steps,
    guidanceScale: guidance,
  };
  return engine.generate(
    { modelDir: MODEL, ...settings, seedIndex: 0, provider: 'cpu', returnLatents: true },
    quiet,
    neverAborted(),
  );
}

describe('the embedded model against diffusers with the same weights (tools/goldens/embedded_image.py)', () => {
  it('is the model that the goldens were made from, for all three schedulers', async () => {
    const { components } = await describeModel(MODEL);
    const hashes = Object.fromEntries(components.map(({ file, sha256 }) => [file, sha256]));
    expect(goldens.map(({ scheduler }) => scheduler).sort()).toEqual(['ddim', 'dpmpp-2m', 'pndm']);
    for (const { model_sha256 } of goldens) expect(hashes).toMatchObject(model_sha256);
  });

  it.each(goldens)('$scheduler, $steps steps: at most 1 of 255 apart on average', async (golden) => {
    const png = decode(readFileSync(join(GOLDENS, golden.png)));
    const expected = Uint8Array.from(png.data);
    expect(createHash('sha256').update(expected).digest('hex')).toBe(golden.pixels_sha256);
    const image = await draw(golden);
    expect([image.width, image.height]).toEqual([golden.width, golden.height]);
    expect(meanAbsoluteDifference(image.pixels, expected)).toBeLessThanOrEqual(1);
    for (const [index, value] of golden.final_latent_first_8.entries()) {
      expect(image.latents?.[index]).toBeCloseTo(value, 1);
    }
  });
});
