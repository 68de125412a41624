import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { blankUnderMask, blendLatents, filmToImageValues, maskToLatents } from './edit-image.ts';

/** Made by tools/goldens/make_edit_goldens.py with the diffusers version recorded inside. */
const { edit, downscale } = readGoldenJson<{
  downscale: number;
  edit: {
    width: number;
    height: number;
    film: number[];
    mask: number[];
    values: string;
    masked: string;
    latentMask: number[];
  };
}>('edits.json.gz');
// diffusers divides 8 bits by 255; 16 bits are divided by 65535 = 255 * 257.
const film = Uint16Array.from(edit.film, (value) => value * 257);
const mask = Uint8Array.from(edit.mask);
const values = float32FromBase64(edit.values);

describe('a film for the VAE encoder', () => {
  it("equals diffusers' to the bit, the same in each channel", () => {
    expect(filmToImageValues(film, 1)).toEqual(values);
    const three = filmToImageValues(film, 3);
    for (const channel of [0, 1, 2]) {
      expect(three.slice(channel * film.length, (channel + 1) * film.length)).toEqual(values);
    }
  });

  it('keeps all 16 bits between black and white', () => {
    expect([...filmToImageValues(Uint16Array.of(0, 65535), 1)]).toEqual([-1, 1]);
    const [first = 0, second = 0] = filmToImageValues(Uint16Array.of(40_000, 40_001), 1);
    expect(second).toBeGreaterThan(first);
  });

  it("is blanked under the mask as diffusers' masked image is", () => {
    const blanked = blankUnderMask(values, mask);
    for (const [index, expected] of float32FromBase64(edit.masked).entries()) {
      // diffusers multiplies by 0, which leaves a sign.
      expect((blanked[index] ?? Number.NaN) + 0).toBe(expected + 0);
    }
  });
});

describe('a mask', () => {
  it('at the size of the latents equals torch.nn.functional.interpolate', () => {
    expect([...maskToLatents(mask, edit.width, downscale)]).toEqual(edit.latentMask);
  });

  it('of which nothing is left at that size is refused', () => {
    const thin = new Uint8Array(16 * 16);
    thin.fill(255, 16, 32);
    expect(() => maskToLatents(thin, 16, 8)).toThrow(/marks nothing/);
  });

  it('takes what is drawn under it and keeps the rest, in every channel', () => {
    const kept = Float32Array.of(1, 2, 3, 4);
    const drawn = Float32Array.of(5, 6, 7, 8);
    expect([...blendLatents(kept, drawn, Float32Array.of(1, 0))]).toEqual([5, 2, 7, 4]);
  });
});
