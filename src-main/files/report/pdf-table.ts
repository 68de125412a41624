import type { ContentTable, ContentText, TableCell } from 'pdfmake/interfaces';
import { HEIGHT_PT, type Orientation, WIDTH_PT } from './page.ts';
import type { Placed } from './pdf-flow.ts';
import { INK, joinedLayout, tableLayout } from './pdf-style.ts';
import type { TableRows } from './table-rows.ts';
import { GUTTER_EM, setTable, type TableSetting } from './table-setting.ts';
import { textHeightPt } from './text-height.ts';
import { partOf } from './words.ts';

type Part = TableSetting['parts'][number];

/** A short table is kept on one page. */
const WHOLE_PT = 300;
const SPACE: ContentText = { text: ' ', fontSize: 5 };

/**
 * A table with its caption before it and its notes after it; of a table over several pages the notes are before it,
 * where it begins. Set as `setTable` says, its head repeated on every page, its rows whole.
 * @param table with printable texts
 * @param number "Table 3"
 */
export function pdfTable(table: TableRows, number: string): Placed[] {
  const setting = setTable(table);
  const { orientation, parts } = setting;
  const notes = table.notes.map((note) => words(note, note, 'notes', orientation));
  const set = parts.map((part, index) => {
    const rest = `${table.caption}${parts.length === 1 ? '' : ` ${partOf(index + 1, parts.length)}`}`;
    const caption = words(
      [{ text: `${number}. `, bold: true }, rest],
      `${number}. ${rest}`,
      'caption',
      orientation,
    );
    return { caption, part: placedPart(table, part, setting) };
  });
  const wholePt = setting.heightPt + heightOf([...notes, ...set.map(({ caption }) => caption)]);
  if (orientation === 'portrait' && wholePt < WHOLE_PT) {
    const stack = [...set.flatMap(({ caption, part }) => [caption, part]), ...notes].map(
      ({ content }) => content,
    );
    return [
      {
        content: { stack: [...stack, SPACE], unbreakable: true },
        orientation,
        keep: 'whole',
        heightPt: wholePt + 10,
      },
    ];
  }
  return [
    ...set.flatMap(({ caption, part }, index) => [caption, ...(index === 0 ? notes : []), part]),
    { content: SPACE, orientation, keep: 'flowing', heightPt: 0 },
  ];
}

const heightOf = (placed: readonly Placed[]): number =>
  placed.reduce((total, { heightPt }) => total + heightPt, 0);

const words = (
  text: ContentText['text'],
  plain: string,
  style: string,
  orientation: Orientation,
): Placed => ({
  content: { text, style },
  orientation,
  keep: 'headline',
  heightPt: textHeightPt(plain, style, WIDTH_PT[orientation]),
});

function placedPart(
  table: TableRows,
  part: Part,
  { fontSizePt, orientation, tallRows }: TableSetting,
): Placed {
  const { columns, widthsPt, rowsPt } = part;
  const gutter = (GUTTER_EM * fontSizePt) / 2;
  const aligned = (column: number): 'left' | 'right' => table.columns[column]?.align ?? 'left';
  const head = columns.map(
    (column): TableCell => ({
      text: table.columns[column]?.label ?? '',
      alignment: aligned(column),
      bold: true,
      verticalAlignment: 'bottom',
    }),
  );
  const row = (cells: readonly string[]): TableCell[] =>
    columns.map((column): TableCell => ({ text: cells[column] ?? '', alignment: aligned(column) }));
  const span = (cell: object): TableCell[] => [
    { ...cell, colSpan: columns.length } as TableCell,
    ...columns.slice(1).map((): TableCell => ({})),
  ];
  const joined = (rows: TableCell[][]): TableCell[] =>
    span({
      table: { widths: [...widthsPt], body: rows },
      layout: joinedLayout(gutter),
      // Up to the edges of the row in which it stands.
      margin: [-gutter, 0, -gutter, 0],
    });
  const together = rowsTogether(table, tallRows);
  const body = together.map((rows) => {
    const cells = rows.map((each) =>
      typeof each === 'string' ? span({ text: each, bold: true, fillColor: INK.band }) : row(each),
    );
    const [only = []] = cells;
    return cells.length === 1 ? only : joined(cells);
  });
  const joinedRows = together.flatMap((rows, index) => (rows.length > 1 ? [index + 1] : []));
  const beginsPt = sum(rowsPt.slice(0, 1 + (together[0]?.length ?? 0)));
  // A row that is higher than a page is broken even where the table begins.
  const begins = beginsPt < 0.7 * HEIGHT_PT[orientation];
  const content: ContentTable = {
    table: {
      headerRows: 1,
      keepWithHeaderRows: begins ? 1 : 0,
      dontBreakRows: !tallRows,
      widths: [...widthsPt],
      body: [head, ...body],
    },
    fontSize: fontSizePt,
    lineHeight: 1,
    layout: tableLayout(gutter, new Set(joinedRows)),
  };
  return { content, orientation, keep: 'flowing', heightPt: begins ? beginsPt : (rowsPt[0] ?? 0) };
}

/**
 * Rows that stand on one page: the heading of a group, a text, with its first row, and the last two rows, so that none
 * is left alone on the next page.
 */
function rowsTogether({ groups }: TableRows, tallRows: boolean): (string | readonly string[])[][] {
  return groups.flatMap(({ heading, rows }, index) => {
    const together: (string | readonly string[])[][] = rows.map((cells) => [cells]);
    if (index === groups.length - 1 && together.length > 1 && !tallRows) {
      together.push(together.splice(-2).flat());
    }
    const [first = [], ...others] = together;
    return heading === null ? together : [[heading, ...first], ...others];
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
