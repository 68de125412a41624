import type { FilmId } from '../../src-core/base/ids.ts';
import type { GenerationRequest, JobView } from '../../src-core/contract/generation-calls.ts';
import type { Job, JobRequest } from '../store/ports.ts';

/** The stored form of a request; `drawnSeed` stands in for a seed that was left to the program. */
export function toJobRequest(request: GenerationRequest, drawnSeed: number): JobRequest {
  return { ...request, seed: request.seed ?? drawnSeed };
}

/** A job as the compose screen shows it, with the films it has drawn so far in the order of their seeds. */
export function toJobView(job: Job, filmIds: readonly FilmId[]): JobView {
  return {
    id: job.id,
    state: job.state,
    request: job.request,
    createdAt: job.createdAt,
    doneCount: job.doneCount,
    filmIds: [...filmIds],
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' },
  };
}
