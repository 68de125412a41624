import type { FilmView } from '../../src-core/contract/library-calls.ts';
import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import type { Film } from '../store/ports.ts';
import type { AppSession } from './session.ts';

/** A film as coordinators see it, with a URL of its pixels that works in this session only. */
export function toFilmView(film: Film, session: AppSession): FilmView {
  const synthetic = film.kind === 'synthetic';
  return {
    id: film.id,
    kind: film.kind,
    pixelsUrl: session.filmUrl(film.pixelsBlob),
    widthPx: film.width,
    heightPx: film.height,
    bits: film.bits,
    text: film.text,
    decision: film.decision,
    createdAt: film.createdAt,
    jobId: synthetic ? film.jobId : null,
    seed: synthetic ? film.seed : null,
    modelName: synthetic ? recipeSchema.parse(film.recipe).model.name : null,
    sourceName: synthetic ? null : film.sourceName,
  };
}
