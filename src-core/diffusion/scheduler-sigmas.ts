import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { rescalableAlphasCumprod } from './noise-schedule.ts';
import { requireSetting } from './scheduler-checks.ts';
import { float32Math, type TensorMath } from './tensor-math.ts';

const { exp, fround, log, sqrt } = Math;

/** Karras et al. 2022, arXiv 2206.00364, equation 5. */
const KARRAS_RHO = 7;
/** What the last alpha is instead of 0 at a signal-to-noise ratio of 0: with 0 its sigma would be infinite. */
const ALMOST_ZERO_ALPHA = 2 ** -24;

/** The noise levels that a scheduler passes, in the form sigma = sqrt((1 - alpha) / alpha), float32. */
export interface SigmaSchedule {
  /** Training timesteps in double precision, descending; the class that uses them rounds them its way. */
  readonly timesteps: readonly number[];
  /** One for each timestep. */
  readonly sigmas: readonly number[];
  /** Where the last step ends. */
  readonly finalSigma: number;
  /** True where the levels were chosen first, and the timesteps looked up for them. */
  readonly chosen: boolean;
}

/** Cumulative alphas of the classes that count in sigmas. */
export function sigmaAlphasCumprod(config: SchedulerConfig): Float32Array {
  const alphas = rescalableAlphasCumprod(config);
  if (config.rescale_betas_zero_snr === true) alphas[alphas.length - 1] = ALMOST_ZERO_ALPHA;
  return alphas;
}

/** The sigma of every training timestep, ascending, float32. */
export function trainingSigmas(alphas: Float32Array): Float32Array {
  return alphas.map((alpha) => sqrt(fround(fround(1 - alpha) / alpha)));
}

