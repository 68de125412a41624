import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { RemakeView } from '../../../src-core/contract/remake-calls.ts';
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

describe('a recipe that is made again', () => {
  const REMAKE: RemakeView = {
    remakeId: 'r',
    of: { filmId: 'f' as FilmId, fileName: null, seed: 43 },
    request: {
      modelId: MODEL.id,
      prompt: 'Edema.',
      negativePrompt: 'blur',
      count: 1,
      seed: 43,
      steps: 7,
      guidanceScale: 4.5,
      scheduler: 'unipc',
      provider: 'cpu',
      guidanceRescale: 0.3,
      eta: 0.2,
      edit: null,
      fixed: { widthPx: 64, heightPx: 64, threads: 2, seedIndex: 2 },
      pairLabel: null,
    },
    otherModelName: null,
    changedFiles: [],
    missingProvider: null,
  };
  const taken = run(
    ...LEFT_EFFUSION,
    { type: 'counterpart', key: 'other-side', chosen: true },
    { type: 'settings', change: { keepSeed: true, count: 9 } },
    { type: 'remake', remake: REMAKE },
  );

  it('fills every field, and no counterpart comes along', () => {
    expect(taken).toMatchObject({
      text: 'Edema.',
      attached: false,
      negativePrompt: 'blur',
      counterparts: [],
      settings: {
        modelId: MODEL.id,
        count: 1,
        seed: 43,
        steps: 7,
        guidanceScale: 4.5,
        scheduler: 'unipc',
        provider: 'cpu',
        guidanceRescale: 0.3,
        eta: 0.2,
      },
      remake: REMAKE,
    });
  });

  it('is no longer that recipe after any change, and can be gone back to', () => {
    const changes: readonly ComposeAction[] = [
      { type: 'editText', text: 'Edema' },
      { type: 'negativePrompt', text: '' },
      { type: 'settings', change: { steps: 8 } },
      { type: 'model', model: MODEL },
      { type: 'addFinding', finding: 'edema' },
      { type: 'rebuild' },
    ];
    for (const change of changes) {
      const changed = reduceCompose(taken, change);
      expect([change.type, changed.remake, changed.changedRemake]).toEqual([change.type, null, REMAKE]);
      expect(reduceCompose(changed, { type: 'remake', remake: REMAKE }).remake).toBe(REMAKE);
    }
  });

  it('stays as it is when it is drawn, and when the workstation’s provider is read', () => {
    expect(reduceCompose(taken, { type: 'generated' })).toBe(taken);
    expect(reduceCompose(taken, { type: 'providerSetting', provider: 'webgpu' })).toBe(taken);
  });

  it('is let go of when it is left, and once a film of its own was generated', () => {
    expect(reduceCompose(taken, { type: 'leaveRemake' })).toMatchObject({
      text: 'Edema.',
      remake: null,
      changedRemake: null,
    });
    const changed = reduceCompose(taken, { type: 'settings', change: { steps: 8 } });
    expect(reduceCompose(changed, { type: 'generated' }).changedRemake).toBeNull();
    // What images are computed on is the workstation's again.
    const own = reduceCompose(changed, { type: 'providerSetting', provider: 'webgpu' });
    expect(own.settings.provider).toBe('webgpu');
  });
});
