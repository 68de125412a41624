import type { FilmView } from '../../src-core/contract/library-calls.ts';
import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import type { Film, RealFilm, SyntheticFilm } from '../store/ports.ts';
import type { AppSession } from './session.ts';

/** A film as coordinators see it, with a URL of its pixels that works in this session only. */
export function toFilmView(film: Film, session: AppSession): FilmView {
  const synthetic = film.kind === 'synthetic';
  const recipe = synthetic ? recipeSchema.parse(film.recipe) : null;
  return {
    id: film.id,
    kind: film.kind,
    pixelsUrl: session.filmUrl(film.pixelsBlob),
    displayUrl: synthetic || film.displayBlob === null ? null : session.filmUrl(film.displayBlob),
    widthPx: film.width,
    heightPx: film.height,
    bits: film.bits,
    pixelSpacingMm: synthetic ? null : film.pixelSpacingMm,
    text: film.text,
    decision: film.decision,
    createdAt: film.createdAt,
    jobId: synthetic ? film.jobId : null,
    seed: synthetic ? film.seed : null,
    modelName: recipe?.model.name ?? null,
    sourceName: synthetic ? null : sourceNameOf(film),
    edited: synthetic ? editedView(film, recipe?.strength ?? 1, session) : null,
  };
}

/** The file's name, and which of its frames where it is not the first. */
function sourceNameOf({ sourceName, sourceFrame }: RealFilm): string {
  return sourceFrame === 0 ? sourceName : `${sourceName} (frame ${sourceFrame + 1})`;
}

function editedView({ edit }: SyntheticFilm, strength: number, session: AppSession): FilmView['edited'] {
  if (edit === null) return null;
  const { sourceFilmId, originKind, maskBlob } = edit;
  return {
    sourceFilmId,
    originKind,
    strength,
    maskUrl: maskBlob === null ? null : session.filmUrl(maskBlob),
  };
}
