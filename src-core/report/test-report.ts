import { expect } from 'vitest';
import { type ReportBlock, type ReportDocument, type ReportTable, reportDocumentSchema } from './document.ts';
import { numberBlocks } from './numbering.ts';
import { ESTIMATORS } from './study/estimators.ts';
import { capital } from './words/numbers.ts';

/** Words that claim what only an equivalence test against a margin may, and what no test does. */
const FORBIDDEN: readonly RegExp[] = [
  /\bno (statistically )?(significant )?differences?\b/i,
  /\bindistinguishable\b/i,
  /\bdid not differ\b/i,
  /\bdo not differ\b/i,
  /\b(un)?equal(ly|led|s)?\b/i,
  /\bidentical(ly)?\b/i,
  /\bequivalent\b/i,
  /\b(dis)?prove[ds]?n?\b/i,
  /\bconfirms?\b/i,
  /\bas good as\b/i,
  /\bcomparable\b/i,
  /\binterchangeabl[ey]\b/i,
  /\btrend(s|ed|ing)? toward/i,
  /\bp = 0\.0+\b(?!\d)/,
  /\bNaN\b|\bundefined\b|\bInfinity\b|\[object/,
];

/** Where a margin was met, exactly these words may stand. */
const WITH_MARGIN = /were equivalent within the margin of \u00b1[^:]+:/g;

/** Every text that the document shows. */
export function textsOf(document: ReportDocument): string[] {
  const ofBlocks = document.sections.flatMap(({ title, blocks }) => [title, ...blocks.flatMap(blockTexts)]);
  const ofFigures = document.figures.flatMap(({ title, caption, alt }) => [title, caption, alt]);
  const ofFacts = document.facts.flatMap(({ name, value }) => [name, value]);
  return [document.title, document.subtitle, ...ofFacts, ...ofBlocks, ...ofFigures];
}

function blockTexts(block: ReportBlock): string[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [block.text];
    case 'list':
      return block.items;
    case 'table':
      return tableTexts(block);
    case 'checklist':
      return [block.caption, ...block.items.flatMap(({ item, text, section }) => [section, item, text])];
    case 'figure':
      return [];
  }
}

function tableTexts({ caption, columns, rows, notes }: ReportTable): string[] {
  return [
    caption,
    ...columns.map(({ label }) => label),
    ...rows.flatMap(({ group, cells }) => [group ?? '', ...cells]),
    ...notes,
  ];
}

/** @returns the texts that say what they must not, each with the pattern */
export function forbiddenTexts(document: ReportDocument): string[] {
  const names = Object.values(ESTIMATORS).flatMap(({ name }) => [name, capital(name)]);
  return textsOf(document).flatMap((text) => {
    const told = names.reduce((rest, name) => rest.replaceAll(name, ''), text).replace(WITH_MARGIN, '');
    return FORBIDDEN.filter((pattern) => pattern.test(told)).map((pattern) => `${pattern}: ${text}`);
  });
}

/** What holds for every report: valid, each figure placed once, cells in columns, no name twice, reasons for gaps. */
export function expectSound(document: ReportDocument): void {
  expect(reportDocumentSchema.safeParse(document).error?.issues).toBeUndefined();
  const blocks = document.sections.flatMap((section) => section.blocks);
  const placed = blocks.flatMap((block) => (block.kind === 'figure' ? [block.figureId] : []));
  expect(placed).toEqual(document.figures.map(({ id }) => id));
  expect(new Set(placed).size).toBe(placed.length);
  const tables = blocks.filter((block) => block.kind === 'table');
  const ids = [...tables.map(({ id }) => id), ...document.sections.map(({ id }) => `section ${id}`)];
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  for (const { id, columns, rows, notes } of tables) {
    for (const { cells } of rows) expect(cells, id).toHaveLength(columns.length);
    if (rows.some(({ cells }) => cells.includes('not defined'))) {
      expect(
        notes.some((note) => note.startsWith('Not defined, since ')),
        `${id} says why a cell is not defined`,
      ).toBe(true);
    }
  }
  expectPointers(document);
  expect(forbiddenTexts(document)).toEqual([]);
}

/** Everything in the supplement is pointed to once, in its order, from the body; a heading there is of a section. */
function expectPointers(document: ReportDocument): void {
  const numbers = numberBlocks(document);
  const supplement = document.sections.find(({ id }) => id === 'supplement')?.blocks ?? [];
  const wanted = supplement.flatMap((block) => numbers.get(block) ?? []);
  const pointed = document.sections
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []))
    .filter((text) => text.startsWith('In the supplement'))
    .flatMap(pointedNumbers);
  const ofWord = (word: string) => (number: string) => number.startsWith(word);
  for (const word of ['Table', 'Figure']) {
    expect(pointed.filter(ofWord(word))).toEqual(wanted.filter(ofWord(word)));
  }
  const titles = document.sections.map(({ title }) => title);
  for (const block of supplement) if (block.kind === 'heading') expect(titles).toContain(block.text);
}

function pointedNumbers(text: string): string[] {
  return [...text.matchAll(/\b(Table|Figure)s? (\d+)(?: to (\d+))?/g)].flatMap(([, word, first, last]) =>
    Array.from(
      { length: Number(last ?? first) - Number(first) + 1 },
      (_, step) => `${word} ${Number(first) + step}`,
    ),
  );
}
