import { LightboxError } from '../base/errors.ts';
import { mean } from '../stats/numbers.ts';

/** A grey picture, values of 0 to 1, row after row. */
export interface UnitPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float64Array;
}

/** Of the scales, from the finest (Wang, Simoncelli and Bovik 2003, section 3.2). */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const WINDOW = 11;
const DEVIATION = 1.5;
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/** Both sides must be longer: the coarsest of five scales still needs room for the window. */
export const LEAST_SIDE = (WINDOW - 1) * 2 ** (WEIGHTS.length - 1);

/**
 * Multi-scale structural similarity (Wang, Simoncelli and Bovik, Asilomar 2003), data range 1: Gaussian windows of 11
 * pixels (sigma 1.5) where they fit whole, means of two by two pixels between scales, negative contrast terms as 0.
 * @returns 0 to 1; 1 for the same picture
 * @throws LightboxError BAD_INPUT for pictures of two sizes, or with a side of LEAST_SIDE or less.
 */
export function multiScaleSimilarity(first: UnitPicture, second: UnitPicture): number {
  if (first.width !== second.width || first.height !== second.height) {
    throw new LightboxError(
      'BAD_INPUT',
      `Pictures of ${first.width} x ${first.height} and ${second.width} x ${second.height} cannot be compared.`,
    );
  }
  if (Math.min(first.width, first.height) <= LEAST_SIDE) {
    throw new LightboxError(
      'BAD_INPUT',
      `Pictures of ${first.width} x ${first.height} are too small: structural similarity at five scales needs sides above ${LEAST_SIDE}.`,
    );
  }
  let [a, b] = [first, second];
  let product = 1;
  WEIGHTS.forEach((weight, scale) => {
    const { similarity, contrast } = similarityOf(a, b);
    const last = scale === WEIGHTS.length - 1;
    product *= Math.max(0, last ? similarity : contrast) ** weight;
    if (!last) [a, b] = [halved(a), halved(b)];
  });
  return product;
}

function similarityOf(first: UnitPicture, second: UnitPicture): { similarity: number; contrast: number } {
  const moments = (of: (place: number) => number): Float64Array =>
    blurred({ ...first, pixels: Float64Array.from(first.pixels, (_, place) => of(place)) });
  const [a, b] = [first.pixels, second.pixels];
  const value = (pixels: Float64Array, place: number): number => pixels[place] as number;
  const meanA = blurred(first);
  const meanB = blurred(second);
  const squareA = moments((place) => value(a, place) ** 2);
  const squareB = moments((place) => value(b, place) ** 2);
  const cross = moments((place) => value(a, place) * value(b, place));
  const contrasts = new Float64Array(meanA.length);
  const similarities = new Float64Array(meanA.length);
  for (let place = 0; place < meanA.length; place += 1) {
    const [mA, mB] = [value(meanA, place), value(meanB, place)];
    const covariance = value(cross, place) - mA * mB;
    const variances = value(squareA, place) - mA * mA + (value(squareB, place) - mB * mB);
    const contrast = (2 * covariance + C2) / (variances + C2);
    contrasts[place] = contrast;
    similarities[place] = ((2 * mA * mB + C1) / (mA * mA + mB * mB + C1)) * contrast;
  }
  return { similarity: mean(similarities), contrast: mean(contrasts) };
}

const KERNEL = gaussianWindow();

function gaussianWindow(): Float64Array {
  const weights = Float64Array.from({ length: WINDOW }, (_, tap) =>
    Math.exp(-((tap - (WINDOW - 1) / 2) ** 2) / (2 * DEVIATION ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Windowed means where the window fits whole: WINDOW - 1 fewer each way. */
function blurred({ width, height, pixels }: UnitPicture): Float64Array {
  const [outWidth, outHeight] = [width - WINDOW + 1, height - WINDOW + 1];
  const rows = new Float64Array(outWidth * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < outWidth; x += 1) {
      const start = y * width + x;
      let total = 0;
      for (let tap = 0; tap < WINDOW; tap += 1)
        total += (KERNEL[tap] as number) * (pixels[start + tap] as number);
      rows[y * outWidth + x] = total;
    }
  }
  const out = new Float64Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y += 1) {
    for (let tap = 0; tap < WINDOW; tap += 1) {
      const weight = KERNEL[tap] as number;
      const start = (y + tap) * outWidth;
      for (let x = 0; x < outWidth; x += 1) {
        out[y * outWidth + x] = (out[y * outWidth + x] as number) + weight * (rows[start + x] as number);
      }
    }
  }
  return out;
}

/** Means of two by two pixels; an odd side gets a row or column of zeros before it, as average pooling pads. */
function halved({ width, height, pixels }: UnitPicture): UnitPicture {
  const [padX, padY] = [width % 2, height % 2];
  const [outWidth, outHeight] = [
    Math.floor((width + 2 * padX - 2) / 2) + 1,
    Math.floor((height + 2 * padY - 2) / 2) + 1,
  ];
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (pixels[y * width + x] as number);
  const out = new Float64Array(outWidth * outHeight);
  for (let y = 0; y < outHeight; y += 1) {
    for (let x = 0; x < outWidth; x += 1) {
      const [left, top] = [2 * x - padX, 2 * y - padY];
      out[y * outWidth + x] =
        (at(left, top) + at(left + 1, top) + at(left, top + 1) + at(left + 1, top + 1)) / 4;
    }
  }
  return { width: outWidth, height: outHeight, pixels: out };
}
