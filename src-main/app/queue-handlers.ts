import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import type { GenerationQueue } from './queue.ts';
import { queueView } from './queue-view.ts';
import type { StepTimes } from './step-times.ts';

/** The queue as one: what is in it, its pause and order, and what becomes of its entries. */
export function queueHandlers(
  { store, emit }: AppPorts,
  queue: GenerationQueue,
  times: StepTimes,
): HandlersOf<'queue'> {
  const changed = (): Record<string, never> => {
    emit('generation.changed', { jobId: null });
    return {};
  };
  return {
    'queue.view': ({ settledLimit }) => queueView(store, times, settledLimit),
    'queue.setPaused': ({ paused }) => {
      queue.setPaused(paused);
      return {};
    },
    'queue.setBatchPaused': ({ batchId, paused }) => {
      store.batches.setPaused(batchId, paused);
      queue.wake();
      return changed();
    },
    'queue.move': ({ entry, to }) => {
      store.queue.move(entry, to);
      return changed();
    },
    'queue.cancel': ({ entry }) => {
      queue.cancel(entry);
      return {};
    },
    'queue.retry': ({ entry }) => {
      if (entry.kind === 'job') store.jobs.requeue(entry.id);
      else store.batches.requeue(entry.id);
      queue.wake();
      return changed();
    },
    'queue.remove': ({ entry }) => {
      if (entry.kind === 'job') store.jobs.remove(entry.id);
      else store.batches.remove(entry.id);
      return changed();
    },
    'queue.clearSettled': () => {
      store.jobs.clearFinished();
      return changed();
    },
    'queue.stepTime': ({ modelId, provider }) => ({ stepMs: times.of(modelId, provider) }),
  };
}
