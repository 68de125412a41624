/**
 * A mask drawn on a film at the film's own pixels: 255 is drawn anew, 0 stays. Drawing changes the bytes in place,
 * since a film of 9 megapixels cannot be copied at every move of a pointer; each change says which part it touched.
 */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Row by row, `width * height` bytes. */
  readonly bytes: Uint8Array;
}

/** A part of a film in whole pixels; `x` and `y` are its first column and row. */
export interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place on a film in pixels from its top left corner; the middle of the first pixel is (0.5, 0.5). */
export interface FilmPoint {
  readonly x: number;
  readonly y: number;
}

export const MARKED = 255;
export const UNMARKED = 0;
export type MaskValue = typeof MARKED | typeof UNMARKED;

export function emptyMask(width: number, height: number): Mask {
  return { width, height, bytes: new Uint8Array(width * height) };
}

/** The part of a box that lies on the film; null where none does. */
export function clipBox(
  { x, y, width, height }: PixelBox,
  on: Pick<Mask, 'width' | 'height'>,
): PixelBox | null {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(on.width, x + width);
  const bottom = Math.min(on.height, y + height);
  return right <= left || bottom <= top
    ? null
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Fills what of the rectangle lies on the film. */
export function paintRectangle(mask: Mask, box: PixelBox, value: MaskValue): PixelBox | null {
  const clipped = clipBox(box, mask);
  if (clipped === null) return null;
  for (let row = clipped.y; row < clipped.y + clipped.height; row += 1) {
    const start = row * mask.width + clipped.x;
    mask.bytes.fill(value, start, start + clipped.width);
  }
  return clipped;
}

/**
 * Draws a round brush of `diameterPx` along a line: every pixel whose middle it covers, and the pixel that the line
 * ends on, so that the smallest brush draws one.
 */
export function paintStroke(
  mask: Mask,
  from: FilmPoint,
  to: FilmPoint,
  diameterPx: number,
  value: MaskValue,
): PixelBox | null {
  const radius = diameterPx / 2;
  const left = Math.floor(Math.min(from.x, to.x) - radius);
  const top = Math.floor(Math.min(from.y, to.y) - radius);
  const right = Math.ceil(Math.max(from.x, to.x) + radius);
  const bottom = Math.ceil(Math.max(from.y, to.y) + radius);
  const end = paintRectangle(mask, { x: Math.floor(to.x), y: Math.floor(to.y), width: 1, height: 1 }, value);
  const box = clipBox({ x: left, y: top, width: right - left, height: bottom - top }, mask);
  if (box === null) return end;
  const along = { x: to.x - from.x, y: to.y - from.y };
  const lengthSquared = along.x * along.x + along.y * along.y;
  for (let row = box.y; row < box.y + box.height; row += 1) {
    for (let column = box.x; column < box.x + box.width; column += 1) {
      const x = column + 0.5 - from.x;
      const y = row + 0.5 - from.y;
      // The nearest place of the line, as a share of its length.
      const share =
        lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (x * along.x + y * along.y) / lengthSquared));
      const distanceX = x - share * along.x;
      const distanceY = y - share * along.y;
      if (distanceX * distanceX + distanceY * distanceY <= radius * radius)
        mask.bytes[row * mask.width + column] = value;
    }
  }
  return box;
}

/** Marks what was not marked, and the reverse. */
export function invertMask({ bytes }: Mask): void {
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = MARKED - (bytes[index] ?? 0);
}

export function markedPixels({ bytes }: Pick<Mask, 'bytes'>): number {
  let count = 0;
  for (let index = 0; index < bytes.length; index += 1) if (bytes[index] === MARKED) count += 1;
  return count;
}

/**
 * What makes bytes no mask for a film of that size, in plain words; null where nothing does. A mask of nothing would
 * change nothing, one of everything is an edit without a mask.
 */
export function findMaskFault(
  bytes: Uint8Array,
  width: number,
  height: number,
): { readonly fault: string | null; readonly markedPixels: number } {
  const expected = width * height;
  if (bytes.length !== expected) {
    const fault = `The mask has ${bytes.length} pixels; the film has ${width} x ${height}, which are ${expected}.`;
    return { fault, markedPixels: 0 };
  }
  let marked = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const value = bytes[index];
    if (value === MARKED) marked += 1;
    else if (value !== UNMARKED) {
      const place = `column ${(index % width) + 1}, row ${Math.floor(index / width) + 1}`;
      const fault = `The mask holds ${value} at ${place}; it may hold 0 (stays) and 255 (drawn anew) only.`;
      return { fault, markedPixels: marked };
    }
  }
  if (marked === 0) return { fault: 'The mask marks nothing, so nothing would be drawn.', markedPixels: 0 };
  if (marked === expected) {
    const fault = 'The mask marks the whole film. Edit it without a mask.';
    return { fault, markedPixels: marked };
  }
  return { fault: null, markedPixels: marked };
}
