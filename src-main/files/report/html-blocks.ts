import type { ReportBlock } from '../../../src-core/report/document.ts';
import { itemsAreNumbered } from '../../../src-core/report/numbering.ts';
import { html } from './html-text.ts';
import { placedFigure, type ReportParts } from './placed-figure.ts';
import { type TableRows, tableRows } from './table-rows.ts';
import { setTable } from './table-setting.ts';
import { TONE_WORDS } from './words.ts';

/** Up to so many rows, a table is printed on one page. */
const BRIEF_ROWS = 20;
/** Letters of a number with its interval, or of a name: up to so many stay on one line. */
const SHORT_CELL = 16;

type BlockOf<Kind extends ReportBlock['kind']> = Extract<ReportBlock, { kind: Kind }>;

/** @param id of headings, for the contents */
export function htmlBlock(block: ReportBlock, id: string, parts: ReportParts): string {
  switch (block.kind) {
    case 'paragraph':
      return htmlParagraph(block);
    case 'heading':
      return `<h3 id="${id}">${html(block.text)}</h3>`;
    case 'list':
      return `<ul${itemsAreNumbered(block.items) ? ' class="numbered"' : ''}>${block.items.map((item) => `<li>${html(item)}</li>`).join('')}</ul>`;
    case 'figure':
      return htmlFigure(block, parts);
    case 'table':
    case 'checklist':
      return htmlTable(tableRows(block), parts.numbers.get(block) ?? '', id);
  }
}

function htmlParagraph({ tone, text }: BlockOf<'paragraph'>): string {
  if (tone === 'plain') return `<p>${html(text)}</p>`;
  return `<div class="${tone}"><p><span class="tone">${TONE_WORDS[tone]}.</span> ${html(text)}</p></div>`;
}

function htmlFigure(block: BlockOf<'figure'>, parts: ReportParts): string {
  const { figure, drawing } = placedFigure(block, parts);
  const number = html(parts.numbers.get(block) ?? '');
  return [
    `<figure id="f-${html(figure.id)}">`,
    `<div class="card">${drawing}</div>`,
    `<figcaption><span class="number">${number}. ${html(figure.title)}.</span> ${html(figure.caption)}</figcaption>`,
    '</figure>',
  ].join('\n');
}

function htmlTable(table: TableRows, number: string, id: string): string {
  const { columns, groups, notes } = table;
  const setting = setTable(table);
  const dense = setting.fontSizePt < 8 || setting.parts.length > 1 ? ' dense' : '';
  const wide = setting.orientation === 'landscape' || setting.parts.length > 1 ? ' wide' : '';
  const rowsInAll = groups.reduce((total, { rows }) => total + rows.length, 0);
  const brief = rowsInAll <= BRIEF_ROWS ? ' brief' : '';
  const align = (column: number): string => (columns[column]?.align === 'right' ? ' class="right"' : '');
  const cellClass = (text: string, column: number): string => {
    const right = columns[column]?.align === 'right';
    const short = (right || column === 0) && text.length <= SHORT_CELL;
    const names = [...(right ? ['right'] : []), ...(short ? ['short'] : [])];
    return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
  };
  const head = columns.map(({ label }, column) =>
    label === '' ? `<td${align(column)}></td>` : `<th scope="col"${align(column)}>${html(label)}</th>`,
  );
  const row = (cells: readonly string[]): string =>
    `<tr>${cells
      .map((text, column) =>
        column === 0
          ? `<th scope="row"${cellClass(text, column)}>${html(text)}</th>`
          : `<td${cellClass(text, column)}>${html(text)}</td>`,
      )
      .join('')}</tr>`;
  const group = (heading: string | null): string =>
    heading === null
      ? ''
      : `<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${html(heading)}</th></tr>\n`;
  return [
    `<div class="table${dense}${wide}${brief}">`,
    // What scrolls sideways must be reachable by the keyboard, and say what it is.
    `<div class="scroll" role="group" tabindex="0" aria-labelledby="${id}">`,
    '<table>',
    `<caption id="${id}"><span class="number">${html(number)}.</span> ${html(table.caption)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    ...groups.map(({ heading, rows }) => `<tbody>\n${group(heading)}${rows.map(row).join('\n')}\n</tbody>`),
    '</table>',
    '</div>',
    ...(notes.length === 0
      ? []
      : [`<div class="notes">${notes.map((note) => `<p>${html(note)}</p>`).join('')}</div>`]),
    '</div>',
  ].join('\n');
}
