import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { hasDicmPrefix } from '../../src-core/dicom/file-meta.ts';
import { RECIPE_FORMAT_VERSION, type Recipe, recipeSchema } from '../../src-core/diffusion/recipe.ts';
import { RECIPE_TEXT_KEYWORD } from '../../src-core/diffusion/recipe-text.ts';
import { decodeStoredPictures } from './dicom.ts';
import { readDicomRecipe } from './dicom-recipe.ts';
import { refusal } from './film-limits.ts';
import { readPngText } from './png.ts';
import { isPng } from './png-chunks.ts';
import { decodePng } from './png-decode.ts';
import { readWholeFile } from './whole-file.ts';

/** A picture with the recipe that its file carries. */
export interface RecordedImage {
  readonly recipe: Recipe;
  readonly width: number;
  readonly height: number;
  /** 8-bit grey, row after row. */
  readonly pixels: Uint8Array;
}

interface PictureWithText {
  readonly text: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | Uint16Array | Int32Array;
}

/**
 * Reads a PNG or DICOM file and its recipe.
 * @throws LightboxError FILE_* where it is neither or cannot be read; RECIPE_INVALID where it has no recipe, a broken
 *   one, one of a later version, or one of a picture of another size
 */
export async function readRecordedImage(file: string): Promise<RecordedImage> {
  const fileName = path.basename(file);
  const bytes = await readWholeFile(file, 'FILE_UNSUPPORTED');
  const { text, width, height, pixels } = await readPicture(bytes, fileName);
  const recipe = parseRecipe(text, fileName);
  if (!(pixels instanceof Uint8Array))
    throw refusal('FILE_UNSUPPORTED', fileName, 'its picture has 16 bits; pictures of this program have 8');
  if (width !== recipe.widthPixels || height !== recipe.heightPixels) {
    const sizes = `its picture has ${width} x ${height} pixels, its recipe made ${recipe.widthPixels} x ${recipe.heightPixels}`;
    throw recipeInvalid(fileName, sizes);
  }
  return { recipe, width, height, pixels };
}

async function readPicture(bytes: Uint8Array, fileName: string): Promise<PictureWithText> {
  if (isPng(bytes)) {
    const { radiograph } = decodePng(bytes, fileName, { minSidePx: 1 });
    return { ...radiograph, text: readPngText(bytes)[RECIPE_TEXT_KEYWORD] };
  }
  if (!hasDicmPrefix(bytes)) {
    const what = 'it is neither PNG nor DICOM; recipes are read from those';
    throw refusal('FILE_UNSUPPORTED', fileName, what);
  }
  const { file, image, frames } = await decodeStoredPictures(bytes, fileName);
  const { width, height, layout, photometric } = image;
  for await (const { values } of frames) {
    const isOurs = photometric === 'MONOCHROME2' && layout.bitsStored === 8 && !layout.signed;
    const pixels = isOurs ? Uint8Array.from(values) : values;
    return { text: readDicomRecipe(file.elements), width, height, pixels };
  }
  throw refusal('FILE_CORRUPT', fileName, 'it holds no frame');
}

function parseRecipe(text: string | undefined, fileName: string): Recipe {
  if (text === undefined)
    throw recipeInvalid(
      fileName,
      'it holds no recipe: it was not made by this program, or its text was removed',
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw recipeInvalid(fileName, 'its recipe is broken: it is no JSON');
  }
  const version =
    typeof json === 'object' && json !== null && 'formatVersion' in json ? json.formatVersion : null;
  if (typeof version === 'number' && version > RECIPE_FORMAT_VERSION)
    throw recipeInvalid(fileName, `its recipe has format ${version} of a later version of this program`);
  const parsed = recipeSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw recipeInvalid(
    fileName,
    `its recipe is broken: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`,
  );
}

export function recipeInvalid(fileName: string, reason: string): LightboxError {
  return new LightboxError('RECIPE_INVALID', `${fileName}: ${reason.replace(/\.$/, '')}.`, {
    file: fileName,
    reason,
  });
}
