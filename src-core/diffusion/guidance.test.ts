import { describe, expect, it } from 'vitest';
import { float16FromBase64, float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { applyGuidance } from './guidance.ts';

/** Made by tools/goldens/make_guidance_goldens.py with the versions recorded inside. */
const golden = readGoldenJson<{
  cases: {
    shape: number[];
    outputs: string;
    outputsHalf: string;
    runs: { scale: number; rescale: number; guided: string; guidedHalf: string }[];
  }[];
}>('guidance.json.gz');

describe('applyGuidance', () => {
  it('moves from the unconditional output by the scale times the difference', () => {
    const pair = Float32Array.of(0, 1, 2, 1, 1, 4);
    expect([...applyGuidance(pair, 3)]).toEqual([3, 1, 8]);
  });

  it('gives the unconditional output at scale 0 and the conditional one at scale 1', () => {
    const pair = Float32Array.of(0.25, -1, 0.5, 3);
    expect([...applyGuidance(pair, 0)]).toEqual([0.25, -1]);
    expect([...applyGuidance(pair, 1)]).toEqual([0.5, 3]);
  });

  it('refuses an output that is no pair', () => {
    expect(() => applyGuidance(new Float32Array(3), 2)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });

  it('gives the guided output the spread of the conditional one where it is rescaled fully', () => {
    const spread = (values: Float32Array): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    };
    const pair = Float32Array.of(0.2, -0.1, 0.4, -0.6, 1, -2, 0.5, 0.1);
    expect(spread(applyGuidance(pair, 7.5, { rescale: 1 }))).toBeCloseTo(spread(pair.subarray(4)), 5);
    expect(applyGuidance(pair, 7.5, { rescale: 0 })).toEqual(applyGuidance(pair, 7.5));
  });
});

describe.each(golden.cases)('guidance of latents of shape $shape', ({ outputs, outputsHalf, runs }) => {
  it.each(runs)(
    'scale $scale, rescale $rescale: equals diffusers',
    ({ scale, rescale, guided, guidedHalf }) => {
      expect(applyGuidance(float32FromBase64(outputs), scale, { rescale })).toEqual(
        float32FromBase64(guided),
      );
      const halves = applyGuidance(float16FromBase64(outputsHalf), scale, { rescale, precision: 'float16' });
      expect(halves).toEqual(float16FromBase64(guidedHalf));
    },
  );
});
