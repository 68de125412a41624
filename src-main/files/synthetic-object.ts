import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { FilmObject, FilmOrigin, SourceInstance } from '../../src-core/dicom/film-object.ts';
import type { Recipe } from '../../src-core/diffusion/recipe.ts';
import { statedFacts } from '../../src-core/prompt/stated-facts.ts';

/** What is known of the film that an edit started from. */
export interface EditSourceFacts {
  readonly source: SourceInstance | null;
  readonly ofRealFilm: boolean;
}

/** Where an image of a recipe comes from, as its object says it. */
export function syntheticOrigin(recipe: Recipe, { source, ofRealFilm }: EditSourceFacts): FilmOrigin {
  const model = {
    name: recipe.model.name,
    components: recipe.model.components,
    runtime: `onnxruntime ${recipe.onnxruntimeVersion}`,
  };
  const recipeJson = canonicalJson(recipe);
  if (recipe.task === 'text-to-image') return { kind: 'generated', model, recipeJson };
  return { kind: 'edited', model, recipeJson, derivation: derivationOf(recipe), source, ofRealFilm };
}

function derivationOf({ task, strength, sourceImage, maskImage }: Recipe): string {
  const how = task === 'inpainting' ? 'drawn anew within a mask' : 'drawn anew as a whole';
  const hashes = [
    `SHA-256 of the source's pixels at this size: ${sourceImage ?? 'unknown'}.`,
    ...(maskImage === null ? [] : [`Of the mask: ${maskImage}.`]),
  ];
  return [`Film edited by a diffusion model after a text: ${how}, strength ${strength}.`, ...hashes].join(
    ' ',
  );
}

/** Age, sex and view as a film's text states them, and the text itself. */
export function textFacts(text: string): Pick<FilmObject, 'text' | 'ageYears' | 'sex' | 'view'> {
  const { age, sex, view } = statedFacts(text);
  return {
    text,
    ageYears: age,
    sex: sex === 'none' ? null : sex === 'female' ? 'F' : 'M',
    view: view === 'none' ? null : view === 'lateral' ? 'LL' : view,
  };
}

/** An id that names nobody: a prefix and the beginning of a hash of something random or synthetic. */
export function patientIdOf(prefix: 'SYN' | 'P', sha256: string): string {
  return `${prefix}-${sha256.slice(0, 16).toUpperCase()}`;
}
