import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { addNoiseAt, alphasCumprod, originalAt, trainTimesteps } from './noise-schedule.ts';
import {
  checkSteps,
  checkTimesteps,
  createCallOrder,
  firstCall,
  requireSetting,
} from './scheduler-checks.ts';
import { discreteTimesteps } from './scheduler-timesteps.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { type TensorMath, tensorMathOf } from './tensor-math.ts';

const { fround, sqrt } = Math;

/** Runge-Kutta makes the first three steps of four calls each, where it is not skipped. */
const RUNGE_KUTTA_CALLS = 12;
const RUNGE_KUTTA_MINIMUM_STEPS = 4;
const ONE_SIXTH = fround(1 / 6);
const ONE_THIRD = fround(1 / 3);
const ONE_24TH = fround(1 / 24);

/**
 * PNDM (Liu et al. 2022, arXiv 2202.09778), as diffusers' PNDMScheduler, operation by operation. With
 * `skip_prk_steps`, as Stable Diffusion sets it, the second timestep is called twice, so there is one call
 * more than steps; without it (the class's default), three Runge-Kutta steps come first. An edit starts
 * within the calls and counts its own from 0, as diffusers does: its second call is taken for the repeated one.
 * @throws LightboxError MODEL_UNSUPPORTED for prediction_type "sample"; BAD_INPUT for impossible steps or strength
 */
export function createPndmScheduler(config: SchedulerConfig, options: SchedulerOptions): Scheduler {
  const { steps } = options;
  const prediction = config.prediction_type ?? 'epsilon';
  requireSetting(prediction !== 'sample', 'prediction_type', prediction);
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const skipRungeKutta = config.skip_prk_steps ?? false;
  const stepRatio = Math.floor(trainCount / steps);
  const halfRatio = Math.floor(stepRatio / 2);
  const ascending = discreteTimesteps(config, steps).reverse();
  const schedule = skipRungeKutta ? multistepOnly(ascending) : withRungeKutta(ascending, halfRatio, steps);
  checkTimesteps(schedule, trainCount, steps);
  const timesteps = schedule.slice(firstCall(options));
  const calls = createCallOrder(timesteps);

  const math = tensorMathOf(options.precision);
  const alphas = alphasCumprod(config);
  const finalAlpha = config.set_alpha_to_one === true ? 1 : (alphas[0] ?? 1);
  const alphaAt = (timestep: number): number => (timestep < 0 ? finalAlpha : (alphas[timestep] ?? 1));
  const rungeKuttaCalls = skipRungeKutta ? 0 : RUNGE_KUTTA_CALLS;
  /** Model outputs of the last steps, newest last, at most four. */
  let history: Float32Array[] = [];
  let stepSample: Float32Array | null = null;
  let accumulated: Float32Array = new Float32Array(0);

  const transfer = createTransfer(math, prediction === 'v_prediction');
  const move = (sample: Float32Array, from: number, to: number, output: Float32Array): Float32Array =>
    transfer(sample, output, alphaAt(from), alphaAt(to));

  const rungeKuttaStep = (output: Float32Array, call: number, sample: Float32Array): Float32Array => {
    const stage = call % 4;
    const from = schedule[call - stage] ?? 0;
    const to = (timesteps[call] ?? 0) - (call % 2 === 1 ? 0 : halfRatio);
    let used = output;
    if (stage === 0) {
      accumulated = math.scaled(output, ONE_SIXTH);
      history.push(output.slice());
      stepSample = sample.slice();
    } else if (stage === 3) {
      used = math.sum(accumulated, math.scaled(output, ONE_SIXTH));
    } else {
      accumulated = math.sum(accumulated, math.scaled(output, ONE_THIRD));
    }
    return move(stepSample ?? sample, from, to, used);
  };

  const multistep = (output: Float32Array, call: number, sample: Float32Array): Float32Array => {
    const timestep = timesteps[call] ?? 0;
    if (call === 1 && skipRungeKutta) {
      // The repeated timestep: the first step once more, with the mean of the outputs at both its ends.
      const first = history[0] ?? output;
      const mean = math.divided(math.sum(output, first), 2);
      return move(stepSample ?? sample, timestep + stepRatio, timestep, mean);
    }
    history = [...history.slice(-3), output.slice()];
    if (call === 0) stepSample = sample.slice();
    return move(sample, timestep, timestep - stepRatio, extrapolate(history, math));
  };

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: (original, noise, callIndex) =>
      addNoiseAt(alphaAt(timesteps[callIndex] ?? 0), original, noise, math),
    predictOriginal: (output, callIndex, sample) =>
      originalAt(config, alphaAt(timesteps[callIndex] ?? 0), output, sample),
    step(modelOutput, callIndex, sample) {
      calls.next(callIndex, modelOutput, sample);
      return callIndex < rungeKuttaCalls
        ? rungeKuttaStep(modelOutput, callIndex, sample)
        : multistep(modelOutput, callIndex, sample);
    },
  };
}

