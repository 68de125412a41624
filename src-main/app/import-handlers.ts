import path from 'node:path';
import type { importCalls } from '../../src-core/contract/import-calls.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import type { Handlers } from './handlers.ts';
import type { FilmImport } from './import.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

const CSV_FILTER = [{ name: 'CSV', extensions: ['csv'] }];

/** Importing real films: choosing, running, reporting. */
export function importHandlers(
  { dialogs }: AppPorts,
  imports: FilmImport,
): Pick<Handlers, keyof typeof importCalls> {
  const { selections } = imports;
  return {
    'library.chooseFilms': ({ from }) => selections.chooseFilms(from),
    'library.chooseDropped': (_input, session) => selections.chooseDropped(session.takeDropped()),
    'library.chooseLabels': () => selections.chooseLabels(),
    'library.import': (request, session) => imports.run(request, signedIn(session).name),
    'library.importFrames': (request, session) => imports.runFrames(request, signedIn(session).name),
    'library.cancelImport': () => {
      imports.cancel();
      return {};
    },
    'library.saveImportReport': async () => {
      const csv = imports.reportCsv();
      const target = await dialogs.saveFile('Save the import report', 'import-report.csv', CSV_FILTER);
      if (target === null) return null;
      await atomicWrite(target, new TextEncoder().encode(csv));
      return { fileName: path.basename(target) };
    },
  };
}
