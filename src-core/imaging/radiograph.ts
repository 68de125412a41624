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

/** What a film's file says of its patient and exposure; null where it does not say. */
export interface FilmFacts {
  readonly patient: string | null;
  /** Whole years, above 0. */
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
  /** As the file writes it: PA, AP, LL, ... */
  readonly view: string | null;
  /** DICOM modality: CR, DX, ... */
  readonly modality: string | null;
  /** The same in one line for a person ("CR, PA, F, 45 years"); null where the file says nothing of it. */
  readonly label: string | null;
  /** The file itself says that its picture was synthesised (DICOM (0008,001C), or a recipe in a PNG). */
  readonly declaredSynthetic: boolean;
}

export const NO_FACTS: FilmFacts = {
  patient: null,
  ageYears: null,
  sex: null,
  view: null,
  modality: null,
  label: null,
  declaredSynthetic: false,
};

/** A grey window: values from `centre - width / 2` to `centre + width / 2` span black to white. */
export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}
