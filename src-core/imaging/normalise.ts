import { LightboxError } from '../base/errors.ts';
import { renderDisplay } from './film-display.ts';
import { percentiles } from './percentile.ts';
import type { FilmPicture } from './radiograph.ts';
import { cropToSquare, type GreyPlane, resampleDown } from './resample.ts';

/**
 * What happens to letters and markers that are burned into the films, the same in every film of every arm: `keep` them;
 * `mask-corners`: a square in each corner, 15% of the side, becomes black and is left out of the window; `crop`: the
 * central 90% of the side is kept, which cuts what lies at the borders. Both lose what stands there, and neither
 * reaches letters further inside.
 */
export const MARKER_RULES = ['keep', 'mask-corners', 'crop'] as const;
export type MarkerRule = (typeof MARKER_RULES)[number];

const CORNER_SHARE = 0.15;
const CROP_SHARE = 0.9;

/**
 * The chain that every film of a study passes at its freeze, real and synthetic alike, so that nothing but the
 * picture's content tells the arm:
 *
 * 1. display grey as the film opens (film-display.ts), cut to the centred square (shape), or to the central 90% of it
 *    where borders with markers are cropped;
 * 2. down to one matrix, never up, by means over the matrix's own pixels and a filter that blurs every film alike
 *    (sharpness, noise; resample.ts);
 * 3. optionally a binomial low-pass [1/4, 1/2, 1/4] (what differs near the highest frequencies);
 * 4. one window: the 0.5th to the 99.5th percentile, pixel padding and masked corners left out, become black and white
 *    (exposure, bit depth);
 * 5. rounding to 8 bits: the filter's sums fill the levels between a source's own, so that combs of 8-bit or
 *    stretched sources vanish (occupied grey levels);
 * 6. where any film of the study was lossy, the same JPEG coding for all (codec history).
 *
 * What remains: noise and texture themselves, which are what readers judge; burned-in letters and markers where they
 * are kept or lie inside the picture; frames and padding that are in the picture; the rhythm of pixels that straddle the
 * matrix's where a film is less than twice the matrix and no multiple of it; and traces of an earlier JPEG coding at about
 * the matrix's own size, or stronger than that of step 6. docs/attack-suite.md says what was measured of each.
 */
export interface NormalisationPlan {
  /** Width and height of every film afterwards. */
  readonly matrixSizePx: number;
  readonly markers: MarkerRule;
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
  readonly markers?: MarkerRule;
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
  { maxMatrixSizePx = MAX_MATRIX_SIZE_PX, markers = 'keep', lowPass = 'none' }: NormalisationOptions = {},
): NormalisationPlan {
  const smallest = films.reduce(
    (side, { width, height }) => Math.min(side, keptSide(Math.min(width, height), markers)),
    maxMatrixSizePx,
  );
  if (films.length === 0 || !(smallest >= MIN_MATRIX_SIZE_PX)) {
    const after = markers === 'crop' ? ' after their borders are cropped' : '';
    throw new LightboxError('BAD_INPUT', `A study needs films of at least 16 pixels a side${after}.`, {
      smallest,
    });
  }
  return {
    matrixSizePx: Math.floor(smallest),
    markers,
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
  readonly markers: MarkerRule;
} {
  const filter =
    plan.lowPass === 'binomial'
      ? 'means over each pixel of the matrix with the filter [1/8, 3/4, 1/8], binomial low-pass'
      : 'means over each pixel of the matrix with the filter [1/8, 3/4, 1/8]';
  const shape =
    plan.markers === 'crop' ? `central ${CROP_SHARE * 100}% of the centred square` : 'centred square';
  const masked =
    plan.markers === 'mask-corners' ? `, corners of ${CORNER_SHARE * 100}% of the side black` : '';
  return {
    matrixSizePx: plan.matrixSizePx,
    markers: plan.markers,
    windowRule:
      `${shape}, ${filter}, percentiles ${plan.lowPercentile} to ${plan.highPercentile} without padding to 0 to 255, ` +
      `rounded to 8 bits${masked}`,
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
  const shown = squared({ width, height, pixels: renderDisplay(film) }, plan);
  const smooth = plan.lowPass === 'binomial' ? binomialLowPass(shown, side) : shown;
  const isMasked = plan.markers === 'mask-corners' ? cornersOf(side) : () => false;
  const grey = windowToGrey8(smooth, plan, pictureShare(film, plan), isMasked);
  return plan.jpegQuality === null ? grey : jpegRoundTrip(grey, side, side, plan.jpegQuality);
}

/** Pixels a side that are left of a square after its borders are cropped. */
function keptSide(side: number, markers: MarkerRule): number {
  return markers === 'crop' ? Math.floor(side * CROP_SHARE) : side;
}

function squared(plane: GreyPlane, { matrixSizePx, markers }: NormalisationPlan): Float64Array {
  const side = keptSide(Math.min(plane.width, plane.height), markers);
  return resampleDown(cropToSquare(plane, side), matrixSizePx, matrixSizePx);
}

/** Whether a pixel of the matrix lies in one of its four corner squares. */
function cornersOf(side: number): (index: number) => boolean {
  const corner = Math.ceil(side * CORNER_SHARE);
  const outer = (place: number): boolean => place < corner || place >= side - corner;
  return (index) => outer(index % side) && outer(Math.floor(index / side));
}

/** How much of each pixel of the matrix is picture and not padding, 0 to 1; undefined for a film without padding. */
function pictureShare(
  { width, height, pixels, display }: FilmPicture,
  plan: NormalisationPlan,
): Float64Array | undefined {
  const { padding } = display;
  if (padding === null) return undefined;
  const picture = Uint8Array.from(pixels, (pixel) => (pixel < padding.low || pixel > padding.high ? 1 : 0));
  return squared({ width, height, pixels: picture }, plan);
}

function windowToGrey8(
  values: Float64Array,
  plan: NormalisationPlan,
  share: Float64Array | undefined,
  isMasked: (index: number) => boolean,
): Uint8Array {
  const isPicture = (index: number): boolean => !isMasked(index) && (share?.[index] ?? 1) > 0.5;
  const picture = values.filter((_, index) => isPicture(index));
  const [low = 0, high = 0] =
    picture.length === 0 ? [] : percentiles(picture, [plan.lowPercentile, plan.highPercentile]);
  const span = high - low;
  // Of a film that is flat between the percentiles only mid-grey can be said.
  const greyOf = (value: number): number =>
    span > 0 ? Math.round(Math.min(Math.max((value - low) / span, 0), 1) * 255) : 128;
  return Uint8Array.from(values, (value, index) => (isMasked(index) ? 0 : greyOf(value)));
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
