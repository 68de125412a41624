import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { ReportBlock } from '../../../src-core/report/document.ts';
import { analyseStudy } from '../../../src-core/report/study/analyse-study.ts';
import { testStudy } from '../../../src-core/report/study/test-study-readings.ts';
import { studyReport } from '../../../src-core/report/study-report.ts';
import { PAGE_PT } from './page.ts';
import { pdfReport } from './pdf-report.ts';
import { pdfLines } from './test-pdf-lines.ts';
import { drawing, drawingsOf, HOSTILE, reportOf, sampleReport, sampleTable } from './test-report.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Content of pages: streams that hold text (PDF 1.7, 9.4). */
function contentStreams(bytes: Uint8Array): string[] {
  return latin(bytes)
    .split('\nstream\n')
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('\nendstream')))
    .filter((content) => /\nBT\n/.test(content));
}

let sample: Uint8Array;
beforeAll(async () => {
  const report = sampleReport();
  sample = await pdfReport(report, drawingsOf(report));
});

test('the same report gives the same bytes in another process', () => {
  const here = (name: string): string => pathToFileURL(fileURLToPath(new URL(name, import.meta.url))).href;
  const script = `
    const { pdfReport } = await import(${JSON.stringify(here('./pdf-report.ts'))});
    const { drawingsOf, sampleReport } = await import(${JSON.stringify(here('./test-report.ts'))});
    const { createHash } = await import('node:crypto');
    const report = sampleReport();
    const bytes = await pdfReport(report, drawingsOf(report));
    process.stdout.write(createHash('sha256').update(bytes).digest('hex'));`;
  const other = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'Pacific/Auckland' },
  });
  expect(other).toBe(sha256(sample));
});

test('the file names its title and language, holds bookmarks, and states no date', () => {
  const text = latin(sample);
  expect(text.slice(0, 8)).toBe('%PDF-1.7');
  // The title is an object of its own, which the information dictionary names.
  expect(text.includes('\n(Can readers tell them? A study of generated films)\n')).toBe(true);
  expect(text.includes('/Lang (en)')).toBe(true);
  expect(text.includes('/DisplayDocTitle true')).toBe(true);
  // A bookmark a section and a heading.
  expect(text.match(/\/Title \(/g)).toHaveLength(6 + 8);
  expect(/CreationDate|ModDate|CreateDate|\(D:/.test(text)).toBe(false);
});

test('both weights are embedded as subsets, and nothing else is', () => {
  const fonts = new Set(
    [...latin(sample).matchAll(/\/BaseFont \/([\w+-]+)/g)].map(([, name = '']) => name.slice(7)),
  );
  expect([...fonts].sort()).toEqual(['SourceSans3-Regular', 'SourceSans3-SemiBold']);
});

test('some tables lie on their side, and every letter begins within its page', () => {
  const sizes = [...latin(sample).matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width]) =>
    Number(width),
  );
  expect(new Set(sizes)).toEqual(new Set([PAGE_PT.width, PAGE_PT.height]));
  const starts = contentStreams(sample).flatMap((content) => [
    ...content.matchAll(/1 0 0 1 ([-\d.]+) ([-\d.]+) Tm/g),
  ]);
  expect(starts.length).toBeGreaterThan(1000);
  for (const [, x, y] of starts) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThan(PAGE_PT.height - PAGE_PT.side);
    expect(Number(y)).toBeGreaterThan(0);
  }
});

