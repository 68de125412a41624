import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { decodedImageToGrey8 } from './image.ts';
import { latentsForDecoder, sampleLatents } from './latent-scaling.ts';
import { createTorchGenerator } from './torch-random.ts';

interface GoldenDraw {
  parameters: string;
  latents: string;
  forDecoder: string;
  decoded: string;
  grey: number[];
}

/** Made by tools/goldens/make_edit_goldens.py with the versions recorded inside. */
const golden = readGoldenJson<{
  scalingFactor: number;
  noiseSeed: number;
  float32: GoldenDraw;
  float16: GoldenDraw;
}>('edits.json.gz');
const scaling = { scaling_factor: golden.scalingFactor };

/** Of torch's exp, which is not rounded correctly in float32. */
const ULPS = 2;

describe.each(['float32', 'float16'] as const)('in %s', (precision) => {
  const { parameters, latents, forDecoder, decoded, grey } = golden[precision];
  const expected = float32FromBase64(latents);

  it("latents are drawn from the encoder's distribution as diffusers draws them", () => {
    const noise = createTorchGenerator(golden.noiseSeed).randn(expected.length, precision);
    const drawn = sampleLatents(float32FromBase64(parameters), noise, scaling, precision);
    for (const [index, value] of drawn.entries()) {
      const wanted = expected[index] ?? Number.NaN;
      const tolerance = precision === 'float16' ? 0 : Math.abs(wanted) * ULPS * 2 ** -23;
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance);
    }
  });

  it("latents come to the decoder with diffusers' bits", () => {
    expect(latentsForDecoder(expected, scaling, precision)).toEqual(float32FromBase64(forDecoder));
  });

  it("a decoded picture has diffusers' grey levels", () => {
    const image = { channels: 1, widthPixels: 25, heightPixels: 20, precision };
    expect([...decodedImageToGrey8({ ...image, values: float32FromBase64(decoded) })]).toEqual(grey);
  });
});

it('an encoder that gives another number of values is refused', () => {
  expect(() => sampleLatents(new Float32Array(7), new Float32Array(4), scaling, 'float32')).toThrow(
    /7 values for 4 latents/,
  );
});
