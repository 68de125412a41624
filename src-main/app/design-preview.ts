import { groupBy } from '../../src-core/base/collections.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import { seededRandom, shuffled } from '../../src-core/base/random.ts';
import type { NormalisationPreview } from '../../src-core/contract/design-calls.ts';
import { FILM_MEASURES, type FilmMeasure, type FilmMeasures } from '../../src-core/imaging/arm-measures.ts';
import type { TellingMeasure } from '../../src-core/stats/classify/arm-differences.ts';
import type { Film, Study } from '../store/ports.ts';
import { draftedFilms, planOf } from './drafted-films.ts';
import { filmPicture } from './film-picture.ts';
import { inOrder } from './in-order.ts';
import type { AppPorts } from './ports.ts';
import type { AppSession } from './session.ts';
import { remainingMs } from './single-task.ts';

/** Films of each arm that are shown, and that are measured: drawn by the study's seed. */
const SHOWN = 8;
const MEASURED = 60;

interface Looked {
  readonly arm: string;
  readonly pixels: Uint8Array;
  readonly before: FilmMeasures;
  readonly after: FilmMeasures;
}

/**
 * Films of every arm through the chain of the freeze, side by side, with what is measured of them before and after.
 * Nothing is stored.
 * @throws LightboxError STUDY_INVALID without films, BAD_INPUT as `planNormalisation`, CANCELLED
 */
export async function previewDesign(
  ports: AppPorts,
  session: AppSession,
  study: Study,
  signal: AbortSignal,
): Promise<NormalisationPreview> {
  const drafted = await draftedFilms(ports, study, signal);
  if (drafted.films.length === 0)
    throw new LightboxError('STUDY_INVALID', 'The study has no film. Choose some.');
  const plan = planOf(drafted);
  const armOf = new Map(drafted.draft.films.map(({ filmId, arm }) => [filmId, arm]));
  const arms = groupBy(drafted.films, ({ id }) => armOf.get(id) ?? '');
  const chosen = [...arms].flatMap(([arm, films]) =>
    shuffled(seededRandom(`preview/${study.seed}/${arm}`), films)
      .slice(0, MEASURED)
      .map((film) => ({ arm, film })),
  );
  const look = async ({ arm, film }: { arm: string; film: Film }): Promise<Looked> => {
    if (signal.aborted) throw new LightboxError('CANCELLED', 'The preview was cancelled.');
    const picture = await filmPicture(ports.store.blobs, film);
    const { pixels, measures } = await ports.normaliser.measured({ film: picture, plan, measure: true });
    if (measures === null) throw new LightboxError('INTERNAL', 'A film was not measured.');
    return { arm, pixels, ...measures };
  };
  const begun = performance.now();
  const looked: Looked[] = [];
  for await (const film of inOrder(chosen, ports.normaliser.atOnce, look)) {
    looked.push(film);
    ports.emit('design.progress', {
      done: looked.length,
      total: chosen.length,
      remainingMs: remainingMs(performance.now() - begun, looked.length, chosen.length),
    });
  }
  const byArm = groupBy(looked, ({ arm }) => arm);
  const telling = await ports.studyWork.differences({
    measures: FILM_MEASURES.map((name) => [
      name,
      [...byArm].map(([arm, films]) => [arm, films.map(({ after }) => after[name])]),
    ]),
    seed: `${study.seed}`,
  });
  const shown = [...byArm].map(([arm, films]) => ({ arm, films, pictures: films.slice(0, SHOWN) }));
  const urls = session.previewUrls(shown.flatMap(({ pictures }) => pictures.map(({ pixels }) => pixels)));
  return {
    matrixSizePx: plan.matrixSizePx,
    arms: shown.map(({ arm, films, pictures }) => ({
      arm,
      films: films.length,
      pictures: urls.splice(0, pictures.length),
      measures: FILM_MEASURES.map((name) => ({
        name,
        before: median(films.map(({ before }) => before[name])),
        after: median(films.map(({ after }) => after[name])),
      })),
    })),
    warnings: telling.map(inWords),
  };
}

const NAMES: Readonly<Record<FilmMeasure, string>> = {
  'source-size': 'size',
  noise: 'noise',
  sharpness: 'sharpness',
  border: 'black border',
  levels: 'number of grey levels',
  'mean-grey': 'mean grey',
};

function inWords({ measure, arms: [first, second], area, pValue }: TellingMeasure): string {
  const name = NAMES[measure as FilmMeasure];
  return `The ${name} alone tells "${first}" from "${second}" after the chain (area under the ROC curve ${area.toFixed(2)}, p ${pValue.toFixed(3)}): a reader could guess the arm by it.`;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
