import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { decodedImageToGrey8 } from './image.ts';

/** Made by tools/goldens/make_image_goldens.py with the diffusers version recorded inside. */
const golden = readGoldenJson<{ width: number; height: number; values: string; grey: number[] }>(
  'image.json.gz',
);
const values = float32FromBase64(golden.values);
const size = { widthPixels: golden.width, heightPixels: golden.height };

describe('decodedImageToGrey8', () => {
  it("equals diffusers' picture for one channel, at every rounding edge and beyond both ends", () => {
    expect([...decodedImageToGrey8({ values, channels: 1, ...size })]).toEqual(golden.grey);
  });

  it('gives the same grey for three equal channels', () => {
    const three = new Float32Array(values.length * 3);
    for (const channel of [0, 1, 2]) three.set(values, channel * values.length);
    expect([...decodedImageToGrey8({ values: three, channels: 3, ...size })]).toEqual(golden.grey);
  });

  it('averages three different channels', () => {
    const three = Float32Array.of(-1, 1, 0.2);
    // 0, 255 and 0.6 * 255 = 153: mean 136.
    const one = { widthPixels: 1, heightPixels: 1 };
    expect([...decodedImageToGrey8({ values: three, channels: 3, ...one })]).toEqual([136]);
  });

  it('refuses values that are not finite, other channel counts and other lengths', () => {
    const one = { widthPixels: 1, heightPixels: 1 };
    const refused = expect.objectContaining({ code: 'OUTPUT_INVALID' });
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const broken = { values: Float32Array.of(value), channels: 1, ...one };
      expect(() => decodedImageToGrey8(broken)).toThrow(refused);
    }
    expect(() => decodedImageToGrey8({ values: new Float32Array(4), channels: 4, ...one })).toThrow(refused);
    expect(() => decodedImageToGrey8({ values: new Float32Array(2), channels: 1, ...one })).toThrow(refused);
  });
});
