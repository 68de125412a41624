import { expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { measureSource, measureSquare } from './arm-measures.ts';
import { identityDisplay } from './film-display.ts';

const SIDE = 200;
const square = (value: (x: number, y: number) => number): number[] =>
  Array.from({ length: SIDE * SIDE }, (_, index) => value(index % SIDE, Math.floor(index / SIDE)));

/** Sum of twelve uniforms less six: nearly normal, standard deviation 1. */
function normal(random: ReturnType<typeof seededRandom>): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw += 1) sum += random.nextUint32() / 2 ** 32;
  return sum;
}

it('gives back the noise that was put on a slope, within 3%', () => {
  const random = seededRandom(1);
  const noisy = square((x) => 60 + x / 2 + 4 * normal(random));
  // 4 of 255 grey levels are 1.569%.
  expect(measureSquare(noisy, SIDE, 255).noise).toBeGreaterThan(1.569 * 0.97);
  expect(measureSquare(noisy, SIDE, 255).noise).toBeLessThan(1.569 * 1.03);
  expect(
    measureSquare(
      square((x) => 60 + x / 2),
      SIDE,
      255,
    ).noise,
  ).toBeCloseTo(0, 10);
});

it('finds more fine detail in a chequered film than in a slope, and a black border where there is one', () => {
  const chequered = measureSquare(
    square((x, y) => 100 + 50 * ((x + y) % 2)),
    SIDE,
    255,
  );
  // The low-pass levels a chequerboard wholly: all of its variance is fine.
  expect(chequered.sharpness).toBeCloseTo(100, 6);
  expect(chequered).toMatchObject({ 'source-size': SIDE, border: 0, levels: 2 });
  const framed = square((x, y) => (x < 6 || y < 6 || x >= SIDE - 6 || y >= SIDE - 6 ? 0 : 128));
  expect(measureSquare(framed, SIDE, 255).border).toBe(100);
});

it('measures a film as it opens', () => {
  const pixels = Uint8Array.from({ length: 30 * 20 }, (_, index) => index % 30);
  const measured = measureSource({ width: 30, height: 20, pixels, bits: 8, display: identityDisplay(8) });
  expect(measured).toMatchObject({ 'source-size': 20, levels: 20 });
  // Columns 5 to 24 of 255 grey levels.
  expect(measured['mean-grey']).toBeCloseTo((14.5 / 255) * 100, 1);
});
