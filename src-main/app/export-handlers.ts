import type { FilmExport } from './export.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

/** Films that leave this workstation. */
export function exportHandlers({ store }: AppPorts, exports: FilmExport): HandlersOf<'export'> {
  return {
    'export.survey': ({ choice }) => exports.survey(choice),
    'export.chooseFolder': () => exports.chooseFolder(),
    'export.run': (request, session) => exports.run(request, signedIn(session).name),
    'export.cancel': () => {
      exports.cancel();
      return {};
    },
    'export.film': ({ filmId, format }, session) =>
      exports.film(store.films.get(filmId), format, signedIn(session).name),
  };
}
