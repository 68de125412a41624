/** A radiograph in memory, as every reader of films delivers it and every consumer takes it. */
export interface Radiograph {
  readonly width: number;
  readonly height: number;
  /** Row by row from the top left, `width * height` values, MONOCHROME2: 0 is black. */
  readonly pixels: Uint8Array | Uint16Array;
  /** Significant bits: the display range is 0 to 2^bits - 1. 8 for a Uint8Array, 9 to 16 for a Uint16Array. */
  readonly bits: number;
  /** What was done to the film that its owner should know, in plain words ("colour was turned to grey"). */
  readonly notes: readonly string[];
  /** True when the film has passed a lossy codec, as far as its file tells. */
  readonly lossy: boolean;
  /** Row spacing and column spacing in millimetres, in DICOM's order. */
  readonly pixelSpacingMm?: readonly [number, number];
  /** The window a viewer starts with, in pixel values; without it the full display range. */
  readonly window?: GreyWindow;
}

/** A grey window: values from `centre - width / 2` to `centre + width / 2` span black to white. */
export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}
