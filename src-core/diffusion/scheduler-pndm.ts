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

/** Runge-Kutta makes the first three steps of four calls each, where it is not skipped. */
const RUNGE_KUTTA_CALLS = 12;
const RUNGE_KUTTA_MINIMUM_STEPS = 4;
const ONE_SIXTH = fround(1 / 6);
const ONE_THIRD = fround(1 / 3);
const ONE_24TH = fround(1 / 24);

/**
 * PNDM (Liu et al. 2022, arXiv 2202.09778), as diffusers' PNDMScheduler: float32, operation by operation.
 * With `skip_prk_steps`, as Stable Diffusion sets it, the second timestep is called twice, so there is one
 * call more than steps; without it (the class's default), three Runge-Kutta steps come first.
 * @throws LightboxError MODEL_UNSUPPORTED for prediction_type "sample"; BAD_INPUT for impossible steps
 */
export function createPndmScheduler(config: SchedulerConfig, { steps }: SchedulerOptions): Scheduler {
  const prediction = config.prediction_type ?? 'epsilon';
  requireSetting(prediction !== 'sample', 'prediction_type', prediction);
  const trainCount = trainTimesteps(config);
  checkSteps(steps, trainCount);
  const skipRungeKutta = config.skip_prk_steps ?? false;
  const stepRatio = Math.floor(trainCount / steps);
  const ascending = pndmTimesteps(config, steps, trainCount);
  const timesteps = skipRungeKutta
    ? multistepOnly(ascending)
    : withRungeKutta(ascending, Math.floor(stepRatio / 2), steps);
  checkTimesteps(timesteps, trainCount, steps);

  const alphas = alphasCumprod(config);
  const finalAlpha = config.set_alpha_to_one === true ? 1 : (alphas[0] ?? 1);
  const alphaAt = (timestep: number): number => (timestep < 0 ? finalAlpha : (alphas[timestep] ?? 1));
  const rungeKuttaCalls = skipRungeKutta ? 0 : RUNGE_KUTTA_CALLS;
  let nextCall = 0;
  /** Model outputs of the last steps, newest last, at most four. */
  let history: Float32Array[] = [];
  let stepSample: Float32Array | null = null;
  let accumulated = new Float32Array(0);

  const move = (sample: Float32Array, from: number, to: number, output: Float32Array): Float32Array =>
    transfer(sample, output, alphaAt(from), alphaAt(to), prediction === 'v_prediction');

  const rungeKuttaStep = (output: Float32Array, call: number, sample: Float32Array): Float32Array => {
    const stage = call % 4;
    const from = timesteps[call - stage] ?? 0;
    const to = (timesteps[call] ?? 0) - (call % 2 === 1 ? 0 : Math.floor(stepRatio / 2));
    let used = output;
    if (stage === 0) {
      accumulated = output.map((value) => ONE_SIXTH * value);
      history.push(output.slice());
      stepSample = sample.slice();
    } else if (stage === 3) {
      used = accumulated.map((value, i) => value + fround(ONE_SIXTH * (output[i] ?? 0)));
    } else {
      accumulated = accumulated.map((value, i) => value + fround(ONE_THIRD * (output[i] ?? 0)));
    }
    return move(stepSample ?? sample, from, to, used);
  };

  const multistep = (output: Float32Array, call: number, sample: Float32Array): Float32Array => {
    const timestep = timesteps[call] ?? 0;
    if (call === 1 && skipRungeKutta) {
      // The repeated timestep: the first step once more, with the mean of the outputs at both its ends.
      const first = history[0] ?? output;
      const mean = output.map((value, i) => fround(value + (first[i] ?? 0)) / 2);
      return move(stepSample ?? sample, timestep + stepRatio, timestep, mean);
    }
    history = [...history.slice(-3), output.slice()];
    if (call === 0) stepSample = sample.slice();
    return move(sample, timestep, timestep - stepRatio, extrapolate(history));
  };

  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: (original, noise, callIndex) => addNoiseAt(alphaAt(timesteps[callIndex] ?? 0), original, noise),
    predictOriginal: (output, callIndex, sample) =>
      originalAt(config, alphaAt(timesteps[callIndex] ?? 0), output, sample),
    step(modelOutput, callIndex, sample) {
      checkCall(timesteps, nextCall, callIndex, modelOutput, sample);
      nextCall++;
      return callIndex < rungeKuttaCalls
        ? rungeKuttaStep(modelOutput, callIndex, sample)
        : multistep(modelOutput, callIndex, sample);
    },
  };
}

function pndmTimesteps(config: SchedulerConfig, steps: number, trainCount: number): number[] {
  switch (config.timestep_spacing ?? 'leading') {
    case 'leading': {
      const ratio = Math.floor(trainCount / steps);
      const offset = config.steps_offset ?? 0;
      return Array.from({ length: steps }, (_, index) => index * ratio + offset);
    }
    case 'linspace':
      return linspaceTimesteps(trainCount - 1, steps);
    case 'trailing':
      return trailingTimesteps(trainCount, trainCount / steps, steps).reverse();
  }
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
function extrapolate(history: readonly Float32Array[]): Float32Array {
  const [first, second, third, fourth] = history.slice().reverse();
  if (first === undefined) throw new LightboxError('INTERNAL', 'PNDM has no model output.');
  if (second === undefined) return first;
  if (third === undefined) {
    return first.map((value, i) => fround(fround(3 * value) - (second[i] ?? 0)) / 2);
  }
  if (fourth === undefined) {
    return first.map((value, i) => {
      const two = fround(fround(23 * value) - fround(16 * (second[i] ?? 0)));
      return fround(two + fround(5 * (third[i] ?? 0))) / 12;
    });
  }
  return first.map((value, i) => {
    const two = fround(fround(55 * value) - fround(59 * (second[i] ?? 0)));
    const three = fround(two + fround(37 * (third[i] ?? 0)));
    return ONE_24TH * fround(three - fround(9 * (fourth[i] ?? 0)));
  });
}

/** From one noise level to the next: PNDM formula (9). */
function transfer(
  sample: Float32Array,
  output: Float32Array,
  alpha: number,
  alphaNext: number,
  velocity: boolean,
): Float32Array {
  const beta = fround(1 - alpha);
  const rootAlpha = fround(sqrt(alpha));
  const rootBeta = fround(sqrt(beta));
  const sampleFactor = fround(sqrt(fround(alphaNext / alpha)));
  const difference = fround(alphaNext - alpha);
  const denominator = fround(
    fround(alpha * fround(sqrt(fround(1 - alphaNext)))) +
      fround(sqrt(fround(fround(alpha * beta) * alphaNext))),
  );
  return sample.map((value, i) => {
    const raw = output[i] ?? 0;
    const noise = velocity ? fround(fround(rootAlpha * raw) + fround(rootBeta * value)) : raw;
    return fround(sampleFactor * value) - fround(fround(difference * noise) / denominator);
  });
}
