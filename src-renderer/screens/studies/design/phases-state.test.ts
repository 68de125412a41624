import { describe, expect, it } from 'vitest';
import type { UserId } from '../../../../src-core/base/ids.ts';
import { DEFAULT_INSTRUMENT } from '../../../../src-core/study/default-instrument.ts';
import { studyDraftSchema } from '../../../../src-core/study/draft.ts';
import { INSTRUMENT_PRESETS } from '../../../../src-core/study/instrument-presets.ts';
import { withNewStage, withoutStage, withStage } from '../instrument/instrument-state.ts';
import { emptyDraft } from '../testing/draft.ts';
import { withReader, withRules } from './design-state.ts';
import {
  canBlindFirstStage,
  withBlindedFirst,
  withInstructions,
  withInstrument,
  withNewPhase,
  withoutPhase,
  withPhase,
  withPreset,
} from './phases-state.ts';

const draft = emptyDraft();
const stagesOf = (of: typeof draft) => of.rules.phases.map(({ stages }) => stages);

describe('phases', () => {
  it('follow the stages of the instrument', () => {
    const renamed = withInstrument(draft, withStage(DEFAULT_INSTRUMENT, 0, { id: 'look', shows: 'film' }));
    expect(stagesOf(renamed)).toEqual([['look', 'alignment']]);
    expect(stagesOf(withInstrument(draft, withNewStage(DEFAULT_INSTRUMENT)))).toEqual([
      ['realism', 'alignment', 'stage'],
    ]);
    expect(stagesOf(withInstrument(draft, withoutStage(DEFAULT_INSTRUMENT, 1)))).toEqual([['realism']]);
  });

  it('ask each stage once: what one takes, the other loses; what one leaves goes to the last', () => {
    const split = withBlindedFirst(draft);
    expect(stagesOf(split)).toEqual([['realism'], ['alignment']]);
    const [first] = split.rules.phases;
    if (first === undefined) throw new Error('no phase');
    expect(stagesOf(withPhase(split, 0, { ...first, stages: ['realism', 'alignment'] }))).toEqual([
      ['realism', 'alignment'],
      [],
    ]);
    expect(stagesOf(withoutPhase(split, 1))).toEqual([['realism', 'alignment']]);
  });

  it('are followed by training, repeats and instructions when renamed', () => {
    const start = withInstructions(
      withRules(draft, {
        training: { phase: 'reading', passShare: null, maxAttempts: 2 },
        repeats: { phase: 'reading', count: 2, minDistance: 3, placement: 'same-session' },
      }),
      'reading',
      'Look well.',
    );
    const [phase] = start.rules.phases;
    if (phase === undefined) throw new Error('no phase');
    const renamed = withPhase(start, 0, { ...phase, id: 'main' }).rules;
    expect(renamed.training?.phase).toBe('main');
    expect(renamed.repeats?.phase).toBe('main');
    expect(renamed.gates.instructions).toEqual({ main: 'Look well.' });
    expect(withInstructions(start, 'reading', '').rules.gates.instructions).toBeNull();
  });

  it('an adjudication names the readers and a scale', () => {
    const read = withReader(draft, 'us_ada' as UserId, true);
    const phase = withNewPhase(read, 'adjudication').rules.phases.at(-1);
    expect(phase).toMatchObject({ readers: ['us_ada'], disagreement: { item: 'realism', least: 2 } });
  });

  it('can be blinded where the first stage does not tell', () => {
    // The default instrument asks for a verdict in its first stage; RoentMod's asks whether the film is realistic.
    expect(canBlindFirstStage(DEFAULT_INSTRUMENT)).toBe(false);
    const roentmod = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === 'realism-and-inclusion');
    expect(roentmod !== undefined && canBlindFirstStage(roentmod.instrument)).toBe(true);
  });
});

describe('a preset', () => {
  it.each(INSTRUMENT_PRESETS.map((preset) => [preset.instrument.id, preset] as const))(
    '%s gives a draft that can be stored, with its design and one phase',
    (_, preset) => {
      const started = withPreset(draft, preset);
      expect(studyDraftSchema.safeParse(started).success).toBe(true);
      expect(started.design.kind).toBe(preset.design);
      expect(stagesOf(started)).toEqual([preset.instrument.stages.map(({ id }) => id)]);
    },
  );

  it('sets the target by what the instrument asks for', () => {
    const quartet = INSTRUMENT_PRESETS.find(({ films }) => films === 4);
    const pair = INSTRUMENT_PRESETS.find(({ films }) => films === 2);
    if (quartet === undefined || pair === undefined) throw new Error('no preset');
    expect(withPreset(draft, quartet).design).toMatchObject({ films: 4, compose: { targetArm: 'real' } });
    expect(withPreset(draft, pair).design).toMatchObject({ compose: { targetArm: 'synthetic' } });
  });
});
