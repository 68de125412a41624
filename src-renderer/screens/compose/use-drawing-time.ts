import { useCall } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import type { Settings } from './settings.ts';

/** What decides how long a step takes. */
export type DrawnWith = Pick<Settings, 'modelId' | 'provider'>;

/**
 * Milliseconds that so many inference steps take on this machine, by the steps drawn last with this model and
 * provider; null where none was measured yet.
 */
export function useDrawingTime({ modelId, provider }: DrawnWith, steps: number): number | null {
  useRefreshOn('generation.changed', ['queue.stepTime']);
  const measured = useCall(
    'queue.stepTime',
    { modelId: modelId ?? '', provider },
    { enabled: modelId !== null },
  );
  const stepMs = measured.data?.stepMs ?? null;
  return stepMs === null ? null : stepMs * steps;
}
