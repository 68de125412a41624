import type { CustomTableLayout, Style } from 'pdfmake/interfaces';
import { PAGE_PT } from './page.ts';

/** Grey for the paper; the two tones in which an answer and a caution stand. */
export const INK = {
  text: '#14171a',
  soft: '#57606a',
  line: '#c9ced4',
  rule: '#3a424b',
  band: '#f0f2f4',
  result: '#0b4a8a',
  resultPage: '#eef5fc',
  caution: '#7a4800',
  cautionPage: '#fdf5e6',
} as const;

export const TEXT_SIZE_PT = 9.5;
export const LINE_HEIGHT = 1.12;
/** Prose keeps to a line that is read without losing the next; tables and figures take the whole width. */
export const PROSE_INDENT_PT = 58;

export const PDF_STYLES: Record<string, Style> = {
  title: { fontSize: 21, bold: true, lineHeight: 1.05, marginBottom: 3 },
  subtitle: { fontSize: 12, color: INK.soft, marginBottom: 12 },
  fact: { fontSize: 8.5, lineHeight: 1 },
  contentsTitle: { fontSize: 12, bold: true, marginTop: 16, marginBottom: 4 },
  contentsHeading: { fontSize: 8.5, color: INK.soft },
  section: { fontSize: 15, bold: true, marginTop: 20, marginBottom: 6, lineHeight: 1.1 },
  heading: { fontSize: 11, bold: true, marginTop: 12, marginBottom: 4, lineHeight: 1.1 },
  prose: { marginRight: PROSE_INDENT_PT, marginBottom: 6 },
  caption: { fontSize: 8.5, marginTop: 10, marginBottom: 3 },
  notes: { fontSize: 7.5, color: INK.soft, marginTop: 3, marginBottom: 2 },
  running: { fontSize: 7.5, color: INK.soft },
};

const ROW_PADDING_PT = 1.8;

/**
 * Lines above, under the head, between rows and below; none upright.
 * @param joined rows that hold a table of their own, up to their edges
 */
export function tableLayout(gutter: number, joined: ReadonlySet<number>): CustomTableLayout {
  const padding = (row: number): number => (joined.has(row) ? 0 : ROW_PADDING_PT);
  return {
    hLineWidth: (row, { table }) => {
      if (row === 0 || row === table.body.length) return 0.9;
      return row === (table.headerRows ?? 0) ? 0.6 : 0.3;
    },
    hLineColor: (row, { table }) =>
      row === 0 || row === table.body.length || row === (table.headerRows ?? 0) ? INK.rule : INK.line,
    vLineWidth: () => 0,
    paddingLeft: () => gutter,
    paddingRight: () => gutter,
    paddingTop: padding,
    paddingBottom: padding,
  };
}

/** Of rows that are joined: only the lines between them. */
export const joinedLayout = (gutter: number): CustomTableLayout => ({
  ...tableLayout(gutter, new Set()),
  hLineWidth: (row, { table }) => (row === 0 || row === table.body.length ? 0 : 0.3),
  hLineColor: () => INK.line,
});

export const TONE_PADDING_PT = 8;

/** A box with a bar at its left. */
export const toneLayout = (colour: string): CustomTableLayout => ({
  hLineWidth: () => 0,
  vLineWidth: (column) => (column === 0 ? 2.5 : 0),
  vLineColor: () => colour,
  paddingLeft: () => TONE_PADDING_PT,
  paddingRight: () => TONE_PADDING_PT,
  paddingTop: () => 4,
  paddingBottom: () => 5,
});

export const PAGE_MARGINS: [number, number, number, number] = [
  PAGE_PT.side,
  PAGE_PT.top,
  PAGE_PT.side,
  PAGE_PT.bottom,
];
