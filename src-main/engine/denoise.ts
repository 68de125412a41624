import { applyGuidance } from '../../src-core/diffusion/guidance.ts';
import type { Scheduler } from '../../src-core/diffusion/scheduler.ts';
import type { DenoisingStart, LatentShape } from './denoising-start.ts';
import { previewOf } from './image-preview.ts';
import type { InferenceClock } from './inference-clock.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { Embeddings } from './model-sessions.ts';
import type { ImageTask, StepProgress } from './protocol.ts';
import type { ResultChecks } from './result-checks.ts';

export interface DrawingHooks {
  progress(progress: StepProgress): void;
  /** Lets messages in and throws CANCELLED when one of them cancels: awaited before every call of a network. */
  checkpoint(): Promise<void>;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

export interface DenoisingInput {
  readonly model: LoadedModel;
  readonly request: ImageTask;
  readonly shape: LatentShape;
  readonly scheduler: Scheduler;
  readonly start: DenoisingStart;
  /** One prompt, or unconditional and conditional for guidance. */
  readonly text: Embeddings;
  readonly checks: ResultChecks;
  /** When the image was begun. */
  readonly startMs: number;
}

export interface Denoised {
  readonly latents: Float32Array;
  /** The latents after each call of the UNet where the request asks for them, else empty. */
  readonly trajectory: readonly Float32Array[];
}

/**
 * The denoising loop of every task: one call of the UNet for each timestep, unconditional and conditional prompt
 * in one batch of 2, guidance, the scheduler's step.
 */
export async function denoise(
  { model, request, shape, scheduler, start, text, checks, startMs }: DenoisingInput,
  clock: InferenceClock,
  hooks: DrawingHooks,
): Promise<Denoised> {
  const guided = text.batch === 2;
  const calls = scheduler.timesteps.length;
  const input = createUnetInput(start.condition, start.sample.length, text.batch);
  const channels = input.length / text.batch / (shape.rows * shape.columns);
  const latents = { ...shape, values: input, batch: text.batch, channels };
  const guidance = { rescale: request.guidanceRescale, precision: model.precision };
  const trajectory: Float32Array[] = [];
  let sample = start.sample;
  const loopStartMs = hooks.now();
  for (const [call, timestep] of scheduler.timesteps.entries()) {
    await hooks.checkpoint();
    fillUnetInput(input, scheduler.scaleModelInput(sample, call), text.batch);
    const output = await clock.measure(() => model.sessions.predict(latents, timestep, text));
    checks.unet(output, call);
    const predicted = guided ? applyGuidance(output, request.guidanceScale, guidance) : output;
    const clean = showsPreview(request, call) ? scheduler.predictOriginal(predicted, call, sample) : null;
    sample = start.afterStep(scheduler.step(predicted, call, sample), call + 1);
    if (request.returnTrajectory === true) trajectory.push(sample);
    const preview =
      clean === null
        ? undefined
        : await previewOf(model, shape, clean, request.preview?.decoded === true, clock);
    const now = hooks.now();
    const stepMs = (now - loopStartMs) / (call + 1);
    // The decoder costs about as much as a step or two; counting one keeps the estimate above zero till then.
    const remainingMs = stepMs * (calls - call);
    const progress = { step: call + 1, steps: calls, elapsedMs: now - startMs, remainingMs };
    hooks.progress(preview === undefined ? progress : { ...progress, preview });
  }
  checks.latents(sample);
  await hooks.checkpoint();
  return { latents: sample, trajectory };
}

function showsPreview({ preview }: ImageTask, call: number): boolean {
  return preview !== undefined && (call + 1) % preview.everySteps === 0;
}

/** One buffer for all calls: for each prompt the latents (filled call by call) and the condition (here). */
function createUnetInput(condition: Float32Array, latentLength: number, batch: number): Float32Array {
  const stride = latentLength + condition.length;
  const input = new Float32Array(stride * batch);
  for (let member = 0; member < batch; member++) input.set(condition, member * stride + latentLength);
  return input;
}

function fillUnetInput(input: Float32Array, latents: Float32Array, batch: number): void {
  const stride = input.length / batch;
  for (let member = 0; member < batch; member++) input.set(latents, member * stride);
}
