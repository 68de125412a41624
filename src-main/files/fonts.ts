import { packageFile } from './node-packages.ts';

/** Source Sans 3, the typeface of figures and reports, by face; each a TrueType file of some 2,000 glyphs. */
const FACES = {
  regular: '400Regular/SourceSans3_400Regular.ttf',
  italic: '400Regular_Italic/SourceSans3_400Regular_Italic.ttf',
  semibold: '600SemiBold/SourceSans3_600SemiBold.ttf',
  semiboldItalic: '600SemiBold_Italic/SourceSans3_600SemiBold_Italic.ttf',
} as const;
export type FontFace = keyof typeof FACES;

/** @returns the path of a face's TrueType file */
export function fontFile(face: FontFace): string {
  return packageFile(`@expo-google-fonts/source-sans-3/${FACES[face]}`);
}
