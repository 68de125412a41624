import { displayTable, WHITE } from './film-display.ts';
import type { FilmPicture } from './radiograph.ts';

/** A line of what looks like letters, in pixels of the picture. */
export interface TextLine {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly letters: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  pixels: number;
}

/** How far a stroke stands out from the mean around it, of 255. */
const CONTRAST = 45;
const LETTER_MIN_PX = 5;
/** Of the shorter side. */
const LETTER_MAX_PART = 0.06;
const AROUND_PART = 0.02;
const LETTERS_IN_A_LINE = 4;

/** Letters of 16 pixels on a film of 2,828 x 2,320 keep 8. */
const MOST_SIDE_PX = 1500;

/**
 * Lines of letters that are written into a film, as it opens: strokes that stand out from what is around them (brighter,
 * or darker), of a letter's size and shape, four and more of one height beside each other. A heuristic: a single letter
 * (a side marker) is not found, nor is what is turned, handwritten, or hardly stands out.
 * How often it is right: docs/user/importing.md.
 */
export function findTextLines(film: FilmPicture): TextLine[] {
  const { pixels, width, height, factor } = reducedGrey(film);
  const sums = summedArea(pixels, width, height);
  return [1, -1].flatMap((sign) => {
    const marked = standsOut(pixels, sums, width, height, sign);
    const letters = components(marked, width, height).filter((box) => isLetterLike(box, width, height));
    return linesOf(letters).map((line) => enlarged(line, factor));
  });
}

interface ReducedGrey {
  /** 0 black to 255 white. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly factor: number;
}

/** Display grey, each block of pixels by its mean: what a huge film takes stays bounded. */
function reducedGrey(film: FilmPicture): ReducedGrey {
  const factor = Math.ceil(Math.max(film.width, film.height) / MOST_SIDE_PX);
  const [width, height] = [Math.floor(film.width / factor), Math.floor(film.height / factor)];
  const table = displayTable(film.bits, film.display);
  const pixels = new Uint8Array(width * height);
  const scale = 255 / (WHITE * factor * factor);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let down = 0; down < factor; down++) {
        const row = (y * factor + down) * film.width + x * factor;
        for (let across = 0; across < factor; across++) sum += table[film.pixels[row + across] ?? 0] ?? 0;
      }
      pixels[y * width + x] = Math.round(sum * scale);
    }
  }
  return { pixels, width, height, factor };
}

function enlarged({ letters, ...box }: TextLine, factor: number): TextLine {
  const { left, top, right, bottom } = box;
  return {
    left: left * factor,
    top: top * factor,
    right: (right + 1) * factor - 1,
    bottom: (bottom + 1) * factor - 1,
    letters,
  };
}

function summedArea(pixels: Uint8Array, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += pixels[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

function standsOut(
  pixels: Uint8Array,
  sums: Float64Array,
  width: number,
  height: number,
  sign: number,
): Uint8Array {
  const radius = Math.max(6, Math.round(Math.min(width, height) * AROUND_PART));
  const marked = new Uint8Array(pixels.length);
  const at = (x: number, y: number) => sums[y * (width + 1) + x] ?? 0;
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height, y + radius + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)];
      const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
      const mean = sum / ((right - left) * (bottom - top));
      if (sign * ((pixels[y * width + x] ?? 0) - mean) > CONTRAST) marked[y * width + x] = 1;
    }
  }
  return marked;
}

/** Components of eight neighbours; `marked` is used up. */
function components(marked: Uint8Array, width: number, height: number): Box[] {
  const boxes: Box[] = [];
  const stack: number[] = [];
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] === 0) continue;
    const box: Box = { left: width, top: height, right: -1, bottom: -1, pixels: 0 };
    marked[start] = 0;
    stack.push(start);
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const [x, y] = [index % width, Math.floor(index / width)];
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      box.pixels += 1;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (marked[next] === 0) continue;
          marked[next] = 0;
          stack.push(next);
        }
      }
    }
    boxes.push(box);
  }
  return boxes;
}

function isLetterLike(box: Box, width: number, height: number): boolean {
  const [across, down] = [box.right - box.left + 1, box.bottom - box.top + 1];
  const filled = box.pixels / (across * down);
  return (
    down >= LETTER_MIN_PX &&
    down <= Math.max(12, Math.min(width, height) * LETTER_MAX_PART) &&
    across <= 1.5 * down &&
    (filled < 0.85 || across < 0.4 * down) &&
    filled > 0.15
  );
}

function linesOf(letters: readonly Box[]): TextLine[] {
  const lines: Box[][] = [];
  for (const letter of [...letters].sort((a, b) => a.left - b.left)) {
    const line = lines.find((one) => follows(one.at(-1), letter));
    if (line === undefined) lines.push([letter]);
    else line.push(letter);
  }
  return lines.flatMap((line) =>
    line.length < LETTERS_IN_A_LINE
      ? []
      : {
          left: Math.min(...line.map(({ left }) => left)),
          top: Math.min(...line.map(({ top }) => top)),
          right: Math.max(...line.map(({ right }) => right)),
          bottom: Math.max(...line.map(({ bottom }) => bottom)),
          letters: line.length,
        },
  );
}

function follows(last: Box | undefined, next: Box): boolean {
  if (last === undefined) return false;
  const [a, b] = [last.bottom - last.top + 1, next.bottom - next.top + 1];
  const gap = next.left - last.right;
  const level = Math.abs(last.bottom - next.bottom) <= Math.max(1, 0.2 * a);
  return level && Math.max(a, b) <= 1.3 * Math.min(a, b) + 1 && gap >= 0 && gap <= 1.2 * Math.max(a, b);
}
