import type { SchedulerConfig } from './model-folder.ts';
import { requireSetting } from './scheduler-checks.ts';
import type { TensorMath } from './tensor-math.ts';

const { fround, sqrt } = Math;

const DEFAULT_TRAIN_TIMESTEPS = 1000;
const DEFAULT_BETA_START = 0.0001;
const DEFAULT_BETA_END = 0.02;
/** diffusers' `betas_for_alpha_bar`: betas of the cosine schedule are capped. */
const COSINE_MAX_BETA = 0.999;

/** The number of training timesteps, diffusers' default where the file has none. */
export function trainTimesteps(config: SchedulerConfig): number {
  return config.num_train_timesteps ?? DEFAULT_TRAIN_TIMESTEPS;
}

/** The cumulative product of 1 - beta for each training timestep, as the model was trained. */
export function alphasCumprod(config: SchedulerConfig): Float32Array {
  return cumulativeProduct(makeBetas(config));
}

/**
 * The same, for the classes that know `rescale_betas_zero_snr`: where it is set, the last timestep is pure
 * noise (Lin et al. 2023, arXiv 2305.08891, algorithm 1).
 */
export function rescalableAlphasCumprod(config: SchedulerConfig): Float32Array {
  const betas = makeBetas(config);
  return cumulativeProduct(config.rescale_betas_zero_snr === true ? zeroTerminalSnr(betas) : betas);
}

/** Rounded to float32 where torch rounds: betas, alphas and products; torch's cumprod accumulates in double. */
function cumulativeProduct(betas: Float32Array): Float32Array {
  const products = new Float32Array(betas.length);
  let product = 1;
  for (const [timestep, beta] of betas.entries()) {
    product *= fround(1 - beta);
    products[timestep] = product;
  }
  return products;
}

/** diffusers' `rescale_zero_terminal_snr`: the root of the product is shifted and stretched to end at 0. */
function zeroTerminalSnr(betas: Float32Array): Float32Array {
  const roots = cumulativeProduct(betas).map(sqrt);
  const first = roots[0] ?? 1;
  const last = roots[roots.length - 1] ?? 0;
  const stretch = fround(first / fround(first - last));
  const products = roots.map((root) => {
    const rescaled = fround(fround(root - last) * stretch);
    return rescaled * rescaled;
  });
  return products.map((product, timestep) => {
    const previous = timestep === 0 ? 1 : (products[timestep - 1] ?? 1);
    return 1 - fround(product / previous);
  });
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
      return linspaceFloat(sqrt(start), sqrt(end), count).map((root) => root * root);
    case 'squaredcos_cap_v2':
      return cosineBetas(count);
  }
}

/**
 * torch.linspace in float32, bit for bit as its vectorised CPU kernel: a float32 step, counted from the start
 * in the first half and from the end in the second, product and sum rounded once (fused multiply-add).
 */
function linspaceFloat(start: number, end: number, count: number): Float32Array {
  const first = fround(start);
  const last = fround(end);
  const step = fround(fround(last - first) / (count - 1));
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
 * A clean latent at the noise level of a timestep: sqrt(alpha) x + sqrt(1 - alpha) noise, as diffusers'
 * `add_noise`, which brings alpha to the samples' type first.
 */
export function addNoiseAt(
  alphaCumprod: number,
  original: Float32Array,
  noise: Float32Array,
  math: TensorMath,
): Float32Array {
  const alpha = math.scalar(alphaCumprod);
  const signal = math.scalar(sqrt(alpha));
  const spread = math.scalar(sqrt(math.scalar(1 - alpha)));
  return math.sum(math.scaled(original, signal), math.scaled(noise, spread));
}

/** The clean latent that a model's output implies at a timestep, by what the model predicts. */
export function originalAt(
  config: SchedulerConfig,
  alphaCumprod: number,
  modelOutput: Float32Array,
  sample: Float32Array,
): Float32Array {
  const signal = sqrt(alphaCumprod);
  const spread = sqrt(1 - alphaCumprod);
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return sample.map((value, i) => (value - spread * (modelOutput[i] ?? 0)) / signal);
    case 'sample':
      return modelOutput.slice();
    case 'v_prediction':
      return sample.map((value, i) => signal * value - spread * (modelOutput[i] ?? 0));
  }
}
