import { createHash } from 'node:crypto';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId, StudyId } from '../../src-core/base/ids.ts';
import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import type { FilmOrigin } from '../../src-core/study/results.ts';
import { readTruth } from '../../src-core/study/sealed-truth.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { conductedStudy } from './conduct-study.ts';
import { fileNameOf } from './file-name.ts';
import type { HandlersOf } from './handlers.ts';
import { mapInTurns } from './in-turns.ts';
import type { AppPorts } from './ports.ts';
import type { StudyResults } from './result-tables.ts';
import { signedIn } from './session.ts';

/** Looking at results and exporting them: after unblinding only, and audited each time. */
export function resultHandlers(ports: AppPorts): HandlersOf<'results'> {
  const { store, dialogs } = ports;
  return {
    'results.table': async ({ studyId }, session) => {
      const actor = signedIn(session).name;
      const { table } = await resultsOf(ports, studyId);
      store.audit.append({ actor, action: 'results.view', details: { study: studyId } });
      return table;
    },
    'results.exportCsv': async ({ studyId }, session) => {
      const actor = signedIn(session).name;
      const { table, files } = await resultsOf(ports, studyId);
      const target = await dialogs.saveFile(
        'Export readings as CSV',
        `${fileNameOf(store.studies.get(studyId).name)}-readings.csv`,
        [{ name: 'CSV', extensions: ['csv'] }],
      );
      if (target === null) return null;
      const targetOf = (suffix: string): string =>
        suffix === '' ? target : target.replace(/(\.csv)?$/i, `${suffix}.csv`);
      // The readings last: where they are, the rest is.
      for (const { suffix, csv } of [...files].reverse()) await atomicWrite(targetOf(suffix), csv);
      const readings = files.find(({ suffix }) => suffix === '')?.csv ?? '';
      const sha256 = createHash('sha256').update(readings, 'utf8').digest('hex');
      const rows = table.rows.length;
      store.audit.append({ actor, action: 'results.exportCsv', details: { study: studyId, rows, sha256 } });
      const named = files.map(({ suffix }) => ({ suffix, name: path.basename(targetOf(suffix)) }));
      return {
        fileName: path.basename(target),
        codebookFileName: path.basename(targetOf('-codebook')),
        recordFileNames: named
          .filter(({ suffix }) => suffix !== '' && suffix !== '-codebook')
          .map(({ name }) => name),
        sha256,
        rows,
      };
    },
  };
}

/** @throws LightboxError NOT_FOUND, STUDY_BLINDED before the study has been unblinded */
export function requireUnblinded({ studies }: AppPorts['store'], studyId: StudyId): void {
  const { name, state } = studies.get(studyId);
  if (state === 'unblinded') return;
  throw new LightboxError('STUDY_BLINDED', `The study "${name}" is blinded. Unblind it with a reason first.`);
}

/** @throws LightboxError STUDY_BLINDED before the study has been unblinded, CONFLICT for one of an earlier build */
async function resultsOf(ports: AppPorts, studyId: StudyId): Promise<StudyResults> {
  const { store } = ports;
  requireUnblinded(store, studyId);
  const { study, assignments } = conductedStudy(store, studyId);
  const truthText = store.studies.openedTruth(studyId) ?? '';
  const { protocol } = readTruth(truthText, study.protocolHash, ports.sha256);
  const origins = await mapInTurns(protocol.cases, ({ filmId }): [FilmId, FilmOrigin] => [
    filmId,
    originOf(ports, filmId),
  ]);
  return ports.studyWork.results({
    truthText,
    protocolHash: study.protocolHash,
    held: assignments.map(({ readerId }) => ({ readerId, rows: store.events.rows(studyId, readerId) })),
    films: new Map(origins),
  });
}

/** How a film was made. @throws LightboxError NOT_FOUND */
export function originOf({ store }: AppPorts, filmId: FilmId): FilmOrigin {
  const film = store.films.get(filmId);
  const recipe = film.kind === 'synthetic' ? recipeSchema.parse(film.recipe) : null;
  return {
    modelName: recipe?.model.name ?? null,
    prompt: recipe?.prompt ?? null,
    negativePrompt: recipe?.negativePrompt ?? null,
    seed: recipe?.seed ?? null,
    scheduler: recipe?.scheduler ?? null,
    steps: recipe?.steps ?? null,
    guidance: recipe?.guidanceScale ?? null,
  };
}
