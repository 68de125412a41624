import { describe, expect, it } from 'vitest';
import { drawPhantom } from './phantom.ts';

/** Mean grey of a rectangle given in shares of the side. */
function mean(
  pixels: Uint8Array | Uint16Array,
  side: number,
  left: number,
  top: number,
  size: number,
): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(top * side); y < (top + size) * side; y++) {
    for (let x = Math.floor(left * side); x < (left + size) * side; x++) {
      sum += pixels[y * side + x] ?? 0;
      count++;
    }
  }
  return sum / count;
}

describe('drawPhantom', () => {
  it('draws the same picture for the same seed and another for another', () => {
    const a = drawPhantom(11, { sizePx: 96 });
    expect(drawPhantom(11, { sizePx: 96 })).toEqual(a);
    expect(drawPhantom(12, { sizePx: 96 }).radiograph.pixels).not.toEqual(a.radiograph.pixels);
  });

  it('has the size and depth asked for', () => {
    const { radiograph } = drawPhantom(1, { sizePx: 80, bits: 16 });
    expect(radiograph).toMatchObject({ width: 80, height: 80, bits: 16, lossy: false });
    expect(radiograph.pixels).toBeInstanceOf(Uint16Array);
    expect(radiograph.pixels.length).toBe(6400);
    expect(Math.max(...radiograph.pixels)).toBeGreaterThan(50000);
  });

  it('looks like a frontal chest: dark lungs on both sides of a bright middle, black around', () => {
    for (let seed = 0; seed < 12; seed++) {
      const { pixels } = drawPhantom(seed, { sizePx: 128 }).radiograph;
      const lungs = [mean(pixels, 128, 0.24, 0.3, 0.06), mean(pixels, 128, 0.68, 0.3, 0.06)];
      const spine = mean(pixels, 128, 0.47, 0.75, 0.06);
      expect(spine).toBeGreaterThan(170);
      for (const lung of lungs) expect(lung).toBeLessThan(spine - 40);
      expect(mean(pixels, 128, 0, 0.02, 0.04)).toBeLessThan(30);
    }
  });

  it('varies in findings over seeds', () => {
    const found = new Set(
      Array.from({ length: 40 }, (_, seed) => drawPhantom(seed, { sizePx: 16 }).anatomy.findings.join()),
    );
    expect(found).toEqual(
      new Set(['', 'Cardiomegaly', 'Effusion', 'Nodule', 'Consolidation', 'Cardiomegaly,Effusion']),
    );
  });
});
