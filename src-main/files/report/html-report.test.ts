import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { htmlReport } from './html-report.ts';
import { drawingsOf, HOSTILE, reportOf, sampleReport } from './test-report.ts';
import { visibleText } from './visible-text.ts';

const sample = sampleReport();
const written = htmlReport(sample, drawingsOf(sample));

/** Texts as they are read, blanks and breaks aside. */
const plain = (text: string | null): string => (text ?? '').replace(/\s+/gu, '');

/** How often the text stands in `reportOf`'s fields that are shown; the figure's description is its drawing's. */
const SHOWN = 21;

function expectHarmless(text: string): void {
  const report = reportOf(text);
  const { document } = parseHTML(htmlReport(report, drawingsOf(report)));
  expect(document.querySelectorAll('script, iframe, object, embed, link, base, form, img')).toHaveLength(0);
  expect(document.querySelectorAll('style, main, nav, header')).toHaveLength(4);
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on|^style$/i);
  }
  const shown = plain(visibleText(text));
  if (shown === '') return;
  const cells = [
    'h1',
    '.subtitle',
    'dt',
    'dd',
    'h3',
    'main li',
    'thead th',
    'tbody th',
    'tbody td',
    '.notes p',
  ];
  for (const selector of cells)
    expect(plain(document.querySelector(selector)?.textContent ?? '')).toBe(shown);
  expect(plain(document.body.textContent).split(shown).length - 1).toBeGreaterThanOrEqual(SHOWN);
}

test.each(HOSTILE)('the text %j stays text in every field', (text) => expectHarmless(text));

test('any text stays text in every field', () => {
  const texts = fc
    .string({
      unit: fc.oneof(fc.constantFrom(...'<>&"\'/`=-!\u0000\u202e\ud800\n'), fc.string({ unit: 'binary' })),
    })
    .filter((text) => text !== '');
  fc.assert(fc.property(texts, expectHarmless), { numRuns: 40, seed: 6 });
});

test('what turns the direction or is invisible is named by its number', () => {
  expect(visibleText('a\u202eb\u0000\ud800c')).toBe('a[U+202E]b[U+0000][U+D800]c');
});

test('the policy of the page allows its own style and pictures within, and nothing else', () => {
  const { document } = parseHTML(written);
  const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
  // No address but the namespace of SVG, which is a name.
  expect(written.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\((?!#)/);
});

test('headings go down by one, and every entry of the contents leads to one', () => {
  const { document } = parseHTML(written);
  const levels = [...document.querySelectorAll('h1, h2, h3')].map(({ tagName }) => Number(tagName.slice(1)));
  expect(levels[0]).toBe(1);
  levels.forEach((level, index) => {
    expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });
  const targets = [...document.querySelectorAll('nav a')].map((entry) => entry.getAttribute('href') ?? '');
  expect(targets).toHaveLength(6 + 8);
  for (const target of targets) expect(document.querySelectorAll(target)).toHaveLength(1);
});

test('tables have captions, headings of columns, rows and groups; figures have descriptions and captions', () => {
  const { document } = parseHTML(written);
  const tables = [...document.querySelectorAll('table')];
  expect(tables).toHaveLength(5);
  tables.forEach((table, index) => {
    expect(table.querySelector('caption')?.textContent).toContain(`Table ${index + 1}.`);
    expect(table.querySelectorAll('thead th[scope=col]').length).toBeGreaterThan(3);
    for (const row of table.querySelectorAll('tbody tr:not(.group)')) {
      expect(row.querySelectorAll('th[scope=row]')).toHaveLength(1);
    }
    expect(table.querySelectorAll('.group th[scope=rowgroup]')).toHaveLength(2);
  });
  const figures = [...document.querySelectorAll('figure')];
  expect(figures.map((figure) => figure.querySelector('figcaption .number')?.textContent)).toEqual(
    sample.figures.map(({ title }, index) => `Figure ${index + 1}. ${title}.`),
  );
  for (const figure of figures) expect(figure.querySelector('svg[role=img][aria-label]')).not.toBeNull();
});

test('short numbers and names of rows stay on one line, texts break', () => {
  const { document } = parseHTML(written);
  const short = new Set([...document.querySelectorAll('.short')].map(({ textContent }) => textContent));
  expect(short.has('Reader\u00a001')).toBe(true);
  expect([...short].filter((text) => (text ?? '').length > 16)).toEqual([]);
});

test('the same report gives the same text, in which no date stands', () => {
  expect(htmlReport(sampleReport(), drawingsOf(sample))).toBe(written);
  expect(written).not.toMatch(/20\d\d-\d\d-\d\d|\d\d:\d\d/);
});

test('a figure without its drawing is named', () => {
  expect(() => htmlReport(sample, new Map())).toThrow(LightboxError);
});
