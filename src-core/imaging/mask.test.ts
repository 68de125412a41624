import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyMask,
  findMaskFault,
  invertMask,
  MARKED,
  type Mask,
  markedPixels,
  paintRectangle,
  paintStroke,
  UNMARKED,
} from './mask.ts';

const rows = ({ width, height, bytes }: Mask): string[] =>
  Array.from({ length: height }, (_, row) =>
    [...bytes.subarray(row * width, (row + 1) * width)]
      .map((value) => (value === MARKED ? '#' : '.'))
      .join(''),
  );

const point = fc.record({
  x: fc.double({ min: -5, max: 25, noNaN: true }),
  y: fc.double({ min: -5, max: 25, noNaN: true }),
});

describe('a mask', () => {
  it('is painted by a rectangle as far as it lies on the film', () => {
    const mask = emptyMask(4, 3);
    expect(paintRectangle(mask, { x: 2, y: -1, width: 9, height: 3 }, MARKED)).toEqual({
      x: 2,
      y: 0,
      width: 2,
      height: 2,
    });
    expect(rows(mask)).toEqual(['..##', '..##', '....']);
    expect(paintRectangle(mask, { x: 4, y: 0, width: 2, height: 2 }, MARKED)).toBeNull();
  });

  it('is painted by a brush on every pixel whose middle the brush covers', () => {
    const mask = emptyMask(5, 5);
    paintStroke(mask, { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, 3, MARKED);
    // Radius 1.5: the corners' middles are 1.41 away.
    expect(rows(mask)).toEqual(['.....', '.###.', '.###.', '.###.', '.....']);
    paintStroke(mask, { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, 1, UNMARKED);
    expect(rows(mask)[2]).toBe('.#.#.');
  });

  it('is painted along the whole line, however quick the pointer was', () => {
    const mask = emptyMask(7, 3);
    paintStroke(mask, { x: 0.5, y: 1.5 }, { x: 6.5, y: 1.5 }, 1, MARKED);
    expect(rows(mask)).toEqual(['.......', '#######', '.......']);
  });

  it('changes within the box that a stroke answers with, and nowhere else, and by distance alone', () => {
    fc.assert(
      fc.property(point, point, fc.integer({ min: 1, max: 12 }), (from, to, diameter) => {
        const mask = emptyMask(20, 20);
        const box = paintStroke(mask, from, to, diameter, MARKED);
        for (let index = 0; index < mask.bytes.length; index += 1) {
          const [x, y] = [index % 20, Math.floor(index / 20)];
          const inBox =
            box !== null && x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
          if (mask.bytes[index] === MARKED) expect(inBox).toBe(true);
          const last = Math.floor(to.x) === x && Math.floor(to.y) === y;
          const near = Math.hypot(x + 0.5 - to.x, y + 0.5 - to.y) <= diameter / 2 - 1e-9;
          if (near || last) expect(mask.bytes[index]).toBe(MARKED);
        }
      }),
    );
  });

  it('is itself again after two inversions, and marks what was left over after one', () => {
    fc.assert(
      fc.property(point, fc.integer({ min: 1, max: 12 }), (at, diameter) => {
        const mask = emptyMask(20, 20);
        paintStroke(mask, at, at, diameter, MARKED);
        const before = mask.bytes.slice();
        const marked = markedPixels(mask);
        invertMask(mask);
        expect(markedPixels(mask)).toBe(400 - marked);
        invertMask(mask);
        expect(mask.bytes).toEqual(before);
      }),
    );
  });
});

describe('bytes that are to be a mask', () => {
  it('are told what is wrong with them', () => {
    const fault = (...bytes: number[]) => findMaskFault(Uint8Array.from(bytes), 2, 2).fault;
    expect(fault(255, 0, 0)).toBe('The mask has 3 pixels; the film has 2 x 2, which are 4.');
    expect(fault(0, 0, 7, 255)).toContain('holds 7 at column 1, row 2');
    expect(fault(0, 0, 0, 0)).toContain('marks nothing');
    expect(fault(255, 255, 255, 255)).toContain('whole film');
    expect(findMaskFault(Uint8Array.of(255, 0, 0, 255), 2, 2)).toEqual({ fault: null, markedPixels: 2 });
  });
});
