import { afterAll, expect, it } from 'vitest';
import { softwareVulkan } from '../../src-main/cli/test-software-vulkan.ts';
import { createEngineClient } from '../../src-main/engine/engine-client.ts';
import {
  meanAbsoluteDifference,
  neverAborted,
  quiet,
  tinyGoldens,
  tinyRequest,
  watchedHost,
} from '../../src-main/engine/test-engine.ts';

const vulkan = softwareVulkan();
const engine = createEngineClient(watchedHost({ ...process.env, ...vulkan }));
afterAll(() => engine.dispose());

it.skipIf(vulkan === null)(
  'a whole image on WebGPU stays with diffusers over its steps [software Vulkan]: the picture to 1 of 255',
  async () => {
    const [golden] = tinyGoldens().sort((left, right) => left.steps - right.steps);
    if (golden === undefined) throw new Error('no golden');
    const { latentsFloat32, pixelsGrey8, ...settings } = golden;
    const request = tinyRequest({ ...settings, provider: 'webgpu', returnLatents: true });
    const image = await engine.generate(request, quiet, neverAborted());
    const largest = Math.max(...latentsFloat32.map(Math.abs));
    const apart = latentsFloat32.map((value, place) =>
      Math.abs(value - (image.latents?.[place] ?? Number.NaN)),
    );
    expect(Math.max(...apart) / largest).toBeLessThan(1e-3);
    expect(meanAbsoluteDifference(image.pixels, pixelsGrey8)).toBeLessThanOrEqual(1);
  },
);
