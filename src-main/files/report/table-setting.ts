import type { FontFace } from '../fonts.ts';
import { HEIGHT_PT, type Orientation, WIDTH_PT } from './page.ts';
import type { TableRows } from './table-rows.ts';
import { LINE_HEIGHT_EM, linesOf } from './text-height.ts';
import { typeFace } from './type-face.ts';

/** Between two columns, in units of the letters' size. */
export const GUTTER_EM = 1;

/** How a table is set on paper so that nothing of it is cut off. */
export interface TableSetting {
  readonly orientation: Orientation;
  readonly fontSizePt: number;
  /** One below the other, the first column repeated, where not even a page on its side holds all columns. */
  readonly parts: readonly {
    readonly columns: readonly number[];
    readonly widthsPt: readonly number[];
    /** Heights of the head and of all rows with the headings of groups, estimated from above. */
    readonly rowsPt: readonly number[];
  }[];
  /** Whether some row is so high that it must be allowed to break. */
  readonly tallRows: boolean;
  /** Of all parts, without captions and notes. */
  readonly heightPt: number;
}

/** What a column asks for, in units of the letters' size. */
interface ColumnNeed {
  /** Its longest word; a longer one than the limit is broken. */
  readonly wordEm: number;
  /** Its longest line, set without a break. */
  readonly lineEm: number;
}

const LONGEST_WORD_EM = 14;
/** A cell up to this width, an estimate with its interval, stays on one line as long as that is possible. */
const SHORT_CELL_EM = 11.5;
/** Longer texts may take up so many lines. */
const LINES = 5;
const ROW_PADDING_PT = 4;
/** Half of a page on its side. */
const TALL_ROW_PT = 0.5 * HEIGHT_PT.landscape;

/** Sizes are tried from the most readable on; `close`: short cells may break, and texts grow long. */
const TRIALS: readonly { orientation: Orientation; fontSizePt: number; close: boolean }[] = [
  { orientation: 'portrait', fontSizePt: 9, close: false },
  { orientation: 'portrait', fontSizePt: 8.25, close: false },
  { orientation: 'portrait', fontSizePt: 7.5, close: false },
  { orientation: 'portrait', fontSizePt: 8.25, close: true },
  { orientation: 'landscape', fontSizePt: 8.25, close: false },
  { orientation: 'landscape', fontSizePt: 7.5, close: false },
  { orientation: 'portrait', fontSizePt: 7.5, close: true },
  { orientation: 'landscape', fontSizePt: 7.5, close: true },
];

/** Sizes, directions and parts of a table on A4, by the widths of its words. */
export function setTable(table: TableRows): TableSetting {
  const needs = table.columns.map((_, column) => needOf(table, column));
  for (const { orientation, fontSizePt, close } of TRIALS) {
    const least = needs.map((need) => leastEm(need, close));
    if (widthEm(least) * fontSizePt > WIDTH_PT[orientation]) continue;
    const columns = needs.map((_, column) => column);
    return finished(table, needs, orientation, fontSizePt, [{ columns, least }]);
  }
  return inParts(table, needs);
}

function finished(
  table: TableRows,
  needs: readonly ColumnNeed[],
  orientation: Orientation,
  fontSizePt: number,
  parts: readonly { readonly columns: readonly number[]; readonly least: readonly number[] }[],
): TableSetting {
  const room = WIDTH_PT[orientation] / fontSizePt;
  const set = parts.map(({ columns, least }) => {
    const free = room - widthEm(least);
    const wishes = columns.map((column, place) =>
      Math.max(0, (needs[column]?.lineEm ?? 0) - (least[place] ?? 0)),
    );
    const wished = sum(wishes);
    const share = wished > free ? free / wished : 1;
    const widths = least.map((width, place) => width + (wishes[place] ?? 0) * share);
    // Headings of groups stand on one line where the page is wide enough.
    const short = Math.min(room, headingEm(table)) - widthEm(widths);
    const widthsPt = widths.map(
      (width, place) => (place === 0 ? width + Math.max(0, short) : width) * fontSizePt,
    );
    return { columns, widthsPt, rowsPt: rowHeightsPt(table, columns, widthsPt, fontSizePt) };
  });
  const rowsPt = set.flatMap((part) => part.rowsPt);
  return {
    orientation,
    fontSizePt,
    parts: set,
    tallRows: rowsPt.some((height) => height > TALL_ROW_PT),
    heightPt: sum(rowsPt),
  };
}

