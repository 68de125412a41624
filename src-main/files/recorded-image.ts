import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { RECIPE_FORMAT_VERSION, type Recipe, recipeSchema } from '../../src-core/diffusion/recipe.ts';
import { RECIPE_TEXT_KEYWORD } from '../../src-core/diffusion/recipe-text.ts';
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

/**
 * Reads a PNG and its recipe.
 * @throws LightboxError FILE_* where it is no PNG that can be read; RECIPE_INVALID where it has no recipe, a broken
 *   one, one of a later version, or one of a picture of another size
 */
export async function readRecordedImage(file: string): Promise<RecordedImage> {
  const fileName = path.basename(file);
  const bytes = await readWholeFile(file, 'FILE_UNSUPPORTED');
  if (!isPng(bytes)) throw refusal('FILE_UNSUPPORTED', fileName, 'it is no PNG; recipes are read from PNG');
  const { width, height, pixels } = decodePng(bytes, fileName, { minSidePx: 1 }).radiograph;
  const recipe = parseRecipe(readPngText(bytes)[RECIPE_TEXT_KEYWORD], fileName);
  if (!(pixels instanceof Uint8Array))
    throw refusal('FILE_UNSUPPORTED', fileName, 'its picture has 16 bits; pictures of this program have 8');
  if (width !== recipe.widthPixels || height !== recipe.heightPixels) {
    const sizes = `its picture has ${width} x ${height} pixels, its recipe made ${recipe.widthPixels} x ${recipe.heightPixels}`;
    throw recipeInvalid(fileName, sizes);
  }
  return { recipe, width, height, pixels };
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
