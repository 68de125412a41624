/** A grey-level window in units of the film's full range: 0 is its lowest possible value, 1 its highest. */
export interface GrayWindow {
  readonly centre: number;
  readonly width: number;
}

export const FULL_WINDOW: GrayWindow = { centre: 0.5, width: 1 };

const MIN_WIDTH = 1 / 256;
const MAX_WIDTH = 2;

/** How far the pointer travels, in CSS pixels, to move the window by the film's full range. */
const FULL_RANGE_TRAVEL_PX = 640;

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Displayed brightness, 0 to 1, of a value in units of the full range. */
export function applyWindow(value: number, { centre, width }: GrayWindow, inverted: boolean): number {
  const shown = clamp((value - centre) / width + 0.5, 0, 1);
  return inverted ? 1 - shown : shown;
}

/**
 * Moves a window by a drag, as on radiology workstations: to the right is wider (less contrast), up is
 * brighter. The travel is in CSS pixels, y downwards.
 */
export function dragWindow(
  window: GrayWindow,
  travelXPx: number,
  travelYPx: number,
  inverted: boolean,
): GrayWindow {
  // A lower centre is brighter, unless the film is inverted.
  const direction = inverted ? -1 : 1;
  return {
    centre: clamp(window.centre + (direction * travelYPx) / FULL_RANGE_TRAVEL_PX, 0, 1),
    width: clamp(window.width + travelXPx / FULL_RANGE_TRAVEL_PX, MIN_WIDTH, MAX_WIDTH),
  };
}

/** The window from the lowest to the highest value that occurs; the full range for a film of one value. */
export function windowOfPixels(pixels: Uint8Array | Uint16Array, maxValue: number): GrayWindow {
  let low = maxValue;
  let high = 0;
  for (const value of pixels) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high <= low) return FULL_WINDOW;
  return { centre: (low + high) / 2 / maxValue, width: (high - low) / maxValue };
}

/** Displayed bytes for every possible value from 0 to `maxValue`. */
export function windowLookup(maxValue: number, window: GrayWindow, inverted: boolean): Uint8Array {
  return Uint8Array.from({ length: maxValue + 1 }, (_, value) =>
    Math.round(applyWindow(value / maxValue, window, inverted) * 255),
  );
}
