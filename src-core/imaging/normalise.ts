import { LightboxError } from '../base/errors.ts';
import { renderDisplay } from './film-display.ts';
import { percentiles } from './percentile.ts';
import type { FilmPicture } from './radiograph.ts';
import { cropToSquare, type GreyPlane, resampleDown } from './resample.ts';

/**
 * The chain that every film of a study passes at its freeze, real and synthetic alike, so that nothing but the
 * picture's content tells the arm:
 *
 * 1. display grey as the film opens (film-display.ts), cut to the centred square (shape);
 * 2. down to one matrix, never up, with a filter that gives every film the same blur (sharpness; resample.ts);
 * 3. optionally a binomial low-pass [1/4, 1/2, 1/4] (what differs near the highest frequencies);
 * 4. one window: the 0.5th to the 99.5th percentile, pixel padding left out, become black and white (exposure, bit
 *    depth);
 * 5. rounding to 8 bits: the filter's sums fill the levels between a source's own, so that combs of 8-bit or
 *    stretched sources vanish (occupied grey levels);
 * 6. where any film of the study was lossy, the same JPEG coding for all (codec history).
 *
 * What remains: noise and texture themselves, which are what readers judge; burned-in letters and markers; above
 * three quarters of the highest frequency a film that was already at the matrix size keeps somewhat more contrast
 * than a finer one (about 0.32 against 0.14 of it at the limit), which step 3 removes at the cost of sharpness; and
 * traces of an earlier, stronger JPEG coding than that of step 6.
 */
export interface NormalisationPlan {
  /** Width and height of every film afterwards. */
  readonly matrixSizePx: number;
  readonly lowPass: 'none' | 'binomial';
  readonly lowPercentile: number;
  readonly highPercentile: number;
  /** Quality of the common JPEG coding, null where every film was lossless. */
  readonly jpegQuality: number | null;
}

export interface PlannedFilm {
  readonly width: number;
  readonly height: number;
  readonly lossy: boolean;
}

export interface NormalisationOptions {
  readonly maxMatrixSizePx?: number;
  readonly lowPass?: NormalisationPlan['lowPass'];
}

/** Codes and decodes 8-bit grey values by JPEG; src-main/files/jpeg.ts has it. */
export type JpegRoundTrip = (
  pixels: Uint8Array,
  width: number,
  height: number,
  quality: number,
) => Uint8Array;

const MAX_MATRIX_SIZE_PX = 1024;
const MIN_MATRIX_SIZE_PX = 16;
const JPEG_QUALITY = 90;

/**
 * Decides the chain for all films of a study.
 * @throws LightboxError BAD_INPUT without films, or with one under 16 pixels a side.
 */
export function planNormalisation(
  films: readonly PlannedFilm[],
  { maxMatrixSizePx = MAX_MATRIX_SIZE_PX, lowPass = 'none' }: NormalisationOptions = {},
): NormalisationPlan {
  const smallest = films.reduce((side, { width, height }) => Math.min(side, width, height), maxMatrixSizePx);
  if (films.length === 0 || !(smallest >= MIN_MATRIX_SIZE_PX)) {
    throw new LightboxError('BAD_INPUT', 'A study needs films of at least 16 pixels a side.', { smallest });
  }
  return {
    matrixSizePx: Math.floor(smallest),
    lowPass,
    lowPercentile: 0.5,
    highPercentile: 99.5,
    jpegQuality: films.some(({ lossy }) => lossy) ? JPEG_QUALITY : null,
  };
}

/** The plan in words, for the study's protocol. */
export function describeNormalisation(plan: NormalisationPlan): {
  readonly matrixSizePx: number;
  readonly windowRule: string;
  readonly codec: string;
} {
  const filter =
    plan.lowPass === 'binomial'
      ? 'tent filter of equal blur, binomial low-pass'
      : 'tent filter of equal blur';
  return {
    matrixSizePx: plan.matrixSizePx,
    windowRule:
      `centred square, ${filter}, percentiles ${plan.lowPercentile} to ${plan.highPercentile} without padding to 0 to 255, ` +
      'rounded to 8 bits',
    codec: plan.jpegQuality === null ? 'none' : `JPEG baseline, quality ${plan.jpegQuality}, decoded`,
  };
}

/**
 * One film through the chain.
 * @returns `matrixSizePx` squared grey values, row by row, 0 is black.
 * @throws RangeError where the film is smaller than the plan's matrix.
 */
export function normaliseFilm(
  film: FilmPicture,
  plan: NormalisationPlan,
  jpegRoundTrip: JpegRoundTrip,
): Uint8Array {
  const side = plan.matrixSizePx;
  const { width, height } = film;
  const shown = squared({ width, height, pixels: renderDisplay(film) }, side);
  const smooth = plan.lowPass === 'binomial' ? binomialLowPass(shown, side) : shown;
  const grey = windowToGrey8(smooth, plan, pictureShare(film, side));
  return plan.jpegQuality === null ? grey : jpegRoundTrip(grey, side, side, plan.jpegQuality);
}

function squared(plane: GreyPlane, side: number): Float64Array {
  return resampleDown(cropToSquare(plane), side, side);
}

/** How much of each pixel of the matrix is picture and not padding, 0 to 1; undefined for a film without padding. */
function pictureShare(
  { width, height, pixels, display }: FilmPicture,
  side: number,
): Float64Array | undefined {
  const { padding } = display;
  if (padding === null) return undefined;
  const picture = Uint8Array.from(pixels, (pixel) => (pixel < padding.low || pixel > padding.high ? 1 : 0));
  return squared({ width, height, pixels: picture }, side);
}

function windowToGrey8(
  values: Float64Array,
  plan: NormalisationPlan,
  share: Float64Array | undefined,
): Uint8Array {
  const picture = share === undefined ? values : values.filter((_, index) => (share[index] ?? 0) > 0.5);
  const [low = 0, high = 0] =
    picture.length === 0 ? [] : percentiles(picture, [plan.lowPercentile, plan.highPercentile]);
  const span = high - low;
  // Of a film that is flat between the percentiles only mid-grey can be said.
  if (!(span > 0)) return new Uint8Array(values.length).fill(128);
  return Uint8Array.from(values, (value) => Math.round(Math.min(Math.max((value - low) / span, 0), 1) * 255));
}

/** [1/4, 1/2, 1/4] along rows and columns; the edge pixel is repeated. */
function binomialLowPass(values: Float64Array, side: number): Float64Array {
  const along = (source: Float64Array, stride: number, place: (index: number) => number) =>
    source.map((value, index) => {
      const at = place(index);
      const before = at === 0 ? value : (source[index - stride] ?? value);
      const after = at === side - 1 ? value : (source[index + stride] ?? value);
      return (before + 2 * value + after) / 4;
    });
  const rows = along(values, 1, (index) => index % side);
  return along(rows, side, (index) => Math.floor(index / side));
}
