import { useState } from 'react';
import type { JobId } from '../../../src-core/base/ids.ts';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import { useLightboxEvent } from '../../app/queries.ts';

export type JobProgress = EventPayload<'generation.progress'>;

/** The latest progress of the job in work; one job runs at a time. */
export function useJobProgress(): (id: JobId) => JobProgress | undefined {
  const [latest, setLatest] = useState<JobProgress | null>(null);
  useLightboxEvent('generation.progress', setLatest);
  return (id) => (latest?.jobId === id ? latest : undefined);
}
