import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPreviewFit, type LatentGrid, latentsToGrey8, type PreviewMap } from './latent-preview.ts';
import { createTorchGenerator } from './torch-random.ts';

const ROWS = 6;
const COLUMNS = 5;
const SCALE = 4;

function latentsOf(seed: number, channels: number): LatentGrid {
  const values = createTorchGenerator(seed).randn(channels * ROWS * COLUMNS);
  return { values, channels, rows: ROWS, columns: COLUMNS };
}

/** A decoder that is the map itself: every pixel of a block has the grey of its latent. */
function decodeBy(map: PreviewMap, latents: LatentGrid, imageChannels: number) {
  const widthPixels = COLUMNS * SCALE;
  const heightPixels = ROWS * SCALE;
  const values = new Float32Array(imageChannels * widthPixels * heightPixels);
  for (const index of values.keys()) {
    const pixel = index % (widthPixels * heightPixels);
    const row = Math.floor(pixel / widthPixels / SCALE);
    const cell = row * COLUMNS + Math.floor((pixel % widthPixels) / SCALE);
    values[index] = map.weights.reduce(
      (sum, weight, channel) => sum + weight * (latents.values[channel * ROWS * COLUMNS + cell] ?? 0),
      map.constant,
    );
  }
  return { values, channels: imageChannels, widthPixels, heightPixels };
}

describe('the fitted map from latents to grey', () => {
  it('finds the map of a decoder that is one, for any number of channels', () => {
    const weight = fc.double({ min: -1, max: 1, noNaN: true });
    const weights = fc.array(weight, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, weight, fc.constantFrom(1, 3), (weights, constant, imageChannels) => {
        const fit = createPreviewFit(weights.length);
        for (const seed of [1, 2, 3]) {
          const latents = latentsOf(seed, weights.length);
          fit.add(latents, decodeBy({ weights, constant }, latents, imageChannels));
        }
        const found = fit.map();
        expect(found?.constant).toBeCloseTo(constant, 5);
        for (const [channel, weight] of weights.entries()) {
          expect(found?.weights[channel]).toBeCloseTo(weight, 5);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is none before the first image', () => {
    expect(createPreviewFit(4).map()).toBeNull();
  });

  it('stays finite where a channel never varies', () => {
    const fit = createPreviewFit(2);
    const latents = { ...latentsOf(1, 2), values: latentsOf(1, 2).values.fill(0, ROWS * COLUMNS) };
    fit.add(latents, decodeBy({ weights: [0.5, 0.5], constant: 0 }, latents, 1));
    expect(fit.map()?.weights[0]).toBeCloseTo(0.5, 5);
    expect(fit.map()?.weights.every(Number.isFinite)).toBe(true);
  });
});

describe('a preview', () => {
  it('is black at -1, middle grey at 0, white at 1 and beyond', () => {
    const values = Float32Array.of(-1, 0, 1, 9);
    const grey = latentsToGrey8({ values, channels: 1, rows: 2, columns: 2 }, { weights: [1], constant: 0 });
    expect([...grey]).toEqual([0, 128, 255, 255]);
  });

  it('without a map spreads the mean of the channels over the range, whatever its scale', () => {
    const { values, ...shape } = latentsOf(4, 3);
    const grey = latentsToGrey8({ values, ...shape }, null);
    const scaled = latentsToGrey8({ values: values.map((value) => 100 * value + 7), ...shape }, null);
    expect(Math.max(...grey) - Math.min(...grey)).toBeGreaterThan(150);
    expect(scaled).toEqual(grey);
  });

  it('of latents that are all the same is grey, not an error', () => {
    const values = new Float32Array(4).fill(3);
    expect([...latentsToGrey8({ values, channels: 1, rows: 2, columns: 2 }, null)]).toEqual([
      128, 128, 128, 128,
    ]);
  });
});
