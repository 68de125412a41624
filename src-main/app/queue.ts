import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { BatchId, JobId } from '../../src-core/base/ids.ts';
import { stepsToCount } from '../../src-core/diffusion/sweep.ts';
import type { Job, QueueEntry } from '../store/ports.ts';
import type { Computing } from './computing.ts';
import { type EditPart, engineEdit, storedEdit } from './film-edit.ts';
import { noteChanged } from './model-files.ts';
import type { AppPorts, DrawnImage, ImageRequest, StepProgress } from './ports.ts';
import { previewPayload } from './preview.ts';
import { generationSettings } from './settings.ts';
import { StepClock } from './step-clock.ts';
import type { StepTimes } from './step-times.ts';

/** Seeds wrap within 32 bits, so that a batch that starts near the top still has distinct seeds. */
export const seedOfImage = (firstSeed: number, index: number): number => (firstSeed + index) % 2 ** 32;

/** A batch whose jobs fail for one reason this many times in a row is paused: the rest would fail as well. */
export const FAILURES_THAT_PAUSE = 5;

interface RunningJob {
  readonly job: Job;
  readonly abort: AbortController;
  /** Set while the engine has one of its images. */
  clock: StepClock | null;
}

/**
 * Draws the jobs of the store one after the other. Each finished image is a row at once, so that a job that a
 * crash cut short goes on behind its last stored image.
 */
export class GenerationQueue {
  readonly #ports: AppPorts;
  readonly #computing: Computing;
  readonly #times: StepTimes;
  #running: RunningJob | null = null;
  #loop: Promise<void> | null = null;
  #woken = false;
  #disposed = false;
  /** Called when the queue goes on; filled while a job waits between two images. */
  #resume: (() => void) | null = null;
  #failures: { readonly batchId: BatchId; readonly code: string; readonly count: number } | null = null;

  constructor(ports: AppPorts, computing: Computing, times: StepTimes) {
    this.#ports = ports;
    this.#computing = computing;
    this.#times = times;
  }

