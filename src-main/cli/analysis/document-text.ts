import type { ReportBlock, ReportDocument, ReportTable } from '../../../src-core/report/document.ts';
import { labelled, printable } from '../study/study-text.ts';

/** A report for a terminal: its words and tables; figures by their titles. */
export function documentText({ title, subtitle, facts, sections, figures }: ReportDocument): string {
  const titles = new Map(figures.map((figure) => [figure.id, figure.title]));
  return [
    printable(subtitle === '' ? title : `${title}: ${subtitle}`),
    ...labelled(facts.map(({ name, value }) => [name, value] as const)),
    ...sections.flatMap((section) => [
      '',
      printable(section.title).toUpperCase(),
      ...section.blocks.flatMap((block) => blockText(block, titles)),
    ]),
    '',
  ].join('\n');
}

function blockText(block: ReportBlock, titles: ReadonlyMap<string, string>): string[] {
  switch (block.kind) {
    case 'paragraph':
      return ['', printable(block.tone === 'caution' ? `Caution: ${block.text}` : block.text)];
    case 'heading':
      return ['', printable(block.text)];
    case 'list':
      return block.items.map((item) => `  - ${printable(item)}`);
    case 'table':
      return ['', ...tableText(block)];
    case 'figure':
      return ['', `[Figure: ${printable(titles.get(block.figureId) ?? block.figureId)}]`];
    case 'checklist':
      return [
        '',
        printable(block.caption),
        ...block.items.map(({ number, item, text }) => `  ${number} ${printable(item)}: ${printable(text)}`),
      ];
  }
}

function tableText({ caption, columns, rows, notes }: ReportTable): string[] {
  const cells = [columns.map(({ label }) => label), ...rows.map((row) => row.cells)].map((row) =>
    row.map(printable),
  );
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, column) => {
        const cell = row[column] ?? '';
        const width = widths[column] ?? 0;
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const [header = [], ...body] = cells;
  return [
    printable(caption),
    `  ${line(header)}`,
    ...body.flatMap((row, index) => {
      const group = rows[index]?.group ?? null;
      return [...(group === null ? [] : [`  ${printable(group)}`]), `  ${line(row)}`];
    }),
    ...notes.map((note) => `  ${printable(note)}`),
  ];
}
