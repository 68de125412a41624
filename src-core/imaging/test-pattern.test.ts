import { describe, expect, it } from 'vitest';
import { drawGreyRamps, NARROW_BANDS } from './grey-ramp.ts';
import { drawTestPattern, FIVE_PERCENT, NINETY_FIVE_PERCENT, PATCH_LEVELS } from './test-pattern.ts';

const SIDES = [512, 733, 1024, 1600];

describe('drawTestPattern', () => {
  const greyAt = (side: number, x: number, y: number) => {
    const { pixels } = drawTestPattern(side);
    return pixels[Math.round(y * side) * side + Math.round(x * side)];
  };

  it('has 18 levels, and 5 % in black and 95 % in white side by side', () => {
    expect(PATCH_LEVELS).toHaveLength(18);
    expect([PATCH_LEVELS[1], PATCH_LEVELS[16]]).toEqual([8, 248]);
    for (const side of SIDES) {
      const { pixels } = drawTestPattern(side);
      const seen = new Set(pixels);
      for (const level of [...PATCH_LEVELS, FIVE_PERCENT, NINETY_FIVE_PERCENT]) expect(seen).toContain(level);
    }
    // The ring's first place, upper left, and its last, just below.
    expect(greyAt(1024, 0.25, 0.302)).toBe(FIVE_PERCENT);
    expect(greyAt(1024, 0.25, 0.402)).toBe(NINETY_FIVE_PERCENT);
  });

  it('puts corners 4 greys off into every patch between', () => {
    // The second place: level 8, its upper left corner 12, its upper right one 4.
    const [left, top, side] = [512 - 306 + 102, 512 - 255, 102];
    const { pixels } = drawTestPattern(1024);
    const at = (x: number, y: number) => pixels[y * 1024 + x];
    expect([at(left + 50, top + 50), at(left + 2, top + 2), at(left + side - 3, top + 2)]).toEqual([
      8, 12, 4,
    ]);
    expect([at(left + side - 3, top + side - 3), at(left + 2, top + side - 3)]).toEqual([12, 4]);
  });

  it.each(SIDES)('draws lines of exactly one and two pixels at %i pixels', (side) => {
    const { pixels } = drawTestPattern(side);
    const margin = Math.round((40 * side) / 1024);
    const tile = Math.max(8, Math.floor(Math.round((44 * side) / 1024) / 4) * 4);
    const row = (y: number, x: number) => [...pixels.subarray(y * side + x, y * side + x + 8)];
    expect(row(margin + 1, margin)).toEqual([0, 255, 0, 255, 0, 255, 0, 255]);
    expect(row(margin + 1, margin + 2 * tile)).toEqual([0, 0, 255, 255, 0, 0, 255, 255]);
    expect(row(margin + tile + 1, margin)).toEqual([128, 130, 128, 130, 128, 130, 128, 130]);
  });

  it('goes through every grey in its ramps', () => {
    const { pixels } = drawTestPattern(1024);
    const column = Array.from({ length: 510 }, (_, row) => pixels[(257 + row) * 1024 + 140]);
    expect(new Set(column).size).toBe(256);
  });
});

describe('drawGreyRamps', () => {
  it('shows all greys once up and once down, and sixteen equal bands', () => {
    const { pixels, width } = drawGreyRamps(1280, 400);
    const row = (y: number) => [...pixels.subarray(y * width, (y + 1) * width)];
    expect(new Set(row(10)).size).toBe(256);
    expect(row(110)).toEqual(row(10).reverse());
    const bands = new Map<number, number>();
    for (const grey of row(210)) bands.set(grey, (bands.get(grey) ?? 0) + 1);
    expect(bands.size).toBe(NARROW_BANDS);
    expect(new Set(bands.values())).toEqual(new Set([80]));
  });

  it('dithers between neighbours only, so that the mean rises evenly', () => {
    const { pixels, width } = drawGreyRamps(1280, 400);
    let before = 0;
    for (let band = 0; band < 64; band += 1) {
      let sum = 0;
      for (let y = 320; y < 336; y += 1)
        for (let x = band * 20; x < band * 20 + 20; x += 1) sum += pixels[y * width + x] ?? 0;
      const mean = sum / 320;
      expect(mean).toBeGreaterThan(before);
      before = mean;
    }
  });
});
