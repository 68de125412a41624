import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { parseSchedulerConfig } from './model-folder.ts';
import { alphasCumprod } from './noise-schedule.ts';
import { createScheduler, type SchedulerName, schedulerNameFromClass } from './scheduler.ts';

/** Made by tools/goldens/make_scheduler_goldens.py with the diffusers version recorded inside. */
const golden = readGoldenJson<{
  versions: Record<string, string>;
  feedback: number;
  start: string;
  noise: string;
  alphasCumprod: Record<string, string>;
  cases: {
    label: string;
    config: Record<string, unknown>;
    runs: { scheduler: SchedulerName; steps: number; timesteps: number[]; samples: string }[];
  }[];
}>('schedulers.json.gz');

const BUILT = ['pndm', 'ddim', 'dpmpp-2m'] as const;

/** Of max(1, value); torch's own kernels differ by up to 7.8e-5 among processors (tools/goldens/README.md). */
const TOLERANCE = 1e-5;
const start = float32FromBase64(golden.start);
const noise = float32FromBase64(golden.noise);
const feedback = Math.fround(golden.feedback);
const configOf = (label: string) =>
  parseSchedulerConfig(golden.cases.find((each) => each.label === label)?.config, 'scheduler_config.json');

/** The stand-in model of the script: a noise row plus 0.3 times the sample, in float32. */
function modelOutput(call: number, sample: Float32Array): Float32Array {
  return sample.map((value, i) => (noise[call * sample.length + i] ?? 0) + Math.fround(feedback * value));
}

describe.each(golden.cases)('schedulers with the configuration "$label"', ({ config, runs }) => {
  it.each(runs)('$scheduler, $steps steps: equals diffusers after every call', (run) => {
    const scheduler = createScheduler(run.scheduler, parseSchedulerConfig(config, 'scheduler_config.json'), {
      steps: run.steps,
    });
    expect(scheduler.timesteps).toEqual(run.timesteps);
    expect(scheduler.initNoiseSigma).toBe(1);
    const expected = float32FromBase64(run.samples);
    let sample: Float32Array = start;
    let largest = 0;
    for (const call of scheduler.timesteps.keys()) {
      const input = scheduler.scaleModelInput(sample, call);
      sample = scheduler.step(modelOutput(call, input), call, sample);
      for (const [i, value] of sample.entries()) {
        const reference = expected[call * sample.length + i] ?? Number.NaN;
        largest = Math.max(largest, Math.abs(value - reference) / Math.max(1, Math.abs(reference)));
      }
    }
    expect(largest).toBeLessThan(TOLERANCE);
  });
});

describe('alphasCumprod', () => {
  it.each(Object.entries(golden.alphasCumprod))('%s: equals diffusers bit for bit', (label, base64) => {
    expect(alphasCumprod(configOf(label))).toEqual(float32FromBase64(base64));
  });
});

describe('createScheduler', () => {
  const sd14 = configOf('sd14');

  it('gives timesteps within the trained range that never rise, for any number of steps and spacing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BUILT),
        fc.constantFrom('leading' as const, 'linspace' as const, 'trailing' as const),
        fc.integer({ min: 1, max: 400 }),
        (name, spacing, steps) => {
          const { timesteps } = createScheduler(name, { ...sd14, timestep_spacing: spacing }, { steps });
          expect(timesteps.length).toBe(name === 'pndm' && steps > 1 ? steps + 1 : steps);
          expect(timesteps.every((timestep) => timestep >= 0 && timestep < 1000)).toBe(true);
          expect(timesteps.every((timestep, i) => i === 0 || timestep <= (timesteps[i - 1] ?? 0))).toBe(true);
        },
      ),
    );
  });

  it('leaves out the timestep -1 that diffusers adds for some step counts with trailing spacing', () => {
    // diffusers 0.42.1, 61 steps: 62 timesteps, the last -1, from a rounding error in numpy's arange.
    for (const name of BUILT) {
      const { timesteps } = createScheduler(name, { ...sd14, timestep_spacing: 'trailing' }, { steps: 61 });
      expect(timesteps.length).toBe(name === 'pndm' ? 62 : 61);
      expect(timesteps.slice(-3)).toEqual([48, 32, 15]);
    }
  });

  it('keeps state in each instance alone and leaves its arguments unchanged', () => {
    for (const name of BUILT) {
      const one = createScheduler(name, sd14, { steps: 5 });
      const two = createScheduler(name, sd14, { steps: 5 });
      let first: Float32Array = start.slice();
      let second: Float32Array = start.slice();
      for (const call of one.timesteps.keys()) {
        const output = modelOutput(call, first);
        const before = [output.slice(), first.slice()];
        const next = one.step(output, call, first);
        expect([output, first]).toEqual(before);
        output.fill(0);
        first.fill(0);
        first = next;
      }
      for (const call of two.timesteps.keys()) second = two.step(modelOutput(call, second), call, second);
      expect(first).toEqual(second);
    }
  });

  it.each(BUILT)('%s: refuses impossible numbers of steps', (name) => {
    for (const steps of [0, -1, 1.5, Number.NaN, 1001]) {
      expect(() => createScheduler(name, sd14, { steps })).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT' }),
      );
    }
  });

  it('refuses more steps than the model has timesteps for, rather than repeat or leave the range', () => {
    expect(() => createScheduler('ddim', sd14, { steps: 1000 })).toThrow('timestep 1000 is outside 0 to 999');
    expect(() => createScheduler('dpmpp-2m', sd14, { steps: 1000 })).toThrow('Choose fewer steps');
  });

  it.each(BUILT)('%s: refuses calls out of order and arrays of different lengths', (name) => {
    const scheduler = createScheduler(name, sd14, { steps: 3 });
    expect(() => scheduler.step(start, 1, start)).toThrow('call 1 where call 0');
    expect(() => scheduler.step(start.slice(1), 0, start)).toThrow('15 values for a sample of 16');
  });

  it.each([
    ['ddim', { thresholding: true }, 'thresholding'],
    ['ddim', { rescale_betas_zero_snr: true }, 'rescale_betas_zero_snr'],
    ['dpmpp-2m', { use_karras_sigmas: true }, 'use_karras_sigmas'],
    ['dpmpp-2m', { algorithm_type: 'sde-dpmsolver++' }, 'algorithm_type'],
    ['dpmpp-2m', { solver_order: 3 }, 'solver_order'],
    ['pndm', { prediction_type: 'sample' as const }, 'prediction_type'],
    ['pndm', { trained_betas: [0.1, 0.2] }, 'trained_betas'],
  ] as const)('%s: refuses %o by the name of the field', (name, change, field) => {
    const trained = 'trained_betas' in change ? { trained_betas: [...change.trained_betas] } : change;
    expect(() => createScheduler(name, { ...sd14, ...trained }, { steps: 10 })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED', details: expect.objectContaining({ field }) }),
    );
  });

  it('asks for at least four steps where PNDM starts with Runge-Kutta steps', () => {
    expect(() => createScheduler('pndm', { ...sd14, skip_prk_steps: false }, { steps: 3 })).toThrow(
      'choose 4 or more',
    );
  });
});

describe('schedulerNameFromClass', () => {
  it('knows the three classes and refuses others by name', () => {
    const classes = ['PNDMScheduler', 'DDIMScheduler', 'DPMSolverMultistepScheduler'];
    expect(classes.map(schedulerNameFromClass)).toEqual(['pndm', 'ddim', 'dpmpp-2m']);
    expect(() => schedulerNameFromClass('EulerDiscreteScheduler')).toThrow('EulerDiscreteScheduler');
  });
});
