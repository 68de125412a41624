import { useState } from 'react';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import { useLightboxEvent } from '../../app/queries.ts';

export type JobProgress = EventPayload<'generation.progress'>;
export type JobPreview = EventPayload<'generation.preview'>;

export interface JobsInWork {
  /** The latest progress of a job, or of the job in work of a batch; one job runs at a time. */
  progressOf(id: string): JobProgress | undefined;
  /** The latest look at the image that this job is drawing; undefined once the film is there. */
  previewOf(jobId: string): JobPreview | undefined;
}

export function useJobProgress(): JobsInWork {
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [preview, setPreview] = useState<JobPreview | null>(null);
  useLightboxEvent('generation.progress', setProgress);
  useLightboxEvent('generation.preview', setPreview);
  return {
    progressOf: (id) =>
      progress !== null && (progress.jobId === id || progress.batchId === id) ? progress : undefined,
    previewOf: (jobId) =>
      preview?.jobId === jobId && preview.imageIndex === progress?.imageIndex && progress.jobId === jobId
        ? preview
        : undefined,
  };
}
