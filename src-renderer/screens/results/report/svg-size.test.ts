import { expect, test } from 'vitest';
import { svgSize } from './svg-size.ts';

test('the size is what the root states, else its view box, and not that of what it holds', () => {
  expect(
    svgSize('<svg xmlns="x" width="640" height="400" viewBox="0 0 1 1"><rect width="5"/></svg>'),
  ).toEqual({
    width: 640,
    height: 400,
  });
  expect(svgSize('<svg viewBox="0 0 320 200"><rect width="5" height="6"/></svg>')).toEqual({
    width: 320,
    height: 200,
  });
  expect(svgSize('<svg stroke-width="3" viewBox="0 0 320 200"></svg>')).toEqual({ width: 320, height: 200 });
  expect(svgSize('<svg><rect width="5" height="6"/></svg>')).toBeNull();
  expect(svgSize('')).toBeNull();
});
