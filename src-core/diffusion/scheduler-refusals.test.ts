import { describe, expect, it } from 'vitest';
import { configOf, goldenNoise, start } from '../../tools/goldens/scheduler-goldens.ts';
import { SCHEDULER_NAMES } from '../base/generation-names.ts';
import { parseSchedulerConfig } from './model-folder.ts';
import { createScheduler, schedulerNameOf } from './scheduler.ts';

const sd14 = configOf('sd14');
const badInput = expect.objectContaining({ code: 'BAD_INPUT' });

describe('createScheduler', () => {
  it.each(SCHEDULER_NAMES)('%s: refuses impossible numbers of steps', (name) => {
    for (const steps of [0, -1, 1.5, Number.NaN, 1001]) {
      expect(() => createScheduler(name, sd14, { steps, noise: goldenNoise() })).toThrow(badInput);
    }
  });

  it.each(SCHEDULER_NAMES)('%s: refuses a strength outside 0 to 1, and one that leaves no step', (name) => {
    for (const strength of [0, -0.1, 1.1, Number.NaN]) {
      expect(() => createScheduler(name, sd14, { steps: 10, strength, noise: goldenNoise() })).toThrow(
        'above 0 and at most 1',
      );
    }
    expect(() => createScheduler(name, sd14, { steps: 10, strength: 0.09, noise: goldenNoise() })).toThrow(
      'leave no step to make',
    );
  });

  it('ddim: refuses an eta outside 0 to 1', () => {
    for (const eta of [-0.1, 1.1, Number.NaN]) {
      expect(() => createScheduler('ddim', sd14, { steps: 10, eta, noise: goldenNoise() })).toThrow(badInput);
    }
  });

  it('refuses more steps than the model has timesteps for, rather than repeat or leave the range', () => {
    expect(() => createScheduler('ddim', sd14, { steps: 1000 })).toThrow('timestep 1000 is outside 0 to 999');
    expect(() => createScheduler('dpmpp-2m', sd14, { steps: 1000 })).toThrow('Choose fewer steps');
  });

  it.each(SCHEDULER_NAMES)('%s: refuses calls out of order and arrays of different lengths', (name) => {
    const scheduler = createScheduler(name, sd14, { steps: 3, noise: goldenNoise() });
    expect(() => scheduler.step(start, 1, start)).toThrow('call 1 where call 0');
    expect(() => scheduler.step(start.slice(1), 0, start)).toThrow('7 values for a sample of 8');
    scheduler.step(start, 0, start);
    expect(() => scheduler.step(start, 0, start)).toThrow('call 0 where call 1');
  });

  it.each([
    ['pndm', { prediction_type: 'sample' }, 'prediction_type'],
    ['pndm', { trained_betas: [0.1, 0.2] }, 'trained_betas'],
    ['ddpm', { variance_type: 'learned_range' }, 'variance_type'],
    ['dpmpp-2m', { variance_type: 'learned' }, 'variance_type'],
    ['dpmpp-2m', { solver_order: 4 }, 'solver_order'],
    ['dpmpp-2m', { solver_type: 'rk4' }, 'solver_type'],
    ['dpmpp-2m', { use_beta_sigmas: true }, 'use_beta_sigmas'],
    ['dpmpp-2m', { use_flow_sigmas: true }, 'use_flow_sigmas'],
    ['dpmpp-2m', { use_lu_lambdas: true }, 'use_lu_lambdas'],
    ['dpmpp-2m-karras', { use_exponential_sigmas: true }, 'use_exponential_sigmas'],
    ['euler', { interpolation_type: 'log_linear' }, 'interpolation_type'],
    ['euler', { timestep_type: 'continuous', prediction_type: 'v_prediction' }, 'timestep_type'],
    ['euler', { use_beta_sigmas: true }, 'use_beta_sigmas'],
    ['euler-a', { prediction_type: 'sample' }, 'prediction_type'],
    ['unipc', { solver_order: 4 }, 'solver_order'],
    ['unipc', { solver_type: 'rk4' }, 'solver_type'],
    ['unipc', { solver_type: 'bh1' }, 'solver_type'],
    ['unipc', { solver_p: ['diffusers', 'DDIMScheduler'] }, 'solver_p'],
    ['unipc', { use_beta_sigmas: true }, 'use_beta_sigmas'],
  ] as const)('%s: refuses %o by the name of the field', (name, change, field) => {
    const config = parseSchedulerConfig({ ...sd14, ...change }, 'scheduler_config.json');
    expect(() => createScheduler(name, config, { steps: 10, noise: goldenNoise() })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED', details: expect.objectContaining({ field }) }),
    );
  });

  it('asks for at least four steps where PNDM starts with Runge-Kutta steps', () => {
    expect(() => createScheduler('pndm', { ...sd14, skip_prk_steps: false }, { steps: 3 })).toThrow(
      'choose 4 or more',
    );
  });

  it('needs a generator for the schedulers that draw noise, and for DDIM with eta', () => {
    for (const name of ['ddpm', 'dpmpp-2m-sde', 'euler-a'] as const) {
      expect(() => createScheduler(name, sd14, { steps: 3 })).toThrow('given no generator');
    }
    expect(() => createScheduler('ddim', sd14, { steps: 3, eta: 0.5 })).toThrow('given no generator');
  });
});

describe('schedulerNameOf', () => {
  const dpm = { _class_name: 'DPMSolverMultistepScheduler' };
  it.each([
    ['pndm', { _class_name: 'PNDMScheduler' }],
    ['ddim', { _class_name: 'DDIMScheduler' }],
    ['ddpm', { _class_name: 'DDPMScheduler' }],
    ['euler', { _class_name: 'EulerDiscreteScheduler', use_karras_sigmas: true }],
    ['euler-a', { _class_name: 'EulerAncestralDiscreteScheduler' }],
    ['unipc', { _class_name: 'UniPCMultistepScheduler' }],
    ['dpmpp-2m', dpm],
    ['dpmpp-2m', { ...dpm, algorithm_type: 'deis' }],
    ['dpmpp-2m-karras', { ...dpm, algorithm_type: 'dpmsolver++', use_karras_sigmas: true }],
    ['dpmpp-2m-sde', { ...dpm, algorithm_type: 'sde-dpmsolver++' }],
    ['dpmpp-2m-sde-karras', { ...dpm, algorithm_type: 'sde-dpmsolver++', use_karras_sigmas: true }],
  ] as const)('%s: %o', (name, config) => {
    expect(schedulerNameOf(config)).toBe(name);
  });

  it('refuses other classes and algorithms by name', () => {
    expect(() => schedulerNameOf({ _class_name: 'HeunDiscreteScheduler' })).toThrow('HeunDiscreteScheduler');
    expect(() => schedulerNameOf({ ...dpm, algorithm_type: 'sde-dpmsolver' })).toThrow(
      'algorithm_type is "sde-dpmsolver"',
    );
  });
});
