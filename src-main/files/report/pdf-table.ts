import type { ContentTable, ContentText, TableCell } from 'pdfmake/interfaces';
import { INK, tableLayout } from './pdf-style.ts';
import type { TableRows } from './table-rows.ts';
import { GUTTER_EM, type Orientation, setTable, type TableSetting } from './table-setting.ts';
import { partOf } from './words.ts';

/** Levels of what must not stand last on a page; from `head` on they repeat, and are no company for the others. */
export const HEADLINE = { section: 1, heading: 2, caption: 3, group: 4, head: 5, running: 6 } as const;

export interface PdfTable {
  readonly orientation: Orientation;
  /** Caption, table, and those of further parts; the notes last. */
  readonly contents: readonly (ContentText | ContentTable)[];
}

/**
 * A table with its caption before it: set as `setTable` says, its head repeated on every page, its rows whole.
 * @param table with printable texts
 * @param number "Table 3"
 */
export function pdfTable(table: TableRows, number: string): PdfTable {
  const setting = setTable(table);
  const { parts } = setting;
  const contents = parts.flatMap(({ columns, widthsPt }, index): (ContentText | ContentTable)[] => [
    {
      style: 'caption',
      headlineLevel: HEADLINE.caption,
      text: [
        { text: `${number}. `, bold: true },
        table.caption,
        ...(parts.length === 1 ? [] : [` ${partOf(index + 1, parts.length)}`]),
      ],
    },
    partTable(table, columns, widthsPt, setting),
  ]);
  const notes = table.notes.map((note): ContentText => ({ text: note, style: 'notes' }));
  return { orientation: setting.orientation, contents: [...contents, ...notes, { text: ' ', fontSize: 5 }] };
}

function partTable(
  table: TableRows,
  columns: readonly number[],
  widthsPt: readonly number[],
  { fontSizePt, tallRows }: TableSetting,
): ContentTable {
  const aligned = (column: number): 'left' | 'right' => table.columns[column]?.align ?? 'left';
  const head = columns.map(
    (column): TableCell => ({
      text: table.columns[column]?.label ?? '',
      alignment: aligned(column),
      bold: true,
      verticalAlignment: 'bottom',
      headlineLevel: HEADLINE.head,
    }),
  );
  const body = table.groups.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [groupRow(heading, columns.length)]),
    ...rows.map((cells) =>
      columns.map((column): TableCell => ({ text: cells[column] ?? '', alignment: aligned(column) })),
    ),
  ]);
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: !tallRows,
      widths: [...widthsPt],
      body: [head, ...body],
    },
    fontSize: fontSizePt,
    lineHeight: 1,
    layout: tableLayout(fontSizePt, GUTTER_EM),
  };
}

const groupRow = (heading: string, columns: number): TableCell[] => [
  { text: heading, bold: true, colSpan: columns, fillColor: INK.band, headlineLevel: HEADLINE.group },
  ...Array.from({ length: columns - 1 }, (): TableCell => ({})),
];
