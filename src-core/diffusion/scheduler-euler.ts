import type { SchedulerConfig } from './model-folder.ts';
import { requireSetting } from './scheduler-checks.ts';
import { createEulerPath, moveAlong } from './scheduler-euler-path.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';

/**
 * Euler's method on the probability flow (Karras et al. 2022, arXiv 2206.00364, algorithm 2 without churn), as
 * diffusers' EulerDiscreteScheduler, operation by operation. Absent fields take that class's defaults
 * (linspace spacing, so that timesteps are fractions; final sigma zero).
 * @throws LightboxError MODEL_UNSUPPORTED for beta sigmas, log-linear interpolation and continuous timesteps;
 *   BAD_INPUT for impossible steps or strength
 */
export function createEulerScheduler(config: SchedulerConfig, options: SchedulerOptions): Scheduler {
  const interpolation = config.interpolation_type ?? 'linear';
  requireSetting(interpolation === 'linear', 'interpolation_type', interpolation);
  const continuous = config.timestep_type === 'continuous' && config.prediction_type === 'v_prediction';
  requireSetting(!continuous, 'timestep_type', config.timestep_type);
  const { scheduler, calls, sigmaAt, predictOriginal, math } = createEulerPath(config, options);
  return {
    ...scheduler,
    step(modelOutput, callIndex, sample) {
      calls.next(callIndex, modelOutput, sample);
      const sigma = sigmaAt(callIndex);
      const original = predictOriginal(modelOutput, sample, sigma);
      return math.settle(moveAlong(sample, original, sigma, sigmaAt(callIndex + 1)));
    },
  };
}
