import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import {
  addNoiseAt,
  alphasCumprod,
  checkCall,
  checkSteps,
  checkTimesteps,
  linspaceTimesteps,
  originalAt,
  requireSetting,
  trailingTimesteps,
  trainTimesteps,
} from './noise-schedule.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

const { fround, sqrt } = Math;

/** Below this number of steps, `lower_order_final` takes the last step by the first-order rule. */
const FEW_STEPS = 15;

/** One point of the noise schedule: signal and noise scale, and half the logarithm of their ratio squared. */
interface NoiseLevel {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

/**
 * DPM-Solver++(2M) (Lu et al. 2022, arXiv 2211.01095, algorithm 2), as diffusers' DPMSolverMultistepScheduler
 * with algorithm dpmsolver++ and order 2: float32, operation by operation. Absent fields take that class's
 * defaults (linspace spacing, final sigma zero, lower_order_final).
 * @throws LightboxError MODEL_UNSUPPORTED for other orders, stochastic variants, thresholding and other sigma
 *   schedules; BAD_INPUT for impossible steps
 */
export function createDpmpp2mScheduler(config: SchedulerConfig, { steps }: SchedulerOptions): Scheduler {
  checkSupported(config);
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const alphas = alphasCumprod(config);
  const timesteps = dpmTimesteps(config, steps, trainCount, alphas);
  checkTimesteps(timesteps, trainCount, steps);
  checkDescending(timesteps, steps);
  const levels = noiseLevels(config, timesteps, alphas);
  const count = timesteps.length;
  const fewSteps = (config.lower_order_final ?? true) && count < FEW_STEPS;
  const firstOrderAtEnd =
    config.euler_at_final === true || fewSteps || (config.final_sigmas_type ?? 'zero') === 'zero';
  const predictOriginal = originalPredictor(config);
  const heun = config.solver_type === 'heun';
  let nextCall = 0;
  let previousOriginal: Float32Array | null = null;

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: (original, noise, callIndex) =>
      addNoiseAt(alphas[timesteps[callIndex] ?? 0] ?? 1, original, noise),
    predictOriginal: (output, callIndex, sample) =>
      originalAt(config, alphas[timesteps[callIndex] ?? 0] ?? 1, output, sample),
    step(modelOutput, callIndex, sample) {
      checkCall(timesteps, nextCall, callIndex, modelOutput, sample);
      nextCall++;
      const current = levelAt(levels, callIndex);
      const next = levelAt(levels, callIndex + 1);
      const original = new Float32Array(sample.length);
      for (let i = 0; i < sample.length; i++) {
        original[i] = predictOriginal(modelOutput[i] ?? 0, sample[i] ?? 0, current);
      }
      const firstOrder = previousOriginal === null || (callIndex === count - 1 && firstOrderAtEnd);
      const result =
        firstOrder || previousOriginal === null
          ? firstOrderUpdate(sample, original, current, next)
          : secondOrderUpdate(
              sample,
              original,
              previousOriginal,
              levelAt(levels, callIndex - 1),
              current,
              next,
              heun,
            );
      previousOriginal = original;
      return result;
    },
  };
}

function checkSupported(config: SchedulerConfig): void {
  const algorithm = config.algorithm_type ?? 'dpmsolver++';
  // diffusers maps these names of other solvers onto its own.
  requireSetting(['dpmsolver++', 'deis'].includes(algorithm), 'algorithm_type', algorithm);
  const solver = config.solver_type ?? 'midpoint';
  requireSetting(['midpoint', 'heun', 'logrho', 'bh1', 'bh2'].includes(solver), 'solver_type', solver);
  requireSetting((config.solver_order ?? 2) === 2, 'solver_order', config.solver_order);
  requireSetting(config.variance_type == null, 'variance_type', config.variance_type);
  const switches = [
    'thresholding',
    'rescale_betas_zero_snr',
    'use_karras_sigmas',
    'use_exponential_sigmas',
    'use_beta_sigmas',
    'use_lu_lambdas',
    'use_flow_sigmas',
  ] as const;
  for (const field of switches) requireSetting(config[field] !== true, field, true);
}