  /** Starts on what waits; harmless while it is running. */
  wake(): void {
    this.#woken = true;
    if (this.#disposed || this.#loop !== null) return;
    this.#woken = false;
    this.#loop = this.#drain()
      .catch(reportStoreFailure)
      .finally(() => {
        this.#loop = null;
        // Woken between its last look at the store and its end.
        if (this.#woken) this.wake();
      });
  }

  /** Takes up nothing more and holds the image in work before its next step, or goes on; also beyond a restart. */
  setPaused(paused: boolean): void {
    const { store, engine, emit } = this.#ports;
    store.queue.setPaused(paused);
    const running = this.#running;
    if (running !== null && running.clock !== null) {
      engine.hold(paused);
      running.clock.interrupted();
    }
    emit('generation.changed', { jobId: running?.job.id ?? null });
    if (paused) return;
    this.#resume?.();
    this.wake();
  }

  /** Stops between two steps what runs, or takes it off the queue. @throws LightboxError CONFLICT, NOT_FOUND */
  cancel(entry: QueueEntry): void {
    const { store, emit } = this.#ports;
    if (entry.kind === 'job') store.jobs.cancel(entry.id);
    else store.batches.cancel(entry.id);
    const running = this.#running;
    if (running !== null && (running.job.id === entry.id || running.job.batchId === entry.id)) {
      running.abort.abort();
      this.#resume?.();
    }
    emit('generation.changed', { jobId: entry.kind === 'job' ? entry.id : null });
  }

  /** Stops at once; the running job stays in the store and goes on at the next start. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#running?.abort.abort();
    this.#resume?.();
    await this.#loop;
  }

  async #drain(): Promise<void> {
    const { queue, jobs } = this.#ports.store;
    while (!this.#disposed && !queue.paused()) {
      const job = jobs.claimNext();
      if (job === undefined) return;
      await this.#runJob(job);
    }
  }

  async #runJob(job: Job): Promise<void> {
    const { store } = this.#ports;
    const running: RunningJob = { job, abort: new AbortController(), clock: null };
    this.#running = running;
    this.#changed(job.id);
    try {
      const edit = await engineEdit(this.#ports, job.request);
      const finished = new Set(store.jobs.finishedIndexes(job.id));
      for (let index = 0; index < job.request.count; index += 1) {
        if (finished.has(index)) continue;
        await this.#storeImage(job, index, await this.#draw(running, index, edit));
      }
      store.jobs.finish(job.id);
      this.#failures = null;
    } catch (thrown) {
      this.#settle(job, toLightboxError(thrown), running.abort.signal);
    } finally {
      this.#running = null;
      if (!this.#disposed) this.#changed(job.id);
    }
  }

  /** A cancelled job is marked already; a job that the end of the program cut short stays to be taken up. */
  #settle(job: Job, error: LightboxError, signal: AbortSignal): void {
    if (signal.aborted || this.#disposed) return;
    const { store } = this.#ports;
    store.jobs.fail(job.id, error.code, error.message);
    if (error.code === 'MODEL_CHANGED') noteChanged(this.#ports, job.request.modelId, error);
    if (job.batchId === null) return;
    const before = this.#failures;
    const again = before?.batchId === job.batchId && before.code === error.code;
    const count = again ? before.count + 1 : 1;
    this.#failures = { batchId: job.batchId, code: error.code, count };
    if (count >= FAILURES_THAT_PAUSE) store.batches.setPaused(job.batchId, true);
  }

  async #draw(running: RunningJob, index: number, edit: EditPart): Promise<DrawnImage> {
    const { models, engine, store } = this.#ports;
    const { job, abort } = running;
    const { request } = job;
    const model = await models.locate(request.modelId);
    const provider = await this.#computing.provider(request.provider);
    await this.#released();
    if (abort.signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled.');
    const clock = new StepClock();
    running.clock = clock;
    try {
      const image = await engine.generate(
        {
          ...model,
          provider,
          prompt: request.prompt,
          negativePrompt: request.negativePrompt,
          seed: seedOfImage(request.seed, index),
          seedIndex: request.fixed?.seedIndex ?? index,
          steps: request.steps,
          guidanceScale: request.guidanceScale,
          guidanceRescale: request.guidanceRescale,
          eta: request.eta,
          edit,
          scheduler: request.scheduler,
          ...generationSettings(this.#ports),
          ...fixedPart(request.fixed),
        },
        { progress: (progress) => this.#report(job, index, clock, progress) },
        abort.signal,
      );
      const stepMs = clock.meanMs();
      if (stepMs !== null) this.#times.record(request.modelId, image.recipe.provider, stepMs);
      return image;
    } finally {
      running.clock = null;
      // Nothing is left to hold; the engine is free for others while the queue rests.
      if (!this.#disposed && store.queue.paused()) engine.hold(false);
    }
  }

  /** Waits while the queue is paused. */
  async #released(): Promise<void> {
    while (
      this.#ports.store.queue.paused() &&
      !this.#disposed &&
      this.#running?.abort.signal.aborted !== true
    ) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
      this.#resume = null;
    }
  }

  #report(job: Job, imageIndex: number, clock: StepClock, progress: StepProgress): void {
    const { emit } = this.#ports;
    const { step, steps, elapsedMs, remainingMs, preview } = progress;
    clock.stepDone(elapsedMs);
    const perImageMs =
      (clock.meanMs() ?? elapsedMs / step) * stepsToCount(job.request.steps, job.request.edit);
    const imagesLeft = job.request.count - imageIndex - 1;
    emit('generation.progress', {
      jobId: job.id,
      batchId: job.batchId,
      imageIndex,
      step,
      steps,
      elapsedMs,
      remainingMs: step === 0 ? null : remainingMs + imagesLeft * perImageMs,
    });
    if (preview !== undefined)
      emit('generation.preview', { jobId: job.id, imageIndex, step, steps, ...previewPayload(preview) });
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
      edit: storedEdit(job.request),
    });
    emit('library.changed', {});
    this.#changed(job.id);
  }

  #changed(jobId: JobId): void {
    this.#ports.emit('generation.changed', { jobId });
  }
}

/** What a recipe fixed goes before the workstation's settings. */
function fixedPart(
  fixed: Job['request']['fixed'],
): Pick<ImageRequest, 'widthPixels' | 'heightPixels' | 'threads'> {
  if (fixed === null) return {};
  return { widthPixels: fixed.widthPx, heightPixels: fixed.heightPx, threads: fixed.threads };
}

/** A store that refuses even a job's state (a full disk): the job can be cancelled, or goes on at the next start. */
function reportStoreFailure(thrown: unknown): void {
  const { code, message } = toLightboxError(thrown);
  process.stderr.write(`The generation queue stopped. ${code}: ${message}\n`);
}
