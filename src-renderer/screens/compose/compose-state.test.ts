import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descriptionSchema } from '../../../src-core/prompt/description.ts';
import { FINDING_IDS } from '../../../src-core/prompt/findings.ts';
import { modelForTest } from '../../ui/testing/model.ts';
import {
  type ComposeAction,
  type ComposeState,
  formText,
  INITIAL_STATE,
  offeredCounterparts,
  reduceCompose,
  variantKey,
} from './compose-state.ts';

const run = (...actions: readonly ComposeAction[]): ComposeState =>
  actions.reduce(reduceCompose, INITIAL_STATE);

const LEFT_EFFUSION: readonly ComposeAction[] = [
  { type: 'addFinding', finding: 'effusion' },
  { type: 'changeFinding', finding: 'effusion', change: { side: 'left', size: 'large' } },
];

const MODEL = modelForTest({
  defaults: { steps: 25, guidanceScale: 3, scheduler: 'ddim', negativePrompt: 'text, frame' },
});

describe('the form writes the prompt', () => {
  it('follows each entry while the text is untouched', () => {
    const state = run(...LEFT_EFFUSION, { type: 'describe', change: { age: 54, sex: 'female' } });
    expect(state.attached).toBe(true);
    expect(state.text).toBe(formText(state));
    expect(state.text).toContain('54 year old female');
    expect(state.text.toLowerCase()).toContain('large left pleural effusion');
  });

  it('leaves an edited text alone until it is rebuilt', () => {
    const edited = run(...LEFT_EFFUSION, { type: 'editText', text: 'My own words.' });
    expect(edited.attached).toBe(false);
    const described = reduceCompose(edited, { type: 'describe', change: { view: 'AP' } });
    expect(described.text).toBe('My own words.');
    const rebuilt = reduceCompose(described, { type: 'rebuild' });
    expect(rebuilt.attached).toBe(true);
    expect(rebuilt.text).toBe(formText(described));
  });

  it('is attached again when the edit is taken back by hand', () => {
    const state = run(...LEFT_EFFUSION);
    const edited = reduceCompose(state, { type: 'editText', text: `${state.text} ` });
    expect(edited.attached).toBe(false);
    expect(reduceCompose(edited, { type: 'editText', text: state.text }).attached).toBe(true);
  });

  it('keeps a loaded prompt as it was saved', () => {
    const state = run(...LEFT_EFFUSION, { type: 'load', text: 'Saved.', negativePrompt: 'blur' });
    expect([state.text, state.negativePrompt, state.attached]).toEqual(['Saved.', 'blur', false]);
  });
});

describe('the form contradicts itself nowhere', () => {
  it('takes "no acute process" back when a disease becomes present', () => {
    const normal = run({ type: 'describe', change: { normal: true } });
    expect(normal.description.normal).toBe(true);
    const sick = reduceCompose(normal, { type: 'addFinding', finding: 'edema' });
    expect(sick.description.normal).toBe(false);
  });

  it('states a finding once, and gives an absent one no size', () => {
    const state = run(
      ...LEFT_EFFUSION,
      { type: 'addFinding', finding: 'effusion' },
      { type: 'changeFinding', finding: 'effusion', change: { presence: 'absent' } },
    );
    expect(state.description.findings).toEqual([
      { finding: 'effusion', presence: 'absent', side: 'left', size: 'none' },
    ]);
  });

  it('holds a description that the vocabulary accepts, whatever is pressed', () => {
    const finding = fc.constantFrom(...FINDING_IDS);
    const action: fc.Arbitrary<ComposeAction> = fc.oneof(
      fc.record({ type: fc.constant('addFinding' as const), finding }),
      fc.record({ type: fc.constant('removeFinding' as const), finding }),
      fc.record({
        type: fc.constant('changeFinding' as const),
        finding,
        change: fc.record({
          presence: fc.constantFrom('present' as const, 'absent' as const),
          side: fc.constantFrom('left' as const, 'right' as const, 'bilateral' as const, 'none' as const),
          size: fc.constantFrom('small' as const, 'moderate' as const, 'large' as const, 'none' as const),
        }),
      }),
      fc.record({
        type: fc.constant('describe' as const),
        change: fc.record({ normal: fc.boolean(), age: fc.option(fc.integer({ min: 0, max: 120 })) }),
      }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const state = run(...actions);
        expect(descriptionSchema.safeParse(state.description).success).toBe(true);
        expect(state.text).toBe(formText(state));
      }),
    );
  });
});

describe('counterparts', () => {
  it('are offered for a side and for each present finding', () => {
    const state = run(...LEFT_EFFUSION, { type: 'addFinding', finding: 'edema' });
    expect(offeredCounterparts(state).map(variantKey)).toEqual([
      'other-side',
      'without:effusion',
      'without:edema',
    ]);
  });

  it('are forgotten when the form no longer offers them', () => {
    const chosen = run(...LEFT_EFFUSION, { type: 'counterpart', key: 'other-side', chosen: true });
    expect(chosen.counterparts).toEqual(['other-side']);
    const sideless = reduceCompose(chosen, {
      type: 'changeFinding',
      finding: 'effusion',
      change: { side: 'none' },
    });
    expect(sideless.counterparts).toEqual([]);
  });
});

describe('settings', () => {
  it('come from the model, with its negative prompt where none was written', () => {
    const state = run({ type: 'model', model: MODEL });
    expect(state.settings).toMatchObject({
      modelId: MODEL.id,
      steps: 25,
      guidanceScale: 3,
      scheduler: 'ddim',
    });
    expect(state.negativePrompt).toBe('text, frame');
    const own = run({ type: 'negativePrompt', text: 'mine' }, { type: 'model', model: MODEL });
    expect(own.negativePrompt).toBe('mine');
  });

  it('follow the workstation in what images are computed on, until it is chosen here', () => {
    const set = run({ type: 'providerSetting', provider: 'webgpu' });
    expect(set.settings.provider).toBe('webgpu');
    const chosen = reduceCompose(set, {
      type: 'settings',
      change: { provider: 'cpu', providerChosen: true },
    });
    const again = reduceCompose(chosen, { type: 'providerSetting', provider: 'auto' });
    expect(again.settings.provider).toBe('cpu');
  });

  it('let go of the seed after a job, unless it is kept', () => {
    const seeded = run({ type: 'settings', change: { seed: 42 } });
    expect(reduceCompose(seeded, { type: 'generated' }).settings.seed).toBeNull();
    const kept = reduceCompose(seeded, { type: 'settings', change: { keepSeed: true } });
    expect(reduceCompose(kept, { type: 'generated' }).settings.seed).toBe(42);
  });
});