/** Descending, with the second timestep twice; a single one stays single. */
function multistepOnly(ascending: readonly number[]): number[] {
  return [...ascending.slice(0, -1), ...ascending.slice(-2, -1), ...ascending.slice(-1)].reverse();
}

/** Each of the first three steps as its start, its middle twice, and its end; then the steps left. */
function withRungeKutta(ascending: readonly number[], halfStep: number, steps: number): number[] {
  if (steps < RUNGE_KUTTA_MINIMUM_STEPS) {
    throw new LightboxError(
      'BAD_INPUT',
      `${steps} steps are too few for PNDM with Runge-Kutta steps: choose ${RUNGE_KUTTA_MINIMUM_STEPS} or more, or another scheduler.`,
      { steps, minimum: RUNGE_KUTTA_MINIMUM_STEPS },
    );
  }
  const points = ascending
    .slice(-RUNGE_KUTTA_MINIMUM_STEPS)
    .flatMap((timestep) => [timestep, timestep + halfStep]);
  const calls = points
    .slice(0, -1)
    .flatMap((timestep) => [timestep, timestep])
    .slice(1, -1)
    .reverse();
  return [...calls, ...ascending.slice(0, -3).reverse()];
}

/** Adams-Bashforth weights over the outputs so far: PNDM formula (12), lower orders at the start. */
function extrapolate(history: readonly Float32Array[], math: TensorMath): Float32Array {
  const { scaled, divided, sum, difference } = math;
  const [first, second, third, fourth] = history.slice().reverse();
  if (first === undefined) throw new LightboxError('INTERNAL', 'PNDM has no model output.');
  if (second === undefined) return first;
  if (third === undefined) return divided(difference(scaled(first, 3), second), 2);
  if (fourth === undefined) {
    return divided(sum(difference(scaled(first, 23), scaled(second, 16)), scaled(third, 5)), 12);
  }
  const two = difference(scaled(first, 55), scaled(second, 59));
  return scaled(difference(sum(two, scaled(third, 37)), scaled(fourth, 9)), ONE_24TH);
}

type Transfer = (
  sample: Float32Array,
  output: Float32Array,
  alpha: number,
  alphaNext: number,
) => Float32Array;

/** From one noise level to the next: PNDM formula (9). */
function createTransfer({ times, divided, sum, difference }: TensorMath, velocity: boolean): Transfer {
  return (sample, output, alpha, alphaNext) => {
    const beta = fround(1 - alpha);
    const noise = velocity
      ? sum(times(fround(sqrt(alpha)), output), times(fround(sqrt(beta)), sample))
      : output;
    const sampleFactor = fround(sqrt(fround(alphaNext / alpha)));
    const denominator = fround(
      fround(alpha * fround(sqrt(fround(1 - alphaNext)))) +
        fround(sqrt(fround(fround(alpha * beta) * alphaNext))),
    );
    const change = divided(times(fround(alphaNext - alpha), noise), denominator);
    return difference(times(sampleFactor, sample), change);
  };
}
