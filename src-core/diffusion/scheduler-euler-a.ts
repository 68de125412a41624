import type { SchedulerConfig } from './model-folder.ts';
import { requireNoise, requireSetting } from './scheduler-checks.ts';
import { createEulerPath, moveAlong } from './scheduler-euler-path.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { float32Math } from './tensor-math.ts';

const { fround, sqrt } = Math;

/**
 * Ancestral sampling with Euler's method, as diffusers' EulerAncestralDiscreteScheduler, operation by
 * operation: each call steps below the next noise level and adds noise up to it, the last one too (noise times
 * 0). Absent fields take that class's defaults (linspace spacing); it knows no Karras sigmas and always ends
 * at zero.
 * @throws LightboxError MODEL_UNSUPPORTED for prediction_type "sample"; BAD_INPUT for impossible steps or strength
 */
export function createEulerAncestralScheduler(config: SchedulerConfig, options: SchedulerOptions): Scheduler {
  requireSetting(config.prediction_type !== 'sample', 'prediction_type', config.prediction_type);
  const drawNoise = requireNoise(options);
  const { scheduler, calls, sigmaAt, predictOriginal, math } = createEulerPath(
    {
      ...config,
      use_karras_sigmas: false,
      use_exponential_sigmas: false,
      use_beta_sigmas: false,
      use_flow_sigmas: false,
      final_sigmas_type: 'zero',
    },
    options,
  );
  return {
    ...scheduler,
    step(modelOutput, callIndex, sample) {
      calls.next(callIndex, modelOutput, sample);
      const from = sigmaAt(callIndex);
      const { down, up } = ancestralSigmas(from, sigmaAt(callIndex + 1));
      const original = predictOriginal(modelOutput, sample, from);
      const moved = moveAlong(sample, original, from, down);
      const noise = math.scaled(drawNoise(math.precision), up);
      return math.settle(float32Math.sum(moved, noise));
    },
  };
}

/** How far the deterministic part goes, and how much noise brings it up to the next level. */
function ancestralSigmas(from: number, to: number): { readonly down: number; readonly up: number } {
  const fromSquare = fround(from * from);
  const toSquare = fround(to * to);
  const up = fround(sqrt(fround(fround(toSquare * fround(fromSquare - toSquare)) / fromSquare)));
  return { down: fround(sqrt(fround(toSquare - fround(up * up)))), up };
}