test('no figure is lost, whatever its height, where it falls, and how long its caption is', async () => {
  const heights = [600, 200, 90, 700, 1400, 350, 350, 20, 650, 500, 240, 480];
  const [described] = sampleReport().figures;
  if (described === undefined) throw new Error('the sample has no figure');
  const figures = heights.map((_, index) => ({
    ...described,
    id: `figure-${index}`,
    caption: 'Words of a caption. '.repeat(1 + 7 * index),
  }));
  const blocks = figures.flatMap(({ id }): ReportBlock[] => [
    { kind: 'heading', text: 'A heading of this figure' },
    { kind: 'figure', figureId: id },
  ]);
  const report = { ...sampleReport(), sections: [{ id: 'all', title: 'All', blocks }], figures };
  const drawings = heights.map((height, index): [string, string] => [
    `figure-${index}`,
    drawing('drawn')
      .replace('height="240"', `height="${height}"`)
      .replace('0 0 480 240', `0 0 480 ${height}`),
  ]);
  const bytes = await pdfReport(report, new Map(drawings));
  // Every drawing shows one picture.
  const shown = contentStreams(bytes).flatMap((content) => content.match(/\/I\d+ Do\b/g) ?? []);
  expect(shown).toHaveLength(heights.length);
});

/** Last lines of pages that promise more: headings, groups and heads of tables, captions of tables. */
const stranded = (bytes: Uint8Array): string[] =>
  pdfLines(bytes).flatMap((lines) => {
    const last = lines.at(-1);
    return last !== undefined && (last.semibold || /^Table \d/.test(last.text)) ? [last.text] : [];
  });

test('no page ends with a heading, a caption or the heading of a group, wherever they fall', async () => {
  const blocks = Array.from({ length: 40 }, (_, index): ReportBlock[] => [
    { kind: 'heading', text: `Heading ${index}` },
    { kind: 'paragraph', tone: 'plain', text: 'Words of a paragraph. '.repeat(1 + 5 * (index % 13)) },
    { kind: 'heading', text: `Heading ${index} of a list` },
    { kind: 'list', items: ['first', 'second'] },
    { kind: 'heading', text: `Heading ${index} of a table` },
    grouped(sampleTable(`table-${index}`, 3 + (index % 3), 20 + index), 1 + (index % 4)),
  ]).flat();
  const report = { ...sampleReport(), sections: [{ id: 'all', title: 'All', blocks }], figures: [] };
  const bytes = await pdfReport(report, new Map());
  const pages = pdfLines(bytes);
  expect(pages.length).toBeGreaterThan(50);
  const headings = pages.flat().filter(({ semibold }) => semibold);
  const groups = Array.from({ length: 40 }, (_, index) => Math.ceil((20 + index) / (1 + (index % 4))));
  expect(headings.filter(({ text }) => /^Heading \d+/.test(text))).toHaveLength(3 * 40);
  expect(headings.filter(({ text }) => /^Group of row \d+/.test(text))).toHaveLength(
    groups.reduce((total, count) => total + count, 0),
  );
  expect(stranded(bytes)).toEqual([]);
});

/** A group of its own for every few rows. */
const grouped = (table: ReportBlock, rowsEach: number): ReportBlock =>
  table.kind !== 'table'
    ? table
    : {
        ...table,
        rows: table.rows.map(({ cells }, row) => ({
          group: row % rowsEach === 0 ? `Group of row ${row}` : null,
          cells,
        })),
      };

test('the report of a study leaves nothing alone at the foot of a page', async () => {
  const study = testStudy({ readers: 4, casesPerArm: 12 });
  const analysis = await analyseStudy(study.input, { level: 0.95, replicates: 100, seed: 1 });
  const document = studyReport(analysis, study.protocol);
  const bytes = await pdfReport(document, drawingsOf(document));
  expect(pdfLines(bytes).length).toBeGreaterThan(30);
  expect(stranded(bytes)).toEqual([]);
});

test.each(HOSTILE)('the text %j in every field makes a file', async (text) => {
  const report = reportOf(text);
  const bytes = await pdfReport(report, drawingsOf(report));
  expect(latin(bytes.subarray(-6))).toBe('%%EOF\n');
});

test('a figure without its drawing is named', async () => {
  await expect(pdfReport(sampleReport(), new Map())).rejects.toMatchObject({ code: 'INTERNAL' });
});
