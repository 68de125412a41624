export interface GreyPicture<Pixels extends Uint8Array | Uint16Array> {
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
}

/**
 * Turns a picture upright by its EXIF orientation (CIPA DC-008 section 4.6.5): 1 upright, 2 mirrored, 3 turned
 * by half, 4 mirrored upside down, 5 to 8 with rows and columns exchanged.
 */
export function applyOrientation<Pixels extends Uint8Array | Uint16Array>(
  picture: GreyPicture<Pixels>,
  orientation: number,
): GreyPicture<Pixels> {
  if (orientation < 2 || orientation > 8) return picture;
  const { width, height, pixels } = picture;
  const exchanged = orientation >= 5;
  const lastX = MIRRORED_X.has(orientation) ? width - 1 : 0;
  const lastY = MIRRORED_Y.has(orientation) ? height - 1 : 0;
  const outWidth = exchanged ? height : width;
  const out = pixels.slice() as Pixels;
  for (let index = 0; index < out.length; index++) {
    const across = index % outWidth;
    const down = Math.floor(index / outWidth);
    const sourceX = Math.abs(lastX - (exchanged ? down : across));
    const sourceY = Math.abs(lastY - (exchanged ? across : down));
    out[index] = pixels[sourceY * width + sourceX] ?? 0;
  }
  return { width: outWidth, height: exchanged ? width : height, pixels: out };
}

/** Orientations whose stored rows run from the right, and whose stored columns run from below. */
const MIRRORED_X = new Set([2, 3, 7, 8]);
const MIRRORED_Y = new Set([3, 4, 6, 7]);
