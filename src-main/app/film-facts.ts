import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import type { CheckedFilmFacts } from '../../src-core/study/draft-check.ts';
import type { Film } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

/** What a study needs to know of a film of the library. */
export function filmFacts(
  { store, sha256 }: Pick<AppPorts, 'store' | 'sha256'>,
  film: Film,
): CheckedFilmFacts {
  const patient = patientOf(store, film);
  const { id: filmId, kind, text, decision } = film;
  if (film.kind === 'real') {
    return {
      filmId,
      kind,
      text,
      decision,
      patient,
      prompt: null,
      derivedFrom: null,
      modelName: null,
      modelSha256: null,
    };
  }
  const recipe = recipeSchema.safeParse(film.recipe);
  const model = recipe.success ? recipe.data.model : null;
  return {
    filmId,
    kind,
    text,
    decision,
    patient,
    prompt: text.trim() === '' ? null : text,
    derivedFrom: film.edit?.originFilmId ?? null,
    modelName: model?.name ?? null,
    modelSha256: model === null ? null : sha256(canonicalJson(model.components)),
  };
}

/** Whose film it is, by the pseudonym; an edit of a real film stays a film of its patient. */
export function patientOf({ films }: AppPorts['store'], film: Film): string | null {
  if (film.kind === 'real') return film.patientKey;
  if (film.edit === null || film.edit.originKind !== 'real') return null;
  const origin = films.get(film.edit.originFilmId);
  return origin.kind === 'real' ? origin.patientKey : null;
}
