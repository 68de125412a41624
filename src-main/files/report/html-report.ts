import { createHash } from 'node:crypto';
import type { ReportDocument, ReportSection } from '../../../src-core/report/document.ts';
import { numberBlocks } from '../../../src-core/report/numbering.ts';
import { htmlBlock } from './html-blocks.ts';
import { HTML_STYLE } from './html-style.ts';
import { html } from './html-text.ts';
import type { ReportParts } from './placed-figure.ts';
import { CONTENTS, REPORT_LANGUAGE, SKIP_TO_CONTENT } from './words.ts';

/**
 * A report as one HTML file that needs nothing else: no scripts, no addresses, its style inside. The policy in its head
 * holds a browser to that. The same report gives the same bytes.
 *
 * @param figures SVG of the print theme by figure id, without styles, scripts or outside references
 */
export function htmlReport(document: ReportDocument, figures: ReadonlyMap<string, string>): string {
  const parts: ReportParts = {
    numbers: numberBlocks(document),
    figures: document.figures,
    drawings: figures,
  };
  const { title, subtitle, facts, sections } = document;
  return `${[
    '<!doctype html>',
    `<html lang="${REPORT_LANGUAGE}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${html(title)}</title>`,
    `<style>${HTML_STYLE}</style>`,
    '</head>',
    '<body>',
    `<a class="skip" href="#content">${SKIP_TO_CONTENT}</a>`,
    '<div class="report">',
    '<header>',
    `<h1>${html(title)}</h1>`,
    ...(subtitle === '' ? [] : [`<p class="subtitle">${html(subtitle)}</p>`]),
    `<dl class="facts">${facts.map(({ name, value }) => `<dt>${html(name)}</dt><dd>${html(value)}</dd>`).join('\n')}</dl>`,
    '</header>',
    contents(sections),
    '<main id="content">',
    ...sections.map((section, index) => htmlSection(section, index, parts)),
    '</main>',
    '</div>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64');

/** Films stand in figures as PNG within the file. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${sha256(HTML_STYLE)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Ids of our own form, whatever a section is called: none is that of another place. */
const sectionId = (index: number): string => `section-${index + 1}`;
const blockId = (section: number, block: number): string => `${sectionId(section)}-${block + 1}`;

function contents(sections: readonly ReportSection[]): string {
  const entries = sections.map(({ title, blocks }, index) => {
    const headings = blocks.flatMap((block, place) =>
      block.kind === 'heading' ? [link(blockId(index, place), block.text)] : [],
    );
    const inner =
      headings.length === 0 ? '' : `<ol>${headings.map((entry) => `<li>${entry}</li>`).join('')}</ol>`;
    return `<li>${link(sectionId(index), title)}${inner}</li>`;
  });
  return `<nav aria-labelledby="contents"><h2 id="contents">${CONTENTS}</h2><ol>${entries.join('\n')}</ol></nav>`;
}

const link = (id: string, text: string): string => `<a href="#${id}">${html(text)}</a>`;

function htmlSection({ title, blocks }: ReportSection, index: number, parts: ReportParts): string {
  const id = sectionId(index);
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${html(title)}</h2>`,
    ...blocks.map((block, place) => htmlBlock(block, blockId(index, place), parts)),
    '</section>',
  ].join('\n');
}
