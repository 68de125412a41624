import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { resampleBilinear } from './bilinear.ts';

interface GoldenPlane {
  readonly width: number;
  readonly height: number;
  readonly values: string;
}
/** Written by tools/goldens/make_resample_goldens.py (Pillow 13). */
const golden = readGoldenJson<{ cases: { source: GoldenPlane; target: GoldenPlane }[] }>('resample.json.gz');

const size = fc.integer({ min: 1, max: 24 });

describe('resampleBilinear', () => {
  it.each(golden.cases)('resamples as Pillow does, case %#', ({ source, target }) => {
    const pixels = Float64Array.from(float32FromBase64(source.values));
    const plane = { width: source.width, height: source.height, pixels };
    const out = resampleBilinear(plane, target.width, target.height);
    // Pillow keeps float32 between the two passes: of 65535 that is 0.004.
    const expected = float32FromBase64(target.values);
    expect(out.length).toBe(expected.length);
    out.forEach((value, index) => {
      expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThan(0.01);
    });
  });

  it('gives back the very values at the same size', () => {
    fc.assert(
      fc.property(size, size, (width, height) => {
        const pixels = Uint16Array.from({ length: width * height }, (_, index) => (index * 7919) % 65536);
        expect([...resampleBilinear({ width, height, pixels }, width, height)]).toEqual([...pixels]);
      }),
    );
  });

  it('keeps constants and stays within the values there are', () => {
    fc.assert(
      fc.property(size, size, size, size, fc.nat(65535), (width, height, newWidth, newHeight, value) => {
        const pixels = new Uint16Array(width * height).fill(value);
        for (const each of resampleBilinear({ width, height, pixels }, newWidth, newHeight)) {
          expect(each).toBeCloseTo(value, 7);
        }
      }),
    );
  });
});
