import type { FilmView } from '../../../../src-core/contract/library-calls.ts';
import { filmSource } from '../../../ui/film-text.ts';
import { displayedImage } from '../../../viewer/displayed-image.ts';
import { fetchFilm } from '../../../viewer/film-pixels.ts';

/** A grid as it is to be drawn: texts are ready to be read. */
export interface GridDrawing {
  readonly title: string;
  /** What is the same in all cells, a line each. */
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly GridDrawingCell[] }[];
}

/** A film, or what stands where there is none. */
export interface GridDrawingCell {
  readonly film: FilmView | null;
  readonly state: string;
}

export interface GridMeasures {
  readonly cellPx: number;
  readonly labelPx: number;
  readonly fontPx: number;
  readonly gapPx: number;
  readonly headPx: number;
  readonly labelLines: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What browsers draw for certain, and a picture that other programs still open. */
const LONGEST_SIDE_PX = 12_000;
const MOST_PIXELS = 80_000_000;
const LABEL_LINES = 4;
/** The height of a line in font sizes. */
const LINE = 1.35;

/** What the size of a picture depends on. */
export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly notes: number;
  /** Letters of the longest label of a column. */
  readonly letters: number;
  /** The side of the largest film. */
  readonly filmPx: number;
}

/** Sizes of the picture: films pixel by pixel where that fits, smaller otherwise. */
export function measureGrid({ columns, rows, notes, letters, filmPx }: GridShape): GridMeasures {
  let cellPx = filmPx;
  for (;;) {
    const fontPx = Math.max(11, Math.min(32, Math.round(cellPx / 16)));
    const gapPx = Math.max(2, Math.round(cellPx / 64));
    const labelPx = Math.max(120, Math.round(cellPx * 0.6));
    // A letter is about half as wide as it is high.
    const labelLines = Math.min(LABEL_LINES, Math.ceil((letters * fontPx * 0.6) / cellPx));
    const headPx = Math.round(fontPx * LINE * (notes + 2 + labelLines)) + gapPx;
    const widthPx = labelPx + columns * (cellPx + gapPx) + gapPx;
    const heightPx = headPx + rows * (cellPx + gapPx) + gapPx;
    const fits = Math.max(widthPx, heightPx) <= LONGEST_SIDE_PX && widthPx * heightPx <= MOST_PIXELS;
    if (fits || cellPx <= 48)
      return { cellPx, labelPx, fontPx, gapPx, headPx, labelLines, widthPx, heightPx };
    cellPx = Math.floor(cellPx * 0.9);
  }
}

/**
 * Draws a labelled grid of films.
 * @returns the PNG's bytes
 */
export async function drawGrid(drawing: GridDrawing): Promise<Uint8Array> {
  const films = drawing.rows.flatMap(({ cells }) =>
    cells.flatMap(({ film }) => (film === null ? [] : [film])),
  );
  const filmPx = Math.max(...films.map(({ widthPx }) => widthPx), 64);
  const measures = measureGrid({
    columns: drawing.columns.length,
    rows: drawing.rows.length,
    notes: drawing.notes.length,
    letters: Math.max(...drawing.columns.map((label) => label.length), 0),
    filmPx,
  });
  const { cellPx, labelPx, fontPx, gapPx, headPx, labelLines } = measures;
  const canvas = document.createElement('canvas');
  canvas.width = measures.widthPx;
  canvas.height = measures.heightPx;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This window cannot draw pictures.');
  context.fillStyle = '#000000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  const linePx = fontPx * LINE;
  const write = (text: string, left: number, top: number, widthPx: number, lines: number): void => {
    context.font = `${fontPx}px "DejaVu Sans", sans-serif`;
    wrapped(context, text, widthPx, lines).forEach((line, index) => {
      context.fillText(line, left, top + fontPx + index * linePx);
    });
  };
  context.fillStyle = '#d2d4d6';
  write(drawing.title, gapPx, gapPx, canvas.width - 2 * gapPx, 1);
  context.fillStyle = '#94989b';
  drawing.notes.forEach((note, index) => {
    write(note, gapPx, gapPx + (index + 1) * linePx, canvas.width - 2 * gapPx, 1);
  });
  context.fillStyle = '#d2d4d6';
  drawing.columns.forEach((label, column) => {
    const left = labelPx + column * (cellPx + gapPx);
    write(label, left, headPx - linePx * labelLines - gapPx * 2, cellPx, labelLines);
  });
  for (const [row, { label, cells }] of drawing.rows.entries()) {
    const top = headPx + row * (cellPx + gapPx);
    context.fillStyle = '#d2d4d6';
    write(label, gapPx, top, labelPx - 3 * gapPx, Math.max(1, Math.floor(cellPx / linePx)));
    for (const [column, cell] of cells.entries()) {
      const left = labelPx + column * (cellPx + gapPx);
      if (cell.film === null) {
        context.fillStyle = '#94989b';
        write(cell.state, left + gapPx, top + cellPx / 2, cellPx - 2 * gapPx, 1);
      } else await drawFilm(context, cell.film, { left, top, sizePx: cellPx });
    }
  }
  return pngOf(canvas);
}

async function drawFilm(
  context: CanvasRenderingContext2D,
  film: FilmView,
  { left, top, sizePx }: { readonly left: number; readonly top: number; readonly sizePx: number },
): Promise<void> {
  const { source, pixels } = await fetchFilm(filmSource(film), new AbortController().signal);
  const bitmap = await createImageBitmap(displayedImage(source, pixels));
  const scale = sizePx / Math.max(film.widthPx, film.heightPx);
  const [width, height] = [film.widthPx * scale, film.heightPx * scale];
  context.drawImage(bitmap, left + (sizePx - width) / 2, top + (sizePx - height) / 2, width, height);
  bitmap.close();
}

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large to be drawn. Take fewer rows or columns.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** A text in lines of a width; what does not fit ends with three dots. */
function wrapped(
  context: CanvasRenderingContext2D,
  text: string,
  widthPx: number,
  lines: number,
): readonly string[] {
  const fits = (line: string): boolean => context.measureText(line).width <= widthPx;
  const out: string[] = [];
  let line = '';
  const words = text.split(/\s+/);
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (out.length === lines - 1) {
      let cut = [line, ...words.slice(index)].join(' ').trim();
      while (cut !== '' && !fits(`${cut}…`)) cut = cut.slice(0, -1);
      return [...out, `${cut}…`];
    }
    if (line !== '') out.push(line);
    line = word;
  }
  return [...out, line];
}
