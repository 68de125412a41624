import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';

/** Where the settings come from, for messages. */
export const SCHEDULER_FILE = 'scheduler/scheduler_config.json';

const DEFAULT_TRAIN_TIMESTEPS = 1000;
const DEFAULT_BETA_START = 0.0001;
const DEFAULT_BETA_END = 0.02;
/** diffusers' `betas_for_alpha_bar`: betas of the cosine schedule are capped. */
const COSINE_MAX_BETA = 0.999;

/** The number of training timesteps, diffusers' default where the file has none. */
export function trainTimesteps(config: SchedulerConfig): number {
  return config.num_train_timesteps ?? DEFAULT_TRAIN_TIMESTEPS;
}

/**
 * The cumulative product of 1 - beta for each training timestep, rounded to float32 where torch rounds:
 * betas, alphas and products are float32, torch's cumprod accumulates in double.
 */
export function alphasCumprod(config: SchedulerConfig): Float32Array {
  const betas = makeBetas(config);
  const products = new Float32Array(betas.length);
  let product = 1;
  for (const [timestep, beta] of betas.entries()) {
    product *= Math.fround(1 - beta);
    products[timestep] = product;
  }
  return products;
}

function makeBetas(config: SchedulerConfig): Float32Array {
  const count = trainTimesteps(config);
  if (config.trained_betas != null) {
    const found = config.trained_betas.length;
    requireSetting(found === count, 'trained_betas', `${found} values for ${count} timesteps`);
    return new Float32Array(config.trained_betas);
  }
  const start = config.beta_start ?? DEFAULT_BETA_START;
  const end = config.beta_end ?? DEFAULT_BETA_END;
  switch (config.beta_schedule ?? 'linear') {
    case 'linear':
      return linspaceFloat(start, end, count);
    case 'scaled_linear':
      return linspaceFloat(Math.sqrt(start), Math.sqrt(end), count).map((root) => root * root);
    case 'squaredcos_cap_v2':
      return cosineBetas(count);
  }
}

/**
 * torch.linspace in float32, bit for bit as its vectorised CPU kernel: a float32 step, counted from the start
 * in the first half and from the end in the second, product and sum rounded once (fused multiply-add).
 */
function linspaceFloat(start: number, end: number, count: number): Float32Array {
  const first = Math.fround(start);
  const last = Math.fround(end);
  const step = Math.fround(Math.fround(last - first) / (count - 1));
  const half = Math.floor(count / 2);
  return Float32Array.from({ length: count }, (_, index) => {
    if (count === 1) return first;
    return index < half ? first + step * index : last - step * (count - 1 - index);
  });
}

/** Cosine schedule (Nichol and Dhariwal 2021, equation 17). */
function cosineBetas(count: number): Float32Array {
  const alphaBar = (time: number): number => Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Float32Array.from({ length: count }, (_, index) =>
    Math.min(1 - alphaBar((index + 1) / count) / alphaBar(index / count), COSINE_MAX_BETA),
  );
}

/**
 * A clean latent at the noise level of a timestep: sqrt(alpha) x + sqrt(1 - alpha) noise, in float32 as
 * diffusers' `add_noise`.
 */
export function addNoiseAt(alphaCumprod: number, original: Float32Array, noise: Float32Array): Float32Array {
  const signal = Math.fround(Math.sqrt(alphaCumprod));
  const spread = Math.fround(Math.sqrt(Math.fround(1 - alphaCumprod)));
  return original.map((value, i) => Math.fround(signal * value) + Math.fround(spread * (noise[i] ?? 0)));
}

/** The clean latent that a model's output implies at a timestep, by what the model predicts. */
export function originalAt(
  config: SchedulerConfig,
  alphaCumprod: number,
  modelOutput: Float32Array,
  sample: Float32Array,
): Float32Array {
  const signal = Math.sqrt(alphaCumprod);
  const spread = Math.sqrt(1 - alphaCumprod);
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return sample.map((value, i) => (value - spread * (modelOutput[i] ?? 0)) / signal);
    case 'sample':
      return modelOutput.slice();
    case 'v_prediction':
      return sample.map((value, i) => signal * value - spread * (modelOutput[i] ?? 0));
  }
}

/** numpy's `linspace(0, last, count).round()`, ascending. */
export function linspaceTimesteps(last: number, count: number): number[] {
  const step = count > 1 ? last / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) =>
    roundHalfToEven(index === count - 1 && count > 1 ? last : index * step),
  );
}

/**
 * numpy's `arange(last, 0, -spacing).round() - 1`, descending. numpy takes the distance of its first two
 * values, after rounding, as the step; it may give a value too many, near 0, for a timestep -1 that does not
 * exist: at most `count` are kept.
 */
export function trailingTimesteps(last: number, spacing: number, count: number): number[] {
  const step = last - (last - spacing);
  const available = Math.min(count, Math.ceil(last / spacing));
  return Array.from({ length: available }, (_, index) => roundHalfToEven(last - index * step) - 1);
}

/**
 * Checks a number of inference steps.
 * @throws LightboxError BAD_INPUT when it is not an integer from 1 to the number of training steps
 */
export function checkSteps(steps: number, maximum: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > maximum) {
    throw new LightboxError(
      'BAD_INPUT',
      `${steps} steps cannot be made: this model and scheduler take 1 to ${maximum}.`,
      { steps, maximum },
    );
  }
}

/**
 * Checks that every timestep is one the model was trained on.
 * @throws LightboxError BAD_INPUT, with the number of steps asked for
 */
export function checkTimesteps(timesteps: readonly number[], count: number, steps: number): void {
  const wrong = timesteps.find((timestep) => timestep < 0 || timestep >= count);
  if (wrong === undefined) return;
  throw new LightboxError(
    'BAD_INPUT',
    `${steps} steps cannot be made: timestep ${wrong} is outside 0 to ${count - 1} (steps_offset or timestep_spacing of ${SCHEDULER_FILE}). Choose fewer steps.`,
    { steps, timestep: wrong },
  );
}

/**
 * Refuses a setting that is not implemented.
 * @throws LightboxError MODEL_UNSUPPORTED when `supported` is false
 */
export function requireSetting(supported: boolean, field: string, found: unknown): void {
  if (supported) return;
  throw new LightboxError(
    'MODEL_UNSUPPORTED',
    `${SCHEDULER_FILE}: ${field} is ${JSON.stringify(found)}, which this scheduler does not support. Choose another scheduler.`,
    { file: SCHEDULER_FILE, field },
  );
}

/** Refuses calls out of order and arrays of different lengths; returns the timestep of the call. */
export function checkCall(
  timesteps: readonly number[],
  expectedCall: number,
  callIndex: number,
  modelOutput: Float32Array,
  sample: Float32Array,
): number {
  const timestep = timesteps[callIndex];
  if (callIndex !== expectedCall || timestep === undefined) {
    throw new LightboxError(
      'BAD_INPUT',
      `Scheduler call ${callIndex} where call ${expectedCall} of ${timesteps.length} is due: make a new scheduler for each image.`,
      { callIndex, expectedCall },
    );
  }
  if (modelOutput.length !== sample.length) {
    throw new LightboxError(
      'BAD_INPUT',
      `The model gave ${modelOutput.length} values for a sample of ${sample.length}.`,
      { modelOutputLength: modelOutput.length, sampleLength: sample.length },
    );
  }
  return timestep;
}

/** numpy's round: halves go to the even neighbour. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
