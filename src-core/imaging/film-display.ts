/**
 * How a film's pixels become the greys of a screen, as data: modality (DICOM PS3.3 section C.11.1), value of interest
 * (C.11.2) and presentation (C.7.6.3.1.2). The pixels themselves stay as they were stored, so that every window the
 * file names, and any other, can be shown without reading the file again.
 */

/** Modality value = slope * (pixel - zero) + intercept (PS3.3 section C.11.1.1.2). */
export interface ModalityScale {
  /** The pixel that stands for a stored 0: half of the range where the stored values are signed, else 0. */
  readonly zero: number;
  readonly slope: number;
  readonly intercept: number;
}

export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** A window in modality values (PS3.3 sections C.11.2.1.2 and C.11.2.1.3). */
export interface VoiWindow {
  readonly kind: 'window';
  readonly function: WindowFunction;
  readonly centre: number;
  /** Above 0, and at least 1 for LINEAR. */
  readonly width: number;
}

/** A VOI LUT (PS3.3 section C.11.2.1.1): a table over modality values. */
export interface VoiLut {
  readonly kind: 'lut';
  /** The modality value that the first entry answers; lower ones get the first entry, higher ones the last. */
  readonly first: number;
  /** White is 2^bits - 1. */
  readonly bits: number;
  readonly values: Uint16Array;
}

export type VoiTransform = VoiWindow | VoiLut;

/** One of the ways to look at a film that its file offers. */
export interface VoiChoice {
  /** The file's own explanation ("BONE", "NORMAL"); null where it has none. */
  readonly label: string | null;
  readonly transform: VoiTransform;
}

export interface FilmDisplay {
  readonly scale: ModalityScale;
  /** The first is how the film opens; the others are alternatives of equal right (PS3.3 section C.11.2.1). */
  readonly choices: readonly [VoiChoice, ...VoiChoice[]];
  /** MONOCHROME1, or Presentation LUT Shape INVERSE: the lowest value is white (PS3.3 section C.7.6.3.1.2). */
  readonly inverted: boolean;
  /** Pixels that are no picture, both ends included (PS3.3 section C.7.5.1.1.2): black, and in no statistics. */
  readonly padding: { readonly low: number; readonly high: number } | null;
  /** Of the modality values (Rescale Type, Modality LUT Type): "HU", "OD", ...; null where unspecified. */
  readonly unit: string | null;
}

/** Pixels and what they mean. */
export interface DisplayableFilm {
  readonly pixels: Uint8Array | Uint16Array;
  /** Of a pixel: 8 with a Uint8Array, 16 with a Uint16Array. */
  readonly bits: 8 | 16;
  readonly display: FilmDisplay;
}

/** The highest display grey. */
export const WHITE = 65535;

/** Pixels that are display grey already: 0 is black, 2^bits - 1 is white. */
export function identityDisplay(bits: 8 | 16): FilmDisplay {
  return {
    scale: { zero: 0, slope: 1, intercept: 0 },
    choices: [{ label: null, transform: windowOver(0, 2 ** bits - 1) }],
    inverted: false,
    padding: null,
    unit: null,
  };
}

/** The window in which `low` is black and `high` is white: LINEAR_EXACT, which has no half steps. */
export function windowOver(low: number, high: number): VoiWindow {
  return { kind: 'window', function: 'LINEAR_EXACT', centre: (low + high) / 2, width: high - low };
}

/** In the unit of the film: Hounsfield units, optical density, or none. */
export function modalityValue({ zero, slope, intercept }: ModalityScale, pixel: number): number {
  return slope * (pixel - zero) + intercept;
}

/** The share of white, 0 to 1, that a modality value gets, before any inversion. */
export function applyVoi(transform: VoiTransform, value: number): number {
  return transform.kind === 'window' ? applyWindow(transform, value) : applyLut(transform, value);
}

/**
 * Display grey of every possible pixel, 2^bits values from 0 (black) to 65535.
 * @param transform one of the display's choices or any other.
 */
export function displayTable(
  bits: 8 | 16,
  { scale, choices, inverted, padding }: FilmDisplay,
  transform: VoiTransform = choices[0].transform,
): Uint16Array {
  const table = new Uint16Array(2 ** bits);
  for (let pixel = 0; pixel < table.length; pixel++) {
    if (padding !== null && pixel >= padding.low && pixel <= padding.high) continue;
    const share = applyVoi(transform, modalityValue(scale, pixel));
    table[pixel] = Math.round(WHITE * (inverted ? 1 - share : share));
  }
  return table;
}

/**
 * A film as it is shown: 16-bit MONOCHROME2, 0 is black. Everything that makes a picture of a film goes through here:
 * freeze, edits, thumbnails, exports.
 * @param transform one of the film's choices or any other; without it, how the film opens.
 * @returns one value a pixel, row by row.
 */
export function renderDisplay(film: DisplayableFilm, transform?: VoiTransform): Uint16Array {
  const { pixels } = film;
  const table = displayTable(film.bits, film.display, transform);
  const greys = new Uint16Array(pixels.length);
  for (let index = 0; index < greys.length; index++) greys[index] = table[pixels[index] ?? 0] ?? 0;
  return greys;
}

/** Display grey of 16 bits in 8, to the nearest. */
export function toGrey8(greys: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(greys.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = Math.round((greys[index] ?? 0) / 257);
  return bytes;
}

/** The formulas of PS3.3: LINEAR C.11.2.1.2.1, SIGMOID C.11.2.1.3.1, LINEAR_EXACT C.11.2.1.3.2, to 0 to 1. */
function applyWindow({ function: shape, centre, width }: VoiWindow, value: number): number {
  if (shape === 'SIGMOID') return 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return clampShare((value - centre) / width + 0.5);
  // LINEAR counts whole values: its lowest of `width` values is black, its highest white. Width 1 is a threshold.
  const middle = centre - 0.5;
  const span = width - 1;
  if (value <= middle - span / 2) return 0;
  if (value > middle + span / 2) return 1;
  return (value - middle) / span + 0.5;
}

function applyLut({ first, bits, values }: VoiLut, value: number): number {
  const index = Math.min(Math.max(Math.round(value) - first, 0), values.length - 1);
  return clampShare((values[index] ?? 0) / (2 ** bits - 1));
}

function clampShare(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
