import { possibleValues } from '../../src-core/imaging/display-range.ts';
import type {
  FilmDisplay,
  VoiLut,
  VoiTransform,
  WindowFunction,
} from '../../src-core/imaging/film-display.ts';

/**
 * The window in force, in modality values. A VOI LUT is a window too: it lies over the values from `centre - width /
 * 2` to `centre + width / 2`, so that a drag shifts and stretches it and keeps its shape.
 */
export interface ShownWindow {
  readonly shape: WindowFunction | 'LUT';
  readonly centre: number;
  readonly width: number;
  /** The table of shape LUT. */
  readonly lut: VoiLut | null;
}

/** How far the pointer travels, in CSS pixels, to move the window by the width the film opens with. */
const OPENING_WIDTH_TRAVEL_PX = 640;
/** A window is at most this much narrower than the one the film opens with. */
const NARROWEST_SHARE = 1 / 256;

/** A transform as the window it begins with. */
export function windowOf(transform: VoiTransform): ShownWindow {
  if (transform.kind === 'window') {
    const { function: shape, centre, width } = transform;
    return { shape, centre, width, lut: null };
  }
  const width = Math.max(1, transform.values.length - 1);
  return { shape: 'LUT', centre: transform.first + width / 2, width, lut: transform };
}

/** How a film opens. */
export function openingWindow(display: FilmDisplay): ShownWindow {
  return windowOf(display.choices[0].transform);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The narrowest a window of this shape may be by the standard (PS3.3 section C.11.2.1.2.1: LINEAR from 1 on). */
function narrowestOf(shape: ShownWindow['shape']): number {
  return shape === 'LINEAR' ? 1 : Number.MIN_VALUE;
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

/** What a window's numbers can be: within reach of the film's values, and as wide as its shape needs. */
export function windowLimits(
  shape: ShownWindow['shape'],
  bits: 8 | 16,
  display: FilmDisplay,
): { readonly centre: Limits; readonly width: Limits } {
  const opening = openingWindow(display);
  const { low, high } = possibleValues(bits, display);
  const from = Math.min(low, opening.centre - opening.width / 2);
  const to = Math.max(high, opening.centre + opening.width / 2);
  return {
    centre: { least: from, most: to },
    width: {
      least: Math.max(narrowestOf(shape), opening.width * NARROWEST_SHARE),
      most: 2 * (to - from),
    },
  };
}

/** Keeps a window within its limits. */
export function clampWindow(window: ShownWindow, bits: 8 | 16, display: FilmDisplay): ShownWindow {
  const { centre, width } = windowLimits(window.shape, bits, display);
  return {
    ...window,
    centre: clamp(window.centre, centre.least, centre.most),
    width: clamp(window.width, width.least, width.most),
  };
}

/**
 * Moves a window by a drag, as on radiology workstations: to the right is wider (less contrast), up is brighter. The
 * travel is in CSS pixels, y downwards.
 * @param inverted whether low values are shown white, by the file or by the reader's wish.
 */
export function dragWindow(
  window: ShownWindow,
  travelXPx: number,
  travelYPx: number,
  inverted: boolean,
  bits: 8 | 16,
  display: FilmDisplay,
): ShownWindow {
  const step = openingWindow(display).width / OPENING_WIDTH_TRAVEL_PX;
  // A lower centre is brighter, unless the film is inverted.
  const direction = inverted ? -1 : 1;
  return clampWindow(
    {
      ...window,
      centre: window.centre + direction * travelYPx * step,
      width: window.width + travelXPx * step,
    },
    bits,
    display,
  );
}
