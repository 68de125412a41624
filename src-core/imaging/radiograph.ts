import type { DisplayableFilm } from './film-display.ts';

/**
 * A film's pixels, row by row from the top left, `width * height` values, with how they are shown. What stands in
 * `pixels` is no grey: `renderDisplay` gives that.
 */
export interface FilmPicture extends DisplayableFilm {
  readonly width: number;
  readonly height: number;
}

/** A radiograph in memory, as every reader of films delivers it and every consumer takes it. */
export interface Radiograph extends FilmPicture {
  /** What was done to the film that its owner should know, in plain words ("colour was turned to grey"). */
  readonly notes: readonly string[];
  /** True when the film has passed a lossy codec, as far as its file tells. */
  readonly lossy: boolean;
  /** Row spacing and column spacing in millimetres, in DICOM's order. */
  readonly pixelSpacingMm?: readonly [number, number];
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
