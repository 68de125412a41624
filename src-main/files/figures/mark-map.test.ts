import { expect, test } from 'vitest';
import { ABOUT, drawn } from './testing/drawn.ts';
import { attribute, cornersOf, named, type PlacedElement } from './testing/placed-elements.ts';

test('mark map: marks lie at their pixels, the density is highest where most of them are', () => {
  const mark = (x: number, y: number) => ({ reader: 'R', label: '', x, y, width: null, height: null });
  const { all } = drawn({
    kind: 'mark-map',
    ...ABOUT,
    matrixSizePx: 100,
    filmPng: null,
    marks: [mark(30, 40), mark(31, 41), mark(29, 39), mark(80, 20)],
  });
  const symbols = named(all, 'path').filter(({ element }) => element.getAttribute('stroke') === '#000000');
  const film = named(all, 'rect').find(({ element }) => element.getAttribute('fill') === '#1c1c1c');
  if (film === undefined) throw new Error('no ground');
  const side = attribute(film, 'width');
  const at = (px: number, origin: number) => origin + (px / 100) * side;
  const places = symbols.slice(0, 4).map(({ element, x, y }) => {
    const [, left, top] = /^M([\d.-]+),([\d.-]+)a/.exec(element.getAttribute('d') ?? '') ?? [];
    // A circle's path begins at its left.
    return [x + Number(left) + 2.4, y + Number(top)];
  });
  expect(places).toEqual(
    [
      [30, 40],
      [31, 41],
      [29, 39],
      [80, 20],
    ].map(([x = 0, y = 0]) => [expect.closeTo(at(x, film.x), 1), expect.closeTo(at(y, film.y), 1)]),
  );
  const bands = named(all, 'path').filter(({ element }) => /^rgb/.test(element.getAttribute('fill') ?? ''));
  const highest = cornersOf(bands.at(-1) as PlacedElement);
  const centre = (axis: 0 | 1) => highest.reduce((sum, corner) => sum + corner[axis], 0) / highest.length;
  // Its outline is made of steps of the grid that the density is computed on.
  expect(Math.abs(centre(0) - at(30, film.x))).toBeLessThan(1);
  expect(Math.abs(centre(1) - at(40, film.y))).toBeLessThan(1);
});
