import { modelIdSchema } from '../../src-core/contract/common.ts';
import type { GenerationRequest, JobView } from '../../src-core/contract/generation-calls.ts';
import { providerSchema, schedulerNameSchema } from '../../src-core/contract/generation-calls.ts';
import type { SchedulerName } from '../../src-core/diffusion/recipe.ts';
import type { Film, Job, JobRequest } from '../store/ports.ts';

/** The stored form of a request; `drawnSeed` stands in for a seed that was left to the program. */
export function toJobRequest(request: GenerationRequest, drawnSeed: number): JobRequest {
  return {
    prompt: request.prompt,
    negative: request.negativePrompt,
    seed: request.seed ?? drawnSeed,
    count: request.count,
    steps: request.steps,
    guidance: request.guidanceScale,
    scheduler: request.scheduler,
    model: request.modelId,
    provider: request.provider,
    width: null,
    height: null,
  };
}

export function schedulerOf(request: JobRequest): SchedulerName {
  return schedulerNameSchema.parse(request.scheduler);
}

/** A job as the compose screen shows it, with the films it has drawn so far in the order of their seeds. */
export function toJobView(job: Job, films: readonly Film[]): JobView {
  const drawn = films.flatMap((film) => (film.kind === 'synthetic' ? [film] : []));
  drawn.sort((a, b) => a.jobIndex - b.jobIndex);
  return {
    id: job.id,
    state: job.state,
    request: {
      modelId: modelIdSchema.parse(job.request.model),
      prompt: job.request.prompt,
      negativePrompt: job.request.negative,
      count: job.request.count,
      seed: job.request.seed,
      steps: job.request.steps,
      guidanceScale: job.request.guidance,
      scheduler: schedulerOf(job.request),
      provider: providerSchema.parse(job.request.provider),
      pairLabel: job.pairLabel,
    },
    createdAt: job.createdAt,
    doneCount: job.doneCount,
    filmIds: drawn.map((film) => film.id),
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' },
  };
}