/** One point of the noise schedule: signal and noise scale, and half the logarithm of their ratio squared. */
export interface NoiseLevel {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

/** The level of a sigma, in a process of unit variance; float32. At sigma 0 lambda is infinite. */
export function levelOf(sigma: number): NoiseLevel {
  const { alpha, spread } = unitVariance(sigma, float32Math);
  return { alpha, sigma: spread, lambda: fround(fround(log(alpha)) - fround(log(spread))) };
}

/** diffusers' `_sigma_to_alpha_sigma_t`. */
function unitVariance(
  sigma: number,
  { scalar }: TensorMath,
): { readonly alpha: number; readonly spread: number } {
  const alpha = scalar(1 / scalar(sqrt(scalar(scalar(sigma * sigma) + 1))));
  return { alpha, spread: scalar(sigma * alpha) };
}

/** A clean latent at the level of a sigma, as `add_noise` of the multistep solvers: all in the samples' type. */
export function addNoiseOfSigma(
  sigma: number,
  original: Float32Array,
  noise: Float32Array,
  math: TensorMath,
): Float32Array {
  const { alpha, spread } = unitVariance(math.scalar(sigma), math);
  return math.sum(math.scaled(original, alpha), math.scaled(noise, spread));
}

export interface SigmaRules {
  /** Whether a chosen range runs over the sigmas of the timesteps in use (Euler), or over all of them. */
  readonly rangeOfSteps: boolean;
  /** With a chosen range, where final_sigmas_type sigma_min ends: at its own last sigma, or at timestep 0's. */
  readonly endsAtOwnSigma: boolean;
}

/**
 * The noise levels of a run: those of the given timesteps, or the Karras or exponential levels that the
 * config asks for.
 * @param timesteps descending, one a step; fractions lie between their neighbours' sigmas
 * @throws LightboxError MODEL_UNSUPPORTED for sigmas of other kinds, or of two kinds
 */
export function sigmaSchedule(
  config: SchedulerConfig,
  sigmasOfTraining: Float32Array,
  timesteps: readonly number[],
  rules: SigmaRules,
): SigmaSchedule {
  requireSetting(config.use_beta_sigmas !== true, 'use_beta_sigmas', true);
  requireSetting(config.use_flow_sigmas !== true, 'use_flow_sigmas', true);
  const karras = config.use_karras_sigmas === true;
  const exponential = config.use_exponential_sigmas === true;
  requireSetting(!(karras && exponential), 'use_exponential_sigmas', true);
  const endsAtZero = (config.final_sigmas_type ?? 'zero') === 'zero';
  const ofTimesteps = timesteps.map((timestep) => interpolate(sigmasOfTraining, timestep));
  const smallest = sigmasOfTraining[0] ?? 0;
  if (!karras && !exponential) {
    return {
      timesteps,
      sigmas: ofTimesteps.map(fround),
      finalSigma: endsAtZero ? 0 : smallest,
      chosen: false,
    };
  }
  const first = rules.rangeOfSteps ? ofTimesteps[0] : sigmasOfTraining[sigmasOfTraining.length - 1];
  const last = rules.rangeOfSteps ? ofTimesteps[ofTimesteps.length - 1] : smallest;
  const maximum = config.sigma_max ?? first ?? 0;
  const minimum = config.sigma_min ?? last ?? 0;
  const levels = karras
    ? karrasSigmas(maximum, minimum, timesteps.length)
    : exponentialSigmas(maximum, minimum, timesteps.length);
  const logSigmas = sigmasOfTraining.map(log);
  const ownLast = fround(levels[levels.length - 1] ?? 0);
  return {
    timesteps: levels.map((sigma) => timestepOf(sigma, logSigmas)),
    sigmas: levels.map(fround),
    finalSigma: endsAtZero ? 0 : rules.endsAtOwnSigma ? ownLast : smallest,
    chosen: true,
  };
}

/** numpy's `interp` over the training timesteps: beyond the last one its value. */
function interpolate(table: Float32Array, position: number): number {
  const index = Math.floor(position);
  const low = table[index];
  const high = table[index + 1];
  if (low === undefined || high === undefined) return table[table.length - 1] ?? 0;
  return (high - low) * (position - index) + low;
}

/** Even steps in the rho-th root, from the largest sigma to the smallest. */
function karrasSigmas(maximum: number, minimum: number, count: number): number[] {
  const top = maximum ** (1 / KARRAS_RHO);
  const bottom = minimum ** (1 / KARRAS_RHO);
  return ramp(count).map((part) => (top + part * (bottom - top)) ** KARRAS_RHO);
}

/** Even steps in the logarithm, from the largest sigma to the smallest. */
function exponentialSigmas(maximum: number, minimum: number, count: number): number[] {
  const top = log(maximum);
  const step = count > 1 ? (log(minimum) - top) / (count - 1) : 0;
  return ramp(count).map((part, index) => exp(part === 1 ? log(minimum) : top + index * step));
}

/** numpy's `linspace(0, 1, count)`. */
function ramp(count: number): number[] {
  const step = count > 1 ? 1 / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) => (index === count - 1 && count > 1 ? 1 : index * step));
}

/** diffusers' `_sigma_to_t`: the training timestep of a sigma, linear in its logarithm between neighbours. */
function timestepOf(sigma: number, logSigmas: Float32Array): number {
  const wanted = log(Math.max(sigma, 1e-10));
  const above = logSigmas.findIndex((value) => value > wanted);
  const below = above === -1 ? logSigmas.length - 1 : Math.max(above - 1, 0);
  const lowIndex = Math.min(below, logSigmas.length - 2);
  const low = logSigmas[lowIndex];
  const high = logSigmas[lowIndex + 1];
  if (low === undefined || high === undefined) {
    throw new LightboxError('MODEL_UNSUPPORTED', 'Chosen sigmas need a model of two timesteps or more.');
  }
  const weight = Math.min(1, Math.max(0, (low - wanted) / fround(low - high)));
  return (1 - weight) * lowIndex + weight * (lowIndex + 1);
}
