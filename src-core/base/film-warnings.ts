/** What may tell a reader or an outsider more than the film itself; each is shown with the film and at a freeze. */
export const FILM_WARNINGS = [
  /** The file says that text is burned into its picture (DICOM (0028,0301) YES). */
  'burned-in-declared',
  /** The picture looks as if lines of text were burned into it (src-core/imaging/burned-in-text.ts). */
  'burned-in-probable',
  /** The file carries an overlay (DICOM group 60xx), which is not shown. */
  'overlay',
] as const;
export type FilmWarning = (typeof FILM_WARNINGS)[number];
