import { describe, expect, test } from 'vitest';
import { FIGURE_THEMES, figureSchema } from '../../../src-core/report/figure.ts';
import { renderFigure } from './render-figure.ts';
import { sampleFigures } from './testing/sample-figures.ts';
import { allElements, parseSvg } from './testing/svg-document.ts';
import { textBoxes } from './testing/text-boxes.ts';

const DRAWINGS = sampleFigures().flatMap((figure) =>
  FIGURE_THEMES.map((theme) => ({ name: `${figure.id}, ${theme}`, figure, theme })),
);

test('the samples are figures and of every kind', () => {
  const kinds = new Set(sampleFigures().map((figure) => figureSchema.parse(figure).kind));
  expect([...kinds].sort()).toEqual(figureSchema.options.map(({ shape }) => shape.kind.value).sort());
});

describe.each(DRAWINGS)('$name', ({ figure, theme }) => {
  const file = renderFigure(figure, theme);
  const root = parseSvg(file);

  test('is an image with a title and a description, of 85 or 180 mm', () => {
    expect(root.getAttribute('role')).toBe('img');
    const named = (root.getAttribute('aria-labelledby') ?? '').split(' ');
    const texts = named.map((id) => allElements(root).find((element) => element.getAttribute('id') === id));
    expect(texts.map((element) => element?.textContent)).toEqual([figure.title, figure.alt]);
    const width = Number.parseFloat(root.getAttribute('width') ?? '');
    // A point is 25.4 / 72 mm.
    expect([85, 180]).toContain(Math.round((width * 25.4) / 72));
  });

  test('holds nothing that a page or a strict policy would trip over', () => {
    const allowed = /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/;
    for (const element of allElements(root)) {
      expect(['script', 'style', 'foreignObject', 'a', 'use']).not.toContain(element.localName);
      for (const { name, value } of [...element.attributes]) {
        expect(name).not.toMatch(/^(on|style$|class$|xlink)/);
        if (name === 'href') expect(value).toMatch(allowed);
        else if (name !== 'xmlns')
          expect(value).not.toMatch(/https?:|currentColor|var\(|NaN|undefined|Infinity/);
        if (/url\(/.test(value)) expect(value).toMatch(new RegExp(`^url\\(#${figure.id}-`));
      }
    }
    const ids = allElements(root).flatMap((element) => element.getAttribute('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id.startsWith(`${figure.id}-`)).toBe(true);
  });

  test('keeps all text inside, in type of 7 to 9 points', () => {
    const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(' ').map(Number);
    for (const box of textBoxes(root)) {
      expect.soft(box.left, box.text).toBeGreaterThanOrEqual(0);
      expect.soft(box.right, box.text).toBeLessThanOrEqual(width);
      expect.soft(box.top, box.text).toBeGreaterThanOrEqual(0);
      expect.soft(box.bottom, box.text).toBeLessThanOrEqual(height);
      expect.soft(box.size, box.text).toBeGreaterThanOrEqual(7);
      expect.soft(box.size, box.text).toBeLessThanOrEqual(9);
    }
  });

  test('has no text over another', () => {
    const boxes = textBoxes(root);
    const overlapping = boxes.flatMap((box, index) =>
      boxes
        .slice(index + 1)
        .filter(
          (other) =>
            Math.min(box.right, other.right) - Math.max(box.left, other.left) > 0.5 &&
            Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 0.5,
        )
        .map((other) => `${box.text} / ${other.text}`),
    );
    expect(overlapping).toEqual([]);
  });

  test('is the same at every call', () => {
    expect(renderFigure(structuredClone(figure), theme)).toBe(file);
  });
});
