import type { Precision } from '../base/generation-names.ts';

/** How a scheduler runs for one image. */
export interface SchedulerOptions {
  /** Number of inference steps, 1 to the number of training steps. */
  readonly steps: number;
  /**
   * How much of the way an edit goes, above 0 to 1: the last `min(floor(steps * strength), steps)` steps are
   * made, as diffusers' image-to-image pipeline counts them (a repeated timestep of PNDM counts as a call).
   * 1, or absent, for text to image.
   */
  readonly strength?: number;
  /** DDIM's eta, 0 to 1; other schedulers leave it alone. 0 where absent. */
  readonly eta?: number;
  /** What each operation on samples is rounded to, as torch does in that type. float32 where absent. */
  readonly precision?: Precision;
  /**
   * Draws unit normal noise, as many values as the sample has, from the image's generator in the type asked
   * for: called by stochastic schedulers once for each step that adds noise, in diffusers' order. The type is
   * `precision`, but float32 for sde-dpmsolver++, which draws in float32 whatever the sample is. Others never
   * call it.
   */
  readonly noise?: (precision: Precision) => Float32Array;
}

/**
 * One image's way from noise to latent. Holds state: make a new one for each image, and make the calls in
 * order, call 0 to `timesteps.length - 1`. Samples and model outputs are flat arrays of one length, their
 * values those of `precision`.
 */
export interface Scheduler {
  /**
   * The training timesteps to feed to the UNet, call by call (PNDM repeats one; Euler's may be fractions). For
   * an edit, those of the part that is made.
   */
  readonly timesteps: readonly number[];
  /**
   * What the unit normal noise is multiplied by before the first call of text to image, a float32 value; the
   * products are rounded to `precision`.
   */
  readonly initNoiseSigma: number;
  /** The UNet's input for a call. */
  scaleModelInput(sample: Float32Array, callIndex: number): Float32Array;
  /**
   * One call: from the UNet's output (after guidance) to the next sample, a new array.
   * @throws LightboxError BAD_INPUT when calls are made out of order or lengths differ
   */
  step(modelOutput: Float32Array, callIndex: number, sample: Float32Array): Float32Array;
  /** A clean latent brought to the noise level at which a call begins, a new array (diffusers' `add_noise`). */
  addNoise(original: Float32Array, noise: Float32Array, callIndex: number): Float32Array;
  /** The clean latent that the model's output of a call implies, a new array; for previews. */
  predictOriginal(modelOutput: Float32Array, callIndex: number, sample: Float32Array): Float32Array;
}
