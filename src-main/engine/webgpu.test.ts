import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isSlowerThanCpu, resolveProvider } from '../../src-core/base/provider-choice.ts';
import { unpackModelFolders } from '../../tools/goldens/pipeline-data.ts';
import { softwareVulkan } from '../cli/test-software-vulkan.ts';
import { createEngineClient } from './engine-client.ts';
import {
  meanAbsoluteDifference,
  neverAborted,
  quiet,
  tinyGoldens,
  tinyRequest,
  watchedHost,
} from './test-engine.ts';

const vulkan = softwareVulkan();

/** Compiling the shaders of three graphs takes most of it. */
const TIME_LIMIT_MS = 300_000;

function largestDifference(left: Float32Array, right: Float32Array | undefined): number {
  const largest = Math.max(...left.map(Math.abs));
  return Math.max(...left.map((value, i) => Math.abs(value - (right?.[i] ?? Number.NaN)))) / largest;
}

describe.skipIf(vulkan === null)('WebGPU without a graphics card [software Vulkan]', () => {
  const engine = createEngineClient(watchedHost({ ...process.env, ...vulkan }));
  afterAll(() => engine.dispose());

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
    'draws the tiny pipeline as the CPU and diffusers do: latents to 1e-3, the picture to 1 of 255',
    async () => {
      const [golden] = tinyGoldens().sort((left, right) => left.steps - right.steps);
      if (golden === undefined) throw new Error('no golden');
      const { latentsFloat32, pixelsGrey8, ...settings } = golden;
      const draw = (provider: 'cpu' | 'webgpu') =>
        engine.generate(tinyRequest({ ...settings, provider, returnLatents: true }), quiet, neverAborted());
      const webgpu = await draw('webgpu');
      expect(webgpu.recipe.provider).toBe('webgpu');
      expect(largestDifference(latentsFloat32, webgpu.latents)).toBeLessThan(1e-3);
      expect(meanAbsoluteDifference(webgpu.pixels, pixelsGrey8)).toBeLessThanOrEqual(1);
      const cpu = await draw('cpu');
      expect(largestDifference(cpu.latents ?? new Float32Array(), webgpu.latents)).toBeLessThan(1e-3);
      expect(meanAbsoluteDifference(webgpu.pixels, cpu.pixels)).toBeLessThanOrEqual(1);
    },
    TIME_LIMIT_MS,
  );

  it(
    'refuses a float16 pipeline by name, since SwiftShader computes no float16; the CPU draws it',
    async () => {
      const folders = mkdtempSync(join(tmpdir(), 'lightbox-webgpu-'));
      unpackModelFolders(folders, ['sd1-float16']);
      const request = tinyRequest({ modelDir: join(folders, 'sd1-float16'), steps: 1, scheduler: 'ddim' });
      try {
        const refused = engine.generate({ ...request, provider: 'webgpu' }, quiet, neverAborted());
        await expect(refused).rejects.toMatchObject({
          code: 'PROVIDER_UNAVAILABLE',
          message: expect.stringMatching(/webgpu .*requires f16 but the device does not support it/),
        });
        const { recipe } = await engine.generate(request, quiet, neverAborted());
        expect(recipe).toMatchObject({ provider: 'cpu', precision: 'float16' });
      } finally {
        rmSync(folders, { recursive: true, force: true });
      }
    },
    TIME_LIMIT_MS,
  );
});
