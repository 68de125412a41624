import type { Film } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

/** Whose film it is, by the pseudonym; an edit of a real film stays a film of its patient. */
export function patientOf({ films }: AppPorts['store'], film: Film): string | null {
  if (film.kind === 'real') return film.patientKey;
  if (film.edit === null || film.edit.originKind !== 'real') return null;
  const origin = films.get(film.edit.originFilmId);
  return origin.kind === 'real' ? origin.patientKey : null;
}
