import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { figurePng } from './figure-png.ts';
import { renderFigure } from './render-figure.ts';
import { sampleFigures } from './testing/sample-figures.ts';

const sample = (id: string) => {
  const found = sampleFigures().find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`no sample ${id}`);
  return found;
};

test.each(['print', 'screen'] as const)(
  'a column of 85 mm has 1004 pixels at 300 dpi, in the theme %s',
  async (theme) => {
    const png = await figurePng(renderFigure(sample('roc-one'), theme));
    const { width, height, data, channels, resolution } = decode(png);
    // 241 points of 1/72 inch.
    expect(width).toBe(Math.round((241 * 300) / 72));
    // Dots a metre: 300 dpi.
    expect(resolution).toEqual({ x: 11_811, y: 11_811, unit: 1 });
    const ground = data.slice(0, 3).join();
    expect(ground).toBe(theme === 'print' ? '255,255,255' : '10,11,11');
    let inked = 0;
    for (let at = 0; at < width * height * channels; at += channels) {
      if (data.slice(at, at + 3).join() !== ground) inked++;
    }
    expect(inked / (width * height)).toBeGreaterThan(0.03);
    expect(inked / (width * height)).toBeLessThan(0.5);
  },
);

test('letters are drawn, in the typeface that the package brings', async () => {
  const file = renderFigure(sample('flow-one'), 'print');
  const [withText, without] = await Promise.all([
    figurePng(file, 150),
    figurePng(file.replace(/<text.*?<\/text>/g, ''), 150),
  ]);
  const dark = (png: Uint8Array) => {
    let sum = 0;
    for (const value of decode(png).data) sum += 255 - value;
    return sum;
  };
  expect(dark(withText)).toBeGreaterThan(dark(without) * 1.2);
});

test('the film lies under its marks', async () => {
  const figure = sample('mark-map-usual');
  if (figure.kind !== 'mark-map') throw new Error('no mark map');
  const [withFilm, without] = await Promise.all(
    [figure.filmPng, null].map(async (filmPng) =>
      decode(await figurePng(renderFigure({ ...figure, filmPng }, 'print'), 72)),
    ),
  );
  if (withFilm === undefined || without === undefined) throw new Error('no picture');
  const column = (picture: typeof withFilm, x: number) =>
    Array.from(
      { length: 200 },
      (_, row) => picture.data[((row + 10) * picture.width + x) * picture.channels],
    );
  expect(new Set(column(without, 200)).size).toBeLessThan(20);
  expect(new Set(column(withFilm, 200)).size).toBeGreaterThan(30);
});

test('the same figure gives the same bytes', async () => {
  const file = renderFigure(sample('likert-five'), 'screen');
  expect(await figurePng(file)).toEqual(await figurePng(file));
});
