import { LightboxError } from '../base/errors.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { trainTimesteps } from './noise-schedule.ts';
import { requireSetting } from './scheduler-checks.ts';
import { createMultistepPath } from './scheduler-multistep-path.ts';
import {
  noisePredictorOf,
  originalPredictorOf,
  type Predictor,
  thresholdOf,
} from './scheduler-predictions.ts';
import { type NoiseLevel, sigmaAlphasCumprod } from './scheduler-sigmas.ts';
import type { Scheduler, SchedulerOptions } from './scheduler-types.ts';
import {
  correctorWeights,
  predictorWeights,
  type UnipcRule,
  type UnipcWeights,
} from './scheduler-unipc-weights.ts';
import { float32Math } from './tensor-math.ts';

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
  const { scheduler, calls, count, begin, levelAt, math } = createMultistepPath(
    config,
    options,
    sigmaAlphasCumprod(config),
    { lastTimestep: trainTimesteps(config), endsAtOwnSigma: true, roundsKarras: true },
  );
  const predictsOriginal = config.predict_x0 ?? true;
  const rule: UnipcRule = { predictsOriginal, bh1: config.solver_type === 'bh1' };
  const limit = thresholdOf(config, math);
  const predictOriginal = originalPredictorOf(config, math);
  const predict: Predictor = predictsOriginal
    ? (output, sample, level) => limit(predictOriginal(output, sample, level))
    : noisePredictorOf(config, math);
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
    const newest = math.times(weights.last, math.difference(output, newestOf(outputs)));
    const older = residualOf(weights);
    return move(before.sample, weights, older === null ? newest : math.sum(older, newest));
  };

  const predictNext = (index: number, order: number, sample: Float32Array): Float32Array => {
    const weights = predictorWeights(rule, levelsFrom(index, order), levelAt(index + 1));
    return move(sample, weights, residualOf(weights));
  };

  /** Sum of rho_i (m_i - m_0) / r_i over the older outputs, as torch.einsum: in float32, rounded once. */
  const residualOf = ({ ratios, slopes }: UnipcWeights): Float32Array | null => {
    const newest = newestOf(outputs);
    let residual: Float32Array | null = null;
    for (const [age, ratio] of ratios.entries()) {
      const change = math.divided(math.difference(outputs[age + 1] ?? newest, newest), ratio);
      const part = float32Math.scaled(change, math.scalar(slopes[age] ?? 0));
      residual = residual === null ? part : float32Math.sum(residual, part);
    }
    return residual === null ? null : math.settle(residual);
  };

  const move = (sample: Float32Array, weights: UnipcWeights, residual: Float32Array | null): Float32Array => {
    const base = math.difference(
      math.times(weights.sample, sample),
      math.times(weights.newest, newestOf(outputs)),
    );
    return residual === null ? base : math.difference(base, math.times(weights.residual, residual));
  };

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
