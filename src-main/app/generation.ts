import type { SavedPrompt } from '../../src-core/contract/generation-calls.ts';
import type { SavedPrompt as StoredPrompt } from '../store/ports.ts';
import { requireEditPossible } from './film-edit.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import type { GenerationQueue } from './queue.ts';
import { toJobView } from './queue-view.ts';
import { signedIn } from './session.ts';
import type { StepTimes } from './step-times.ts';

const toSavedPrompt = ({ id, name, text, negative, createdAt }: StoredPrompt): SavedPrompt => ({
  id,
  name,
  prompt: text,
  negativePrompt: negative,
  createdAt,
});

/** Composing prompts and queueing generation jobs. */
export function generationHandlers(
  ports: AppPorts,
  queue: GenerationQueue,
  times: StepTimes,
): HandlersOf<'compose' | 'prompts' | 'generation'> {
  const { store, models } = ports;
  return {
    'compose.inspectPrompt': ({ modelId, text }) => models.inspectPrompt(modelId, text),
    'prompts.list': () => store.prompts.list().map(toSavedPrompt),
    'prompts.save': ({ name, prompt, negativePrompt }) => {
      const content = { name, text: prompt, negative: negativePrompt, settings: {} };
      const existing = store.prompts.list().find((saved) => saved.name === name);
      return toSavedPrompt(
        existing === undefined ? store.prompts.add(content) : store.prompts.update(existing.id, content),
      );
    },
    'prompts.delete': ({ id }) => {
      store.prompts.remove(id);
      return {};
    },
    'generation.enqueue': async ({ requests }, session) => {
      for (const request of requests) {
        await models.locate(request.modelId);
        await requireEditPossible(ports, request);
      }
      // Requests sent together (a mirrored pair) share the seed that is drawn for them: only the text differs.
      const drawnSeed = ports.random.seed();
      const jobs = store.transaction(() =>
        requests.map((request) => {
          const job = store.jobs.enqueue({ ...request, seed: request.seed ?? drawnSeed });
          store.audit.append({
            actor: signedIn(session).name,
            action: 'generation.enqueue',
            details: { job: job.id, model: request.modelId, seed: job.request.seed, count: request.count },
          });
          return job;
        }),
      );
      queue.wake();
      return jobs.map((job) => toJobView(store, times, job, []));
    },
  };
}
