import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import type { GenerationQueue } from './queue.ts';
import { toJobView } from './queue-view.ts';
import type { Remakes } from './remakes.ts';
import { signedIn } from './session.ts';
import type { StepTimes } from './step-times.ts';

/** Making an image again from its recipe, and the verdict on it. */
export function remakeHandlers(
  { store }: AppPorts,
  remakes: Remakes,
  queue: GenerationQueue,
  times: StepTimes,
): HandlersOf<'remakes'> {
  return {
    'remakes.ofFilm': ({ filmId }) => remakes.ofFilm(filmId),
    'remakes.fromPng': () => remakes.fromPng(),
    'remakes.cancel': () => {
      remakes.cancel();
      return {};
    },
    'remakes.enqueue': async ({ remakeId }, session) => {
      const actor = signedIn(session).name;
      const enqueue = await remakes.readyToQueue(remakeId);
      const job = store.transaction(() => {
        const queued = enqueue();
        const { modelId, seed } = queued.request;
        store.audit.append({
          actor,
          action: 'remakes.enqueue',
          details: { job: queued.id, model: modelId, seed },
        });
        return queued;
      });
      queue.wake();
      return toJobView(store, times, job, []);
    },
    'remakes.comparison': ({ jobId }) => remakes.compare(jobId),
  };
}
