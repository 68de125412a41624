import { describe, expect, it } from 'vitest';
import type { ModelId } from '../../../../src-core/base/ids.ts';
import { type ComposeState, INITIAL_STATE } from '../compose-state.ts';
import { planSweep, type SweepDraft, startSweep } from './sweep-draft.ts';

const COMPOSER: ComposeState = {
  ...INITIAL_STATE,
  text: 'Pulmonary edema.',
  negativePrompt: 'frame',
  settings: {
    ...INITIAL_STATE.settings,
    modelId: 'cxr-demo' as ModelId,
    steps: 25,
    guidanceScale: 3,
    scheduler: 'ddim',
  },
};
const DRAFT: SweepDraft = {
  name: '',
  prompts: 'Edema.\nEffusion.',
  seeds: '1-3',
  guidance: '2, 4',
  steps: '10 20',
  schedulers: ['ddim', 'pndm'],
};

describe('a sweep in the making', () => {
  it('begins with what the composer holds, and keeps what was written', () => {
    const empty = { name: '', prompts: '', seeds: ' ', guidance: '', steps: '50', schedulers: [] };
    expect(startSweep(empty, COMPOSER)).toEqual({
      name: '',
      prompts: 'Pulmonary edema.',
      seeds: '1-2',
      guidance: '3',
      steps: '50',
      schedulers: ['ddim'],
    });
    expect(startSweep(DRAFT, COMPOSER)).toEqual(DRAFT);
  });

  it('is every value with every other', () => {
    const { plan, images, steps, counts } = planSweep(DRAFT, COMPOSER);
    expect(counts).toEqual({ prompt: 2, scheduler: 2, steps: 2, guidance: 2, seed: 3 });
    expect(images).toBe(48);
    // 24 images of ten steps and 24 of twenty, with one for each decoding.
    expect(steps).toBe(24 * 11 + 24 * 21);
    expect(plan).toMatchObject({
      modelId: 'cxr-demo',
      negativePrompt: 'frame',
      axes: { seed: [1, 2, 3], guidance: [2, 4], steps: [10, 20] },
    });
  });

  it('names each field in its way, and the parts that are no value', () => {
    const { plan, invalid, wrong } = planSweep(
      { ...DRAFT, prompts: '', seeds: '1, x', guidance: '99' },
      { ...COMPOSER, settings: { ...COMPOSER.settings, modelId: null } },
    );
    expect(plan).toBeNull();
    expect([...invalid].sort()).toEqual(['guidance', 'modelId', 'prompt', 'seed']);
    expect(wrong).toEqual({ seed: ['x'], guidance: ['99'], steps: [] });
  });

  it('has a limit of cells', () => {
    const many = planSweep({ ...DRAFT, seeds: '1-200', steps: '1' }, COMPOSER);
    expect([many.images, many.tooMany]).toEqual([1600, false]);
    expect(many.plan).not.toBeNull();
    expect(planSweep({ ...DRAFT, seeds: '1-200', steps: '1-2' }, COMPOSER)).toMatchObject({
      images: 3200,
      tooMany: true,
      plan: null,
    });
  });
});
