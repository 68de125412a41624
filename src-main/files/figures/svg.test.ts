import { expect, test } from 'vitest';
import { writeSvg } from './svg.ts';
import { SIZE, textAt } from './text.ts';
import { textWidth } from './typeface.ts';

test('a name that would turn its neighbours about, or that XML cannot hold, is named as in the report, and measured so', () => {
  const written = writeSvg(textAt(0, 0, 'A\u202eda\u0007 \ud800<', { colour: '#000' }));
  const named = 'A[U+202E]da[U+0007] [U+D800]';
  expect(written).toContain(`>${named}&lt;</text>`);
  const length = Number(/textLength="([\d.]+)"/.exec(written)?.[1]);
  expect(length).toBeCloseTo(textWidth(`${named}<`, SIZE.body), 1);
});
