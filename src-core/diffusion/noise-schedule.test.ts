import { describe, expect, it } from 'vitest';
import { float32FromBase64 } from '../../tools/goldens/golden-data.ts';
import { configOf, largestDifference, trajectoryGoldens } from '../../tools/goldens/scheduler-goldens.ts';
import { alphasCumprod, rescalableAlphasCumprod } from './noise-schedule.ts';

describe('alphasCumprod', () => {
  it.each(Object.entries(trajectoryGoldens.alphasCumprod))(
    '%s: equals diffusers bit for bit',
    (label, base64) => {
      expect(alphasCumprod(configOf(label))).toEqual(float32FromBase64(base64));
    },
  );

  it('leaves rescale_betas_zero_snr to the classes that know it', () => {
    expect(alphasCumprod(configOf('zero-snr-leading'))).toEqual(alphasCumprod(configOf('sd14')));
    expect(rescalableAlphasCumprod(configOf('sd14'))).toEqual(alphasCumprod(configOf('sd14')));
  });
});

describe('rescalableAlphasCumprod', () => {
  it('ends at a signal of 0 where rescale_betas_zero_snr is set, and equals diffusers to 1e-6', () => {
    const ours = rescalableAlphasCumprod(configOf('zero-snr-leading'));
    expect(ours[999]).toBe(0);
    expect(largestDifference(ours, float32FromBase64(trajectoryGoldens.rescaledAlphasCumprod))).toBeLessThan(
      1e-6,
    );
  });
});