const headingEm = ({ groups }: TableRows): number =>
  Math.max(0, ...groups.map(({ heading }) => typeFace('semibold').widthEm(heading ?? '') + GUTTER_EM + 0.05));

/** As few parts as hold all columns at their least width, of about as many columns each. */
function inParts(table: TableRows, needs: readonly ColumnNeed[]): TableSetting {
  const fontSizePt = 8.25;
  const room = WIDTH_PT.portrait / fontSizePt;
  const [first = { wordEm: 0, lineEm: 0 }, ...others] = needs;
  const firstEm = Math.min(leastEm(first, true), room / 3);
  const widths = others.map((need) => Math.min(leastEm(need, false), room - firstEm - 2 * GUTTER_EM));
  const split = (most: number): number[][] => {
    const parts: number[][] = [];
    for (const [index, width] of widths.entries()) {
      const part = parts.at(-1);
      const held = (part ?? []).map((column) => widths[column - 1] ?? 0);
      if (part === undefined || part.length === most || widthEm([firstEm, ...held, width]) > room) {
        parts.push([index + 1]);
      } else part.push(index + 1);
    }
    return parts;
  };
  const fewest = split(widths.length).length;
  let parts = split(Math.ceil(widths.length / fewest));
  if (parts.length > fewest) parts = split(widths.length);
  return finished(
    table,
    needs,
    'portrait',
    fontSizePt,
    parts.map((columns) => ({
      columns: [0, ...columns],
      least: [firstEm, ...columns.map((column) => widths[column - 1] ?? 0)],
    })),
  );
}

function needOf(table: TableRows, column: number): ColumnNeed {
  const regular = typeFace('regular');
  const semibold = typeFace('semibold');
  let wordEm = 1;
  let lineEm = 1;
  for (const { rows } of table.groups) {
    for (const cells of rows) {
      const text = cells[column] ?? '';
      for (const line of text.split('\n')) lineEm = Math.max(lineEm, regular.widthEm(line));
      for (const word of wordsOf(text)) wordEm = Math.max(wordEm, regular.widthEm(word));
    }
  }
  // A label may take two lines.
  const label = table.columns[column]?.label ?? '';
  for (const word of wordsOf(label)) wordEm = Math.max(wordEm, semibold.widthEm(word));
  lineEm = Math.max(lineEm, Math.min(wordEm, LONGEST_WORD_EM), twoLinesEm(label));
  // What just fits must not break for a rounding.
  return { wordEm: Math.min(wordEm + 0.05, LONGEST_WORD_EM), lineEm: lineEm + 0.05 };
}

/** Width at which a label stands on two lines. */
function twoLinesEm(label: string): number {
  const face = typeFace('semibold');
  const words = label.split(' ');
  const widths = words.map((_, index) =>
    Math.max(face.widthEm(words.slice(0, index).join(' ')), face.widthEm(words.slice(index).join(' '))),
  );
  return Math.min(...widths);
}

/** Where a line may break: at blanks, and after a hyphen within a word (UAX #14, HY). */
const wordsOf = (text: string): string[] => text.split(/[ \n]|(?<=[-\u2013\u2014])(?=\p{L})/u);

function leastEm({ wordEm, lineEm }: ColumnNeed, close: boolean): number {
  if (close) return Math.max(wordEm, Math.min(lineEm / (4 * LINES), LONGEST_WORD_EM));
  return lineEm <= SHORT_CELL_EM ? lineEm : Math.max(wordEm, SHORT_CELL_EM, lineEm / LINES);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const widthEm = (columns: readonly number[]): number => sum(columns) + columns.length * GUTTER_EM;

function rowHeightsPt(
  table: TableRows,
  columns: readonly number[],
  widthsPt: readonly number[],
  fontSizePt: number,
): number[] {
  const height = (most: number): number => most * LINE_HEIGHT_EM * fontSizePt + ROW_PADDING_PT;
  const rowPt = (cells: readonly string[], face: FontFace): number =>
    height(
      Math.max(
        ...columns.map((column, place) =>
          linesOf(cells[column] ?? '', widthsPt[place] ?? 1, fontSizePt, face),
        ),
      ),
    );
  return [
    rowPt(
      table.columns.map(({ label }) => label),
      'semibold',
    ),
    ...table.groups.flatMap(({ heading, rows }) => [
      ...(heading === null ? [] : [height(linesOf(heading, sum(widthsPt), fontSizePt, 'semibold'))]),
      ...rows.map((cells) => rowPt(cells, 'regular')),
    ]),
  ];
}
