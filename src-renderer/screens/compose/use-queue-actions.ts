import type { LightboxError } from '../../../src-core/base/errors.ts';
import type { CallInput } from '../../../src-core/contract/contract.ts';
import type { QueueEntry } from '../../../src-core/contract/queue-calls.ts';
import { useCommand } from '../../app/queries.ts';

export interface QueueActions {
  readonly pending: boolean;
  /** What the last action was refused for. */
  readonly error: LightboxError | null;
  readonly cancel: () => void;
  readonly retry: () => void;
  readonly remove: () => void;
  readonly move: (to: CallInput<'queue.move'>['to']) => void;
  readonly pauseBatch: (paused: boolean) => void;
}

const CHANGED = { invalidates: ['queue.view'] } as const;

/** What can be done with one entry of the queue. */
export function useQueueActions(entry: QueueEntry): QueueActions {
  const cancel = useCommand('queue.cancel', CHANGED);
  const retry = useCommand('queue.retry', CHANGED);
  const remove = useCommand('queue.remove', CHANGED);
  const move = useCommand('queue.move', CHANGED);
  const pauseBatch = useCommand('queue.setBatchPaused', CHANGED);
  const all = [cancel, retry, remove, move, pauseBatch];
  return {
    pending: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error !== null)?.error ?? null,
    cancel: () => cancel.mutate({ entry }),
    retry: () => retry.mutate({ entry }),
    remove: () => remove.mutate({ entry }),
    move: (to) => move.mutate({ entry, to }),
    pauseBatch: (paused) => {
      if (entry.kind === 'batch') pauseBatch.mutate({ batchId: entry.id, paused });
    },
  };
}
