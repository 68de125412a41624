import type { SchedulerConfig } from './model-folder.ts';
import { trainTimesteps } from './noise-schedule.ts';
import { requireNoise, requireSetting } from './scheduler-checks.ts';
import { type DpmppRule, dpmppUpdate } from './scheduler-dpmpp-updates.ts';
import { createMultistepPath } from './scheduler-multistep-path.ts';
import { originalPredictorOf, thresholdOf } from './scheduler-predictions.ts';
import { levelOf, sigmaAlphasCumprod, trainingSigmas } from './scheduler-sigmas.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

/** Below this number of steps, `lower_order_final` takes the last steps by the lower-order rules. */
const FEW_STEPS = 15;
const DEFAULT_ORDER = 2;

/** Names of other solvers that diffusers takes as its own default. */
const OTHER_SOLVER_TYPES: readonly string[] = ['midpoint', 'logrho', 'bh1', 'bh2'];

/**
 * DPM-Solver++ (Lu et al. 2022, arXiv 2211.01095, algorithm 2), as diffusers' DPMSolverMultistepScheduler with
 * algorithm_type dpmsolver++ or, stochastic, sde-dpmsolver++ (its noise is drawn in float32, at every call),
 * whichever algorithm the config names. Absent fields take that class's defaults (order 2, linspace spacing,
 * final sigma zero, lower_order_final). Chosen sigmas may repeat a timestep.
 * @throws LightboxError MODEL_UNSUPPORTED for orders above 3, a learned variance, Lu's lambdas, beta and flow
 *   sigmas; BAD_INPUT for impossible steps or strength
 */
export function createDpmppScheduler(
  config: SchedulerConfig,
  options: SchedulerOptions,
  stochastic: boolean,
): Scheduler {
  const order = config.solver_order ?? DEFAULT_ORDER;
  checkSupported(config, order);
  const drawNoise = stochastic ? requireNoise(options) : null;
  const alphas = sigmaAlphasCumprod(config);
  const { scheduler, calls, count, begin, levelAt, math } = createMultistepPath(config, options, alphas, {
    lastTimestep: trainTimesteps(config) - clippedTimesteps(config, alphas),
    endsAtOwnSigma: false,
    roundsKarras: config.beta_schedule !== 'squaredcos_cap_v2',
  });
  const fewSteps = (config.lower_order_final ?? true) && count < FEW_STEPS;
  const firstOrderAtEnd =
    config.euler_at_final === true || fewSteps || (config.final_sigmas_type ?? 'zero') === 'zero';
  const predict = originalPredictorOf(config, math);
  const limit = thresholdOf(config, math);
  const rule: DpmppRule = { stochastic, heun: config.solver_type === 'heun', math };
  /** Predicted original samples of the last steps, newest first, at most three. */
  let originals: Float32Array[] = [];

  const orderAt = (index: number): number => {
    if (index === count - 1 && firstOrderAtEnd) return 1;
    const most = index === count - 2 && fewSteps ? 2 : order;
    return Math.min(order, most, originals.length);
  };

  return {
    ...scheduler,
    step(modelOutput, callIndex, sample) {
      calls.next(callIndex, modelOutput, sample);
      const index = begin + callIndex;
      originals = [limit(predict(modelOutput, sample, levelAt(index))), ...originals.slice(0, 2)];
      const used = originals.slice(0, orderAt(index));
      const levels = used.map((_, age) => levelAt(index - age));
      return dpmppUpdate(rule, sample, used, levels, levelAt(index + 1), drawNoise?.('float32') ?? null);
    },
  };
}

function checkSupported(config: SchedulerConfig, order: number): void {
  const solver = config.solver_type ?? 'midpoint';
  requireSetting(solver === 'heun' || OTHER_SOLVER_TYPES.includes(solver), 'solver_type', solver);
  requireSetting(order <= 3, 'solver_order', order);
  const variance = config.variance_type ?? '';
  requireSetting(!variance.startsWith('learned'), 'variance_type', variance);
  requireSetting(config.use_lu_lambdas !== true, 'use_lu_lambdas', true);
}

/** How many of the noisiest timesteps `lambda_min_clipped` leaves out. */
function clippedTimesteps(config: SchedulerConfig, alphas: Float32Array): number {
  const minimum = config.lambda_min_clipped;
  if (typeof minimum !== 'number') return 0;
  return trainingSigmas(alphas).filter((sigma) => levelOf(sigma).lambda < minimum).length;
}