function dpmTimesteps(
  config: SchedulerConfig,
  steps: number,
  trainCount: number,
  alphas: Float32Array,
): number[] {
  const last = trainCount - clippedTimesteps(config, alphas);
  switch (config.timestep_spacing ?? 'linspace') {
    case 'linspace':
      return linspaceTimesteps(last - 1, steps + 1)
        .reverse()
        .slice(0, -1);
    case 'leading': {
      const ratio = Math.floor(last / (steps + 1));
      const offset = config.steps_offset ?? 0;
      return Array.from({ length: steps }, (_, index) => (steps - index) * ratio + offset);
    }
    case 'trailing':
      return trailingTimesteps(last, trainCount / steps, steps);
  }
}

/** How many of the noisiest timesteps `lambda_min_clipped` leaves out. */
function clippedTimesteps(config: SchedulerConfig, alphas: Float32Array): number {
  const minimum = config.lambda_min_clipped;
  if (typeof minimum !== 'number') return 0;
  return alphas.filter((alpha) => levelOf(sigmaOf(alpha)).lambda < minimum).length;
}

function checkDescending(timesteps: readonly number[], steps: number): void {
  const repeated = timesteps.some((timestep, index) => index > 0 && timestep >= (timesteps[index - 1] ?? 0));
  if (repeated) {
    throw new LightboxError(
      'BAD_INPUT',
      `${steps} steps repeat a timestep of this model. Choose fewer steps.`,
      {
        steps,
      },
    );
  }
}

function sigmaOf(alphaCumprod: number): number {
  return fround(sqrt(fround(fround(1 - alphaCumprod) / alphaCumprod)));
}

function levelOf(sigma: number): NoiseLevel {
  const alpha = fround(1 / fround(sqrt(fround(fround(sigma * sigma) + 1))));
  const scaled = fround(sigma * alpha);
  return {
    alpha,
    sigma: scaled,
    lambda: fround(fround(Math.log(alpha)) - fround(Math.log(scaled))),
  };
}

function noiseLevels(
  config: SchedulerConfig,
  timesteps: readonly number[],
  alphas: Float32Array,
): NoiseLevel[] {
  const finalSigma = config.final_sigmas_type === 'sigma_min' ? sigmaOf(alphas[0] ?? 1) : 0;
  return [...timesteps.map((timestep) => sigmaOf(alphas[timestep] ?? 1)), finalSigma].map(levelOf);
}

function levelAt(levels: readonly NoiseLevel[], index: number): NoiseLevel {
  const level = levels[index];
  if (level === undefined) throw new LightboxError('INTERNAL', `No noise level ${index}.`);
  return level;
}

function originalPredictor(
  config: SchedulerConfig,
): (output: number, sample: number, level: NoiseLevel) => number {
  switch (config.prediction_type ?? 'epsilon') {
    case 'epsilon':
      return (output, sample, { alpha, sigma }) => fround(sample - fround(sigma * output)) / alpha;
    case 'sample':
      return (output) => output;
    case 'v_prediction':
      return (output, sample, { alpha, sigma }) => fround(alpha * sample) - fround(sigma * output);
  }
}

/** alpha * (exp(-h) - 1): what the predicted original sample is weighted by. */
function originalFactor(alpha: number, logStep: number): number {
  return fround(alpha * fround(fround(Math.exp(-logStep)) - 1));
}

function firstOrderUpdate(
  sample: Float32Array,
  original: Float32Array,
  current: NoiseLevel,
  next: NoiseLevel,
): Float32Array {
  const sampleFactor = fround(next.sigma / current.sigma);
  const factor = originalFactor(next.alpha, fround(next.lambda - current.lambda));
  return sample.map((value, i) => fround(sampleFactor * value) - fround(factor * (original[i] ?? 0)));
}

function secondOrderUpdate(
  sample: Float32Array,
  original: Float32Array,
  previousOriginal: Float32Array,
  previous: NoiseLevel,
  current: NoiseLevel,
  next: NoiseLevel,
  heun: boolean,
): Float32Array {
  const logStep = fround(next.lambda - current.lambda);
  const inverseRatio = fround(1 / fround(fround(current.lambda - previous.lambda) / logStep));
  const sampleFactor = fround(next.sigma / current.sigma);
  const factor = originalFactor(next.alpha, logStep);
  const decay = fround(fround(Math.exp(-logStep)) - 1);
  const slopeFactor = heun
    ? fround(next.alpha * fround(fround(decay / logStep) + 1))
    : fround(-fround(0.5 * factor));
  return sample.map((value, i) => {
    const now = original[i] ?? 0;
    const slope = fround(inverseRatio * fround(now - (previousOriginal[i] ?? 0)));
    return fround(fround(sampleFactor * value) - fround(factor * now)) + fround(slopeFactor * slope);
  });
}
