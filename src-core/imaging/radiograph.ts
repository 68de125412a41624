/** A radiograph in memory, as every reader of films delivers it and every consumer takes it. */
export interface Radiograph {
  readonly width: number;
  readonly height: number;
  /** Row by row from the top left, `width * height` values, MONOCHROME2: 0 is black. */
  readonly pixels: Uint8Array | Uint16Array;
  /** The display range is 0 to 2^bits - 1: 8 with a Uint8Array, 16 with a Uint16Array. */
  readonly bits: 8 | 16;
  /** What was done to the film that its owner should know, in plain words ("colour was turned to grey"). */
  readonly notes: readonly string[];
  /** True when the film has passed a lossy codec, as far as its file tells. */
  readonly lossy: boolean;
  /** Row spacing and column spacing in millimetres, in DICOM's order. */
  readonly pixelSpacingMm?: readonly [number, number];
  /** The window a viewer starts with, in pixel values; without it the full display range. */
  readonly window?: GreyWindow;
}

/** What a film's file says of its patient and exposure; a field is absent where the file does not say. */
export interface FilmFacts {
  readonly patient?: string;
  /** Whole years. */
  readonly ageYears?: number;
  readonly sex?: 'M' | 'F';
  /** As the file writes it: PA, AP, LL, ... */
  readonly view?: string;
  /** DICOM modality: CR, DX, ... */
  readonly modality?: string;
  /** The file itself says that its picture was synthesised (DICOM (0008,001C), or a recipe in a PNG). */
  readonly declaredSynthetic?: boolean;
}

/** A grey window: values from `centre - width / 2` to `centre + width / 2` span black to white. */
export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}
