import type { Precision, SchedulerName } from '../../src-core/base/generation-names.ts';
import { castTo } from '../../src-core/diffusion/half.ts';
import { parseSchedulerConfig, type SchedulerConfig } from '../../src-core/diffusion/model-folder.ts';
import type { Scheduler, SchedulerOptions } from '../../src-core/diffusion/scheduler-types.ts';
import { tensorMathOf } from '../../src-core/diffusion/tensor-math.ts';
import { createTorchGenerator } from '../../src-core/diffusion/torch-random.ts';
import { float32FromBase64, readGoldenJson } from './golden-data.ts';

/** For tests: what make_scheduler_goldens.py wrote, and the stand-in for a model that it used. */

export interface TrajectoryGolden {
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly eta?: number;
  readonly initNoiseSigma: number;
  readonly timesteps: number[];
  readonly samples: string;
}

export interface EditGolden {
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly strength: number;
  readonly timesteps: number[];
  /** The clean latent with noise, before the first call. */
  readonly start: string;
  readonly samples: string;
  /** The clean latent with noise as of every later call. */
  readonly later: string;
}

interface CaseGolden {
  readonly label: string;
  readonly config: unknown;
  readonly runs: TrajectoryGolden[];
}

interface StandIn {
  readonly versions: Record<string, string>;
  readonly feedback: number;
  readonly noiseSeed: number;
  readonly start: string;
  readonly original: string;
  readonly noise: string;
}

export const trajectoryGoldens = readGoldenJson<
  StandIn & {
    cases: CaseGolden[];
    /** Runs with torch's logarithms, exponentials and roots rounded correctly. */
    rounded: CaseGolden[];
    alphasCumprod: Record<string, string>;
    rescaledAlphasCumprod: string;
  }
>('schedulers.json.gz');

export const editGoldens = readGoldenJson<
  StandIn & { cases: (Omit<CaseGolden, 'runs'> & { runs: EditGolden[] })[] }
>('scheduler-edits.json.gz');

export const halfGoldens = readGoldenJson<StandIn & { cases: (CaseGolden & { edits: EditGolden[] })[] }>(
  'scheduler-half.json.gz',
);

/** Where trajectories start, and the noise of edits. */
export const start = float32FromBase64(trajectoryGoldens.start);
/** The clean latent of edits. */
export const original = float32FromBase64(trajectoryGoldens.original);
const noiseRows = float32FromBase64(trajectoryGoldens.noise);

export function configOf(label: string): SchedulerConfig {
  const found = trajectoryGoldens.cases.find((each) => each.label === label);
  return parseSchedulerConfig(found?.config, 'scheduler_config.json');
}

/** The stand-in model of the script: a noise row plus 0.3 times its input, in the type of the samples. */
export function modelOutput(
  call: number,
  input: Float32Array,
  precision: Precision = 'float32',
): Float32Array {
  const math = tensorMathOf(precision);
  const rows = castTo(precision, noiseRows.subarray(call * input.length, (call + 1) * input.length));
  const feedback = Math.fround(trajectoryGoldens.feedback);
  return math.sum(rows, math.scaled(input, feedback));
}

/** What stochastic schedulers draw from, as the script's generator. */
export function goldenNoise(): NonNullable<SchedulerOptions['noise']> {
  const generator = createTorchGenerator(trajectoryGoldens.noiseSeed);
  return (precision) => generator.randn(start.length, precision);
}

/** The samples after every call, one after another. */
export function walk(
  scheduler: Scheduler,
  from: Float32Array,
  precision: Precision = 'float32',
): Float32Array {
  const samples = new Float32Array(scheduler.timesteps.length * from.length);
  let sample = from;
  for (const call of scheduler.timesteps.keys()) {
    const input = scheduler.scaleModelInput(sample, call);
    sample = scheduler.step(modelOutput(call, input, precision), call, sample);
    samples.set(sample, call * from.length);
  }
  return samples;
}

/** The largest difference, of max(1, |expected|); infinite where a value is no number. */
export function largestDifference(ours: Float32Array, expected: Float32Array): number {
  if (ours.length !== expected.length) return Infinity;
  return ours.reduce((largest, value, i) => {
    const reference = expected[i] ?? Number.NaN;
    const difference = Math.abs(value - reference) / Math.max(1, Math.abs(reference));
    return Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }, 0);
}
