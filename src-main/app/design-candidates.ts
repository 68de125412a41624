import type { FilmCandidate } from '../../src-core/contract/design-calls.ts';
import { proposedStrata } from '../../src-core/prompt/strata.ts';
import type { Film } from '../store/ports.ts';
import { patientOf } from './film-facts.ts';
import { toFilmView } from './film-view.ts';
import { mapInTurns } from './in-turns.ts';
import type { AppPorts } from './ports.ts';
import type { AppSession } from './session.ts';

const PAGE = 200;

/** The films that a study could take: all that are not rejected, newest first. */
export async function filmCandidates({ store }: AppPorts, session: AppSession): Promise<FilmCandidate[]> {
  const candidates: FilmCandidate[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { films, total } = store.films.list({}, { limit: PAGE, offset });
    const kept = films.filter(({ decision }) => decision !== 'reject');
    candidates.push(...(await mapInTurns(kept, (film) => toCandidate(store, film, session))));
    if (offset + films.length >= total || films.length === 0) return candidates;
  }
}

function toCandidate(store: AppPorts['store'], film: Film, session: AppSession): FilmCandidate {
  const { id, kind, pixelsUrl, displayUrl, widthPx, heightPx, bits, text, decision, modelName, edited } =
    toFilmView(film, session);
  return {
    filmId: id,
    kind,
    pixelsUrl,
    displayUrl,
    widthPx,
    heightPx,
    bits,
    text,
    decision,
    modelName,
    edited: edited !== null,
    patient: patientOf(store, film),
    ...proposedStrata(text),
  };
}
