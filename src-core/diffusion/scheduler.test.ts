import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  configOf,
  goldenNoise,
  modelOutput,
  original,
  start,
} from '../../tools/goldens/scheduler-goldens.ts';
import { SCHEDULER_NAMES } from '../base/generation-names.ts';
import type { SchedulerConfig } from './model-folder.ts';
import { createScheduler } from './scheduler.ts';
import { createTorchGenerator } from './torch-random.ts';

const sd14 = configOf('sd14');
const STOCHASTIC = ['ddpm', 'dpmpp-2m-sde', 'dpmpp-2m-sde-karras', 'euler-a'];
const WITH_CONFIG_KARRAS = ['dpmpp-2m-karras', 'dpmpp-2m-sde-karras'];

/** A name, spacing, number of steps and strength that every class can do, with one call or more. */
const settings = fc
  .record({
    name: fc.constantFrom(...SCHEDULER_NAMES),
    spacing: fc.constantFrom('leading' as const, 'linspace' as const, 'trailing' as const),
    steps: fc.integer({ min: 1, max: 400 }),
    strength: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .filter(({ steps, strength }) => Math.floor(steps * strength) >= 1);

describe('createScheduler', () => {
  it('gives timesteps within the trained range that never rise, for any number of steps, spacing and strength', () => {
    fc.assert(
      fc.property(settings, ({ name, spacing, steps, strength }) => {
        const config = { ...sd14, timestep_spacing: spacing };
        const full = createScheduler(name, config, { steps, noise: goldenNoise() }).timesteps;
        expect(full.length).toBe(name === 'pndm' && steps > 1 ? steps + 1 : steps);
        expect(full.every((timestep) => timestep >= 0 && timestep <= 999)).toBe(true);
        expect(full.every((timestep, i) => i === 0 || timestep <= (full[i - 1] ?? 0))).toBe(true);
        const edit = createScheduler(name, config, { steps, strength, noise: goldenNoise() }).timesteps;
        expect(edit).toEqual(full.slice(steps - Math.floor(steps * strength)));
      }),
    );
  });

  it('leaves out the timestep -1 that diffusers adds for some step counts with trailing spacing', () => {
    // diffusers 0.42.1, 61 steps: 62 timesteps, the last -1, from a rounding error in numpy's arange.
    for (const name of SCHEDULER_NAMES) {
      if (WITH_CONFIG_KARRAS.includes(name)) continue;
      const config = { ...sd14, timestep_spacing: 'trailing' as const };
      const { timesteps } = createScheduler(name, config, { steps: 61, noise: goldenNoise() });
      expect(timesteps.length).toBe(name === 'pndm' ? 62 : 61);
      expect(timesteps.slice(-3)).toEqual([48, 32, 15]);
    }
  });

  it.each(SCHEDULER_NAMES)(
    '%s: keeps state in each instance alone and leaves its arguments unchanged',
    (name) => {
      const one = createScheduler(name, sd14, { steps: 5, eta: 0.5, noise: goldenNoise() });
      const two = createScheduler(name, sd14, { steps: 5, eta: 0.5, noise: goldenNoise() });
      let first: Float32Array = start.slice();
      let second: Float32Array = start.slice();
      for (const call of one.timesteps.keys()) {
        const output = modelOutput(call, first);
        const before = [output.slice(), first.slice()];
        one.scaleModelInput(first, call);
        one.predictOriginal(output, call, first);
        one.addNoise(first, output, call);
        const next = one.step(output, call, first);
        expect([output, first]).toEqual(before);
        output.fill(0);
        first.fill(0);
        first = next;
      }
      for (const call of two.timesteps.keys()) second = two.step(modelOutput(call, second), call, second);
      expect(first).toEqual(second);
    },
  );

  it('draws noise in the calls that add some, and in no others', () => {
    for (const name of SCHEDULER_NAMES) {
      let drawn = 0;
      const noise = () => {
        drawn++;
        return start;
      };
      const scheduler = createScheduler(name, { ...sd14, steps_offset: 0 }, { steps: 6, noise });
      for (const call of scheduler.timesteps.keys()) scheduler.step(start, call, start);
      // DDPM ends at timestep 0, where it adds none.
      expect([name, drawn]).toEqual([name, name === 'ddpm' ? 5 : STOCHASTIC.includes(name) ? 6 : 0]);
    }
  });

  it('gives back the clean latent from the output of a model that knows the noise, at every call', () => {
    const noise = createTorchGenerator(3).randn(start.length);
    for (const prediction of ['epsilon', 'v_prediction', 'sample'] as const) {
      for (const name of SCHEDULER_NAMES) {
        if (prediction === 'sample' && ['pndm', 'euler-a'].includes(name)) continue;
        const config: SchedulerConfig = { ...sd14, prediction_type: prediction };
        const scheduler = createScheduler(name, config, { steps: 7, strength: 0.9, noise: goldenNoise() });
        for (const call of scheduler.timesteps.keys()) {
          const sample = scheduler.addNoise(original, noise, call);
          const output = { epsilon: noise, sample: original, v_prediction: velocity(sample) }[prediction];
          const clean = scheduler.predictOriginal(output, call, sample);
          for (const [i, value] of clean.entries()) expect(value).toBeCloseTo(original[i] ?? 9, 3);

          /** v of Salimans and Ho 2022: alpha noise - sigma x, with both found from what noise alone becomes. */
          function velocity(noisy: Float32Array): Float32Array {
            const spread =
              scheduler.addNoise(
                original.map(() => 0),
                noise.map(() => 1),
                call,
              )[0] ?? 0;
            // Euler's samples are not scaled to unit variance: there sigma stands over alpha.
            const unit = name.startsWith('euler') ? Math.sqrt(spread * spread + 1) : 1;
            const sigma = spread / unit;
            const alpha = Math.sqrt(1 - sigma * sigma);
            return noisy.map((_, i) => alpha * (noise[i] ?? 0) - sigma * (original[i] ?? 0));
          }
        }
      }
    }
  });
});
