import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { trainTimesteps } from './noise-schedule.ts';
import { requireSetting } from './scheduler-checks.ts';
import { createMultistepPath } from './scheduler-multistep-path.ts';
import { noisePredictorOf, originalPredictorOf } from './scheduler-predictions.ts';
import { type NoiseLevel, sigmaAlphasCumprod } from './scheduler-sigmas.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import { correctorWeights, predictorWeights, type UnipcRule } from './scheduler-unipc-weights.ts';

const { fround } = Math;

const DEFAULT_ORDER = 2;

/** Names of other solvers that diffusers takes as bh2. */
const OTHER_SOLVER_TYPES: readonly string[] = ['bh2', 'midpoint', 'heun', 'logrho'];

/** What a step was made from: its correction needs it once the model has seen the result. */
interface StepBefore {
  readonly sample: Float32Array;
  readonly order: number;
}

/**
 * UniPC (Zhao et al. 2023, arXiv 2302.04867, algorithms 1 and 2), as diffusers' UniPCMultistepScheduler: each
 * call first corrects the step before with the model's output at its end, then predicts the next. Absent fields
 * take that class's defaults (bh2, order 2, predict_x0, linspace spacing, final sigma zero).
 * @throws LightboxError MODEL_UNSUPPORTED for orders above 3, another solver_p, beta and flow sigmas; BAD_INPUT
 *   for impossible steps or strength
 */
export function createUnipcScheduler(config: SchedulerConfig, options: SchedulerOptions): Scheduler {
  const maximumOrder = config.solver_order ?? DEFAULT_ORDER;
  checkSupported(config, maximumOrder);
  const { scheduler, calls, count, begin, levelAt, round } = createMultistepPath(
    config,
    options,
    sigmaAlphasCumprod(config),
    { lastTimestep: trainTimesteps(config), endsAtOwnSigma: true, roundsKarras: true },
  );
  const predictsOriginal = config.predict_x0 ?? true;
  const rule: UnipcRule = { predictsOriginal, bh1: config.solver_type === 'bh1', round };
  const predict = (predictsOriginal ? originalPredictorOf : noisePredictorOf)(config, round);
  const uncorrected = config.disable_corrector ?? [];
  const lowerAtEnd = config.lower_order_final ?? true;
  /** Converted model outputs of the last steps, newest first, at most three. */
  let outputs: Float32Array[] = [];
  let before: StepBefore | null = null;

  /** The levels of the newest outputs, where the newest belongs to a call of the full schedule. */
  const levelsFrom = (index: number, order: number): NoiseLevel[] =>
    Array.from({ length: order }, (_, age) => levelAt(index - age));

  const correct = (output: Float32Array, index: number, sample: Float32Array): Float32Array => {
    if (before === null || index === 0 || uncorrected.includes(index - 1)) return sample;
    const weights = correctorWeights(rule, levelsFrom(index - 1, before.order), levelAt(index));
    const change = differences(outputs, weights.ratios);
    const newest = newestOf(outputs);
    return combine(before.sample, newest, weights, (i) => {
      const older = weighted(change, weights.slopes, i);
      return round(older + round(weights.last * round((output[i] ?? 0) - (newest[i] ?? 0))));
    });
  };

  const predictNext = (index: number, order: number, sample: Float32Array): Float32Array => {
    const weights = predictorWeights(rule, levelsFrom(index, order), levelAt(index + 1));
    const change = differences(outputs, weights.ratios);
    return combine(sample, newestOf(outputs), weights, (i) => weighted(change, weights.slopes, i));
  };

  /** (m_i - m_0) / r_i for each of the older outputs that a step of this order uses. */
  const differences = (newestFirst: readonly Float32Array[], ratios: readonly number[]): Float32Array[] => {
    const newest = newestOf(newestFirst);
    return ratios.map((ratio, age) => {
      const older = newestFirst[age + 1] ?? newest;
      return older.map((value, i) => round(round(value - (newest[i] ?? 0)) / ratio));
    });
  };

  /** torch.einsum over at most two differences: summed in float32, rounded once. */
  const weighted = (change: readonly Float32Array[], slopes: readonly number[], i: number): number =>
    round(
      change.reduce((sum, values, age) => fround(sum + fround((slopes[age] ?? 0) * (values[i] ?? 0))), 0),
    );

  const combine = (
    sample: Float32Array,
    newest: Float32Array,
    weights: { readonly sample: number; readonly newest: number; readonly residual: number },
    residual: (i: number) => number,
  ): Float32Array =>
    sample.map((value, i) => {
      const base = round(round(weights.sample * value) - round(weights.newest * (newest[i] ?? 0)));
      return round(base - round(weights.residual * residual(i)));
    });

  return {
    ...scheduler,
    step(modelOutput, callIndex, sample) {
      calls.next(callIndex, modelOutput, sample);
      const index = begin + callIndex;
      const output = predict(modelOutput, sample, levelAt(index));
      const corrected = correct(output, index, sample);
      outputs = [output, ...outputs.slice(0, 2)];
      const available = lowerAtEnd ? Math.min(maximumOrder, count - index) : maximumOrder;
      const order = Math.min(available, callIndex + 1);
      before = { sample: corrected.slice(), order };
      return predictNext(index, order, corrected);
    },
  };
}

function newestOf(outputs: readonly Float32Array[]): Float32Array {
  const newest = outputs[0];
  if (newest === undefined) throw new LightboxError('INTERNAL', 'UniPC has no model output.');
  return newest;
}

function checkSupported(config: SchedulerConfig, order: number): void {
  const solver = config.solver_type ?? 'bh2';
  requireSetting(solver === 'bh1' || OTHER_SOLVER_TYPES.includes(solver), 'solver_type', solver);
  // B(h) = h is infinite where the last step ends at sigma 0: diffusers makes NaN of it.
  const endsAtZero = (config.final_sigmas_type ?? 'zero') === 'zero';
  requireSetting(solver !== 'bh1' || !endsAtZero, 'solver_type', solver);
  requireSetting(order <= 3, 'solver_order', order);
  requireSetting(config.solver_p == null, 'solver_p', config.solver_p);
}
