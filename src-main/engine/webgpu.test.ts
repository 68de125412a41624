import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isSlowerThanCpu, resolveProvider } from '../../src-core/base/provider-choice.ts';
import { readPipelineGoldens, unpackModelFolders } from '../../tools/goldens/pipeline-data.ts';
import { softwareVulkan } from '../cli/test-software-vulkan.ts';
import { createEngineClient } from './engine-client.ts';
import { meanAbsoluteDifference, neverAborted, quiet, tinyRequest, watchedHost } from './test-engine.ts';

const vulkan = softwareVulkan();

/** Compiling the shaders of three graphs takes most of it; a whole image is drawn in tools/long/webgpu.long.ts. */
const TIME_LIMIT_MS = 300_000;

function largestDifference(left: Float32Array, right: Float32Array | undefined): number {
  const largest = Math.max(...left.map(Math.abs));
  return Math.max(...left.map((value, i) => Math.abs(value - (right?.[i] ?? Number.NaN)))) / largest;
}

describe.skipIf(vulkan === null)('WebGPU without a graphics card [software Vulkan]', () => {
  const folders = mkdtempSync(join(tmpdir(), 'lightbox-webgpu-'));
  unpackModelFolders(folders, ['sd1', 'sd1-float16']);
  const engine = createEngineClient(watchedHost({ ...process.env, ...vulkan }));
  afterAll(() => {
    engine.dispose();
    rmSync(folders, { recursive: true, force: true });
  });

  it(
    'computes the test graph, and is passed over by auto, since the processor itself draws',
    async () => {
      const { providers } = await engine.info();
      const webgpu = providers.find(({ name }) => name === 'webgpu');
      expect(webgpu).toMatchObject({ available: true, reason: 'a test graph ran' });
      expect(webgpu === undefined ? null : isSlowerThanCpu(webgpu, providers)).toBe(true);
      expect(resolveProvider('auto', providers)).toBe('cpu');
    },
    TIME_LIMIT_MS,
  );

  it(
    'computes each graph once as the CPU and diffusers do: latents to 1e-3, the picture to 1 of 255',
    async () => {
      const recorded = readPipelineGoldens('sd1').cases.find(({ calls }) => calls === 1);
      if (recorded === undefined) throw new Error('no case of one call');
      const { latents, grey8, prompt, negativePrompt, seed, scheduler, steps, guidanceScale } = recorded;
      const settings = { prompt, negativePrompt, seed, scheduler, steps, guidanceScale };
      const draw = (provider: 'cpu' | 'webgpu') =>
        engine.generate(
          tinyRequest({ ...settings, modelDir: join(folders, 'sd1'), provider, returnLatents: true }),
          quiet,
          neverAborted(),
        );
      const webgpu = await draw('webgpu');
      expect(webgpu.recipe.provider).toBe('webgpu');
      expect(largestDifference(latents.at(-1)?.float32 ?? new Float32Array(), webgpu.latents)).toBeLessThan(
        1e-3,
      );
      expect(meanAbsoluteDifference(webgpu.pixels, grey8)).toBeLessThanOrEqual(1);
      const cpu = await draw('cpu');
      expect(largestDifference(cpu.latents ?? new Float32Array(), webgpu.latents)).toBeLessThan(1e-3);
      expect(meanAbsoluteDifference(webgpu.pixels, cpu.pixels)).toBeLessThanOrEqual(1);
    },
    TIME_LIMIT_MS,
  );

  it(
    'refuses a float16 pipeline by name, since SwiftShader computes no float16; the CPU draws it',
    async () => {
      const request = tinyRequest({ modelDir: join(folders, 'sd1-float16'), steps: 1, scheduler: 'ddim' });
      const refused = engine.generate({ ...request, provider: 'webgpu' }, quiet, neverAborted());
      await expect(refused).rejects.toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
        message: expect.stringMatching(/webgpu .*requires f16 but the device does not support it/),
      });
      const { recipe } = await engine.generate(request, quiet, neverAborted());
      expect(recipe).toMatchObject({ provider: 'cpu', precision: 'float16' });
    },
    TIME_LIMIT_MS,
  );
});
