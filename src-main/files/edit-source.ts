import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { fitFilm, fitMask } from '../../src-core/imaging/fit-film.ts';
import type { FilmPicture } from '../../src-core/imaging/radiograph.ts';
import { readFilm } from './film-reader.ts';
import { readMask } from './mask-reader.ts';

/** A film, and its mask, as an edit starts from them: at the image's size. */
export interface EditPictures {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** Display grey, 0 (black) to 65535, row after row. */
  readonly grey: Uint16Array;
  /** One byte a pixel: 255 is drawn anew, 0 stays. Null without a mask. */
  readonly mask: Uint8Array | null;
}

export interface EditSourceReading {
  readonly pictures: EditPictures;
  /** What was done to the film that its owner should know ("film.dcm: the file names no window; ..."). */
  readonly notes: readonly string[];
}

export interface EditFiles {
  /** PNG, JPEG or DICOM. */
  readonly film: string;
  /** PNG or JPEG of the film's size. */
  readonly mask: string | null;
}

/**
 * Reads a film and its mask and brings both to the image's size by the rule of `fitFilm`.
 * @throws LightboxError as readFilm and readMask; BAD_INPUT where the mask has another size than the film
 */
export async function readEditPictures(
  files: EditFiles,
  widthPixels: number,
  heightPixels: number,
): Promise<EditSourceReading> {
  const { radiograph } = await readFilm(files.film);
  const notes = radiograph.notes.map((note) => `${path.basename(files.film)}: ${note}`);
  if (files.mask === null) return { pictures: fitEdit(radiograph, null, widthPixels, heightPixels), notes };
  const mask = await readMask(files.mask);
  if (mask.width !== radiograph.width || mask.height !== radiograph.height) {
    const [maskName, filmName] = [path.basename(files.mask), path.basename(files.film)];
    const sizes = `${mask.width} x ${mask.height} pixels, the film ${filmName} ${radiograph.width} x ${radiograph.height}`;
    const message = `${maskName}: it has ${sizes}; draw the mask on the film itself.`;
    throw new LightboxError('BAD_INPUT', message, { file: maskName });
  }
  return { pictures: fitEdit(radiograph, mask, widthPixels, heightPixels), notes };
}

/** Film and mask of one size at the image's size, by the rule of `fitFilm`: the one way for window and command line. */
export function fitEdit(
  film: FilmPicture,
  mask: FilmPicture | null,
  widthPixels: number,
  heightPixels: number,
): EditPictures {
  return {
    widthPixels,
    heightPixels,
    grey: fitFilm(film, widthPixels, heightPixels),
    mask: mask === null ? null : fitMask(mask, widthPixels, heightPixels),
  };
}
