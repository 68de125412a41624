import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { JobId } from '../../src-core/base/ids.ts';
import type { Job } from '../store/ports.ts';
import type { AppPorts, DrawnImage } from './ports.ts';

/** Seeds wrap within 32 bits, so that a batch that starts near the top still has distinct seeds. */
export const seedOfImage = (firstSeed: number, index: number): number => (firstSeed + index) % 2 ** 32;

/**
 * Draws the jobs of the store one after the other. Each finished image is a row at once, so that a job that a
 * crash cut short goes on behind its last stored image.
 */
export class GenerationQueue {
  readonly #ports: AppPorts;
  #running: { readonly jobId: JobId; readonly abort: AbortController } | null = null;
  #loop: Promise<void> | null = null;
  #disposed = false;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** Starts on what waits; harmless while it is running. */
  wake(): void {
    if (this.#disposed || this.#loop !== null) return;
    this.#loop = this.#drain()
      .catch(reportStoreFailure)
      .finally(() => {
        this.#loop = null;
      });
  }

  /** Stops a job between two steps, or takes it off the queue. @throws LightboxError CONFLICT, NOT_FOUND */
  cancel(jobId: JobId): Job {
    const job = this.#ports.store.jobs.cancel(jobId);
    if (this.#running?.jobId === jobId) this.#running.abort.abort();
    return job;
  }

  /** Stops at once; the running job stays in the store and goes on at the next start. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#running?.abort.abort();
    await this.#loop;
  }

  async #drain(): Promise<void> {
    while (!this.#disposed) {
      const job = this.#ports.store.jobs.claimNext();
      if (job === undefined) return;
      await this.#runJob(job);
    }
  }

  async #runJob(job: Job): Promise<void> {
    const { store, emit } = this.#ports;
    const abort = new AbortController();
    this.#running = { jobId: job.id, abort };
    emit('generation.changed', { jobId: job.id });
    try {
      const finished = new Set(store.jobs.finishedIndexes(job.id));
      for (let index = 0; index < job.request.count; index += 1) {
        if (finished.has(index)) continue;
        await this.#storeImage(job, index, await this.#draw(job, index, abort.signal));
      }
      store.jobs.finish(job.id);
    } catch (thrown) {
      this.#settle(job, toLightboxError(thrown), abort.signal);
    } finally {
      this.#running = null;
      if (!this.#disposed) emit('generation.changed', { jobId: job.id });
    }
  }

  /** A cancelled job is marked already; a job that the end of the program cut short stays to be taken up. */
  #settle(job: Job, error: LightboxError, signal: AbortSignal): void {
    if (signal.aborted || this.#disposed) return;
    this.#ports.store.jobs.fail(job.id, error.code, error.message);
  }

  async #draw(job: Job, index: number, signal: AbortSignal): Promise<DrawnImage> {
    const { request } = job;
    const modelDir = await this.#ports.models.folderOf(request.modelId);
    if (signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled.');
    return this.#ports.engine.generate(
      {
        modelDir,
        provider: request.provider,
        prompt: request.prompt,
        negativePrompt: request.negativePrompt,
        seed: seedOfImage(request.seed, index),
        seedIndex: index,
        steps: request.steps,
        guidanceScale: request.guidanceScale,
        guidanceRescale: request.guidanceRescale,
        eta: request.eta,
        edit: null,
        scheduler: request.scheduler,
      },
      { progress: (progress) => this.#report(job, index, progress) },
      signal,
    );
  }

  #report(job: Job, imageIndex: number, progress: Parameters<ProgressListener>[0]): void {
    const { step, steps, elapsedMs, remainingMs } = progress;
    const perImageMs = elapsedMs + remainingMs;
    const imagesLeft = job.request.count - imageIndex - 1;
    this.#ports.emit('generation.progress', {
      jobId: job.id,
      imageIndex,
      step,
      steps,
      elapsedMs,
      remainingMs: step === 0 ? null : remainingMs + imagesLeft * perImageMs,
    });
  }

  async #storeImage(job: Job, index: number, image: DrawnImage): Promise<void> {
    const { store, emit } = this.#ports;
    const pixelsBlob = await store.blobs.put(image.pixels);
    store.films.addSynthetic({
      jobId: job.id,
      jobIndex: index,
      seed: image.recipe.seed,
      recipe: image.recipe,
      pixelsBlob,
      width: image.width,
      height: image.height,
      bits: 8,
      text: job.request.prompt,
    });
    emit('library.changed', {});
    emit('generation.changed', { jobId: job.id });
  }
}

/** A store that refuses even a job's state (a full disk): the job can be cancelled, or goes on at the next start. */
function reportStoreFailure(thrown: unknown): void {
  const { code, message } = toLightboxError(thrown);
  process.stderr.write(`The generation queue stopped. ${code}: ${message}\n`);
}

type ProgressListener = Parameters<AppPorts['engine']['generate']>[1]['progress'];
