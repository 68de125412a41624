import type { ContentTable, ContentText, TableCell } from 'pdfmake/interfaces';
import { INK, tableLayout } from './pdf-style.ts';
import type { TableRows } from './table-rows.ts';
import { GUTTER_EM, type Orientation, setTable, type TableSetting } from './table-setting.ts';
import { partOf } from './words.ts';

/** Levels of what must not stand last on a page; from `head` on they repeat, and are no company for the others. */
export const HEADLINE = { section: 1, heading: 2, caption: 3, group: 4, head: 5, running: 6 } as const;

export interface PdfTable {
  readonly orientation: Orientation;
  /** Whether it is short enough to be kept on one page. */
  readonly whole: boolean;
  /** Caption, table and notes; of a table over several pages the notes are before it, where it begins. */
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
  const notes = table.notes.map((note): ContentText => ({ text: note, style: 'notes' }));
  const whole = setting.orientation === 'portrait' && setting.heightPt + 40 * (1 + notes.length) < WHOLE_PT;
  const contents = parts.flatMap((part, index): (ContentText | ContentTable)[] => [
    {
      style: 'caption',
      ...level('caption', whole),
      text: [
        { text: `${number}. `, bold: true },
        table.caption,
        ...(parts.length === 1 ? [] : [` ${partOf(index + 1, parts.length)}`]),
      ],
    },
    ...(whole || index > 0 ? [] : notes.map((note) => ({ ...note, ...level('caption', whole) }))),
    partTable(table, part, setting, whole),
  ]);
  const space: ContentText = { text: ' ', fontSize: 5 };
  return { orientation: setting.orientation, whole, contents: [...contents, ...(whole ? notes : []), space] };
}

const WHOLE_PT = 300;

/** What is kept whole has no levels: within, positions are not those of the page. */
const level = (name: keyof typeof HEADLINE, none: boolean): { headlineLevel?: number } =>
  none ? {} : { headlineLevel: HEADLINE[name] };

function partTable(
  table: TableRows,
  { columns, widthsPt, rowsPt }: TableSetting['parts'][number],
  { fontSizePt, tallRows }: TableSetting,
  whole: boolean,
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
  const last = table.groups.at(-1)?.rows ?? [];
  // Nor stands the last row alone on the next page: the one before it goes with it.
  const beforeLast = whole || tallRows || last.length < 3 ? undefined : last[last.length - 2];
  const body = table.groups.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [groupRow(heading, columns.length, whole)]),
    ...rows.map((cells) =>
      columns.map(
        (column): TableCell => ({
          text: cells[column] ?? '',
          alignment: aligned(column),
          ...level('group', cells !== beforeLast),
        }),
      ),
    ),
  ]);
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: !tallRows,
      widths: [...widthsPt],
      body: [head, ...body.map((row, index) => withHeight(row, heightOf(rowsPt, index)))],
    },
    fontSize: fontSizePt,
    lineHeight: 1,
    layout: tableLayout(fontSizePt, GUTTER_EM),
  };
}

/** The head is kept with the first row. */
const heightOf = (rowsPt: readonly number[], row: number): number =>
  (rowsPt[row + 1] ?? 0) + (row === 0 ? (rowsPt[0] ?? 0) : 0);

/** Tells `endsPage` the height of a row: where a row begins is known before it goes over to the next page. */
const withHeight = (row: readonly TableCell[], height: number): TableCell[] =>
  row.map((cell) => ('text' in Object(cell) ? Object.assign(cell, { height }) : cell));

const groupRow = (heading: string, columns: number, whole: boolean): TableCell[] => [
  { text: heading, bold: true, colSpan: columns, fillColor: INK.band, ...level('group', whole) },
  ...Array.from({ length: columns - 1 }, (): TableCell => ({})),
];
