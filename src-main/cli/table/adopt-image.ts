import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Recipe, recipeSchema } from '../../../src-core/diffusion/recipe.ts';
import { RECIPE_TEXT_KEYWORD } from '../../../src-core/diffusion/recipe-text.ts';
import { readPngText } from '../../files/png.ts';
import { decodePng } from '../../files/png-decode.ts';
import { pngOf, seedAndRecipe } from '../drawing.ts';
import { imageFileName } from './manifest-entry.ts';
import type { PlannedRow } from './table-plan.ts';
import type { PlannedImage, TableRun } from './table-run-context.ts';

/**
 * An image that was written when the run was ended, before its line was: drawn once, it is not drawn again.
 * @returns its line; null unless the file is to the byte what this run writes
 */
export async function adoptImage(
  run: TableRun,
  { planned, image }: PlannedImage,
  name: string,
): Promise<string | null> {
  try {
    const bytes = await readFile(path.join(run.directory, name));
    const recipe = recipeSchema.parse(JSON.parse(readPngText(bytes)[RECIPE_TEXT_KEYWORD] ?? ''));
    const { radiograph } = decodePng(bytes, name, { minSidePx: 1 });
    const { width, height, pixels } = radiograph;
    if (!(pixels instanceof Uint8Array)) return null;
    const genuine = Buffer.compare(bytes, pngOf({ pixels, width, height, recipe })) === 0;
    const itsName = imageFileName(planned.row.row, image, planned.row.id, seedAndRecipe(recipe));
    if (!genuine || name !== itsName || !isOf(recipe, run, planned, image)) return null;
    return run.lineOf(planned, image, {
      file: name,
      sha256: sha256(pixels),
      fileSha256: sha256(bytes),
      truncatedText: recipe.tokens.truncatedText,
    });
  } catch {
    return null;
  }
}

/** Whether a recipe is what this run would record for the image, as far as the machine does not decide it. */
function isOf(recipe: Recipe, run: TableRun, planned: PlannedRow, image: number): boolean {
  const { row, hashes } = planned;
  const { options, model, folder } = run;
  const { strength, ...sampling } = run.plan.settings(row);
  const wanted: Partial<Recipe> = {
    ...sampling,
    ...hashes,
    prompt: row.prompt,
    seed: run.seedOf(row, image),
    seedIndex: image,
    strength,
    provider: options.provider,
    productVersion: run.record.productVersion,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  };
  const same = Object.entries(wanted).every(([key, value]) => recipe[key as keyof Recipe] === value);
  const { name, components } = recipe.model;
  return (
    same &&
    name === folder.name &&
    Object.entries(components).every(([file, hash]) => model.components[file] === hash)
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
