import { canonicalJson } from '../base/canonical-json.ts';
import type { Recipe } from './recipe.ts';

/** The keyword under which a PNG carries its recipe as canonical JSON. */
export const RECIPE_TEXT_KEYWORD = 'roentgen-lightbox-recipe';

/** The text entries of a generated PNG: its recipe, and nothing that depends on the time of day. */
export function recipePngText(recipe: Recipe): Record<string, string> {
  return { [RECIPE_TEXT_KEYWORD]: canonicalJson(recipe) };
}
