/**
 * One image's way from noise to latent. Holds state: make a new one for each image, and make the calls in
 * order, call 0 to `timesteps.length - 1`. Samples and model outputs are flat arrays of one length.
 */
export interface Scheduler {
  /** The training timesteps to feed to the UNet, call by call (PNDM repeats one). */
  readonly timesteps: readonly number[];
  /** What the unit normal noise is multiplied by before the first call. */
  readonly initNoiseSigma: number;
  /** The UNet's input for a call; the three schedulers here return the sample itself. */
  scaleModelInput(sample: Float32Array, callIndex: number): Float32Array;
  /**
   * One call: from the UNet's output (after guidance) to the next sample, a new array.
   * @throws LightboxError BAD_INPUT when calls are made out of order or lengths differ
   */
  step(modelOutput: Float32Array, callIndex: number, sample: Float32Array): Float32Array;
}
