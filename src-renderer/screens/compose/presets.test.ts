import { describe, expect, it } from 'vitest';
import { modelForTest } from '../../ui/testing/model.ts';
import { PRESETS, presetOf, samplingOf } from './presets.ts';
import { applyModel, EMPTY_SETTINGS } from './settings.ts';

const MODEL = modelForTest();

describe('presets', () => {
  it('are recognised from the values they set', () => {
    const settings = applyModel(EMPTY_SETTINGS, MODEL);
    expect(presetOf(settings, MODEL)).toBe('model');
    for (const preset of PRESETS) {
      expect(presetOf({ ...settings, ...samplingOf(preset, MODEL) }, MODEL)).toBe(preset);
    }
  });

  it('give way to values of one’s own at the first change', () => {
    const settings = { ...applyModel(EMPTY_SETTINGS, MODEL), ...samplingOf('roentgen', MODEL) };
    for (const change of [{ steps: 74 }, { guidanceScale: null }, { guidanceRescale: 0.7 }] as const) {
      expect(presetOf({ ...settings, ...change }, MODEL)).toBeNull();
    }
  });

  it('leave eta out of account where the scheduler knows none', () => {
    const settings = { ...applyModel(EMPTY_SETTINGS, MODEL), eta: 0.5 };
    expect(presetOf(settings, MODEL)).toBeNull();
    expect(presetOf({ ...settings, ...samplingOf('roentgen', MODEL), eta: 0.5 }, MODEL)).toBe('roentgen');
  });

  it('of a model wait for the model; the published ones do not', () => {
    expect(samplingOf('model', undefined)).toBeUndefined();
    expect(samplingOf('roentgen-v2', undefined)).toMatchObject({ steps: 75, guidanceScale: 3 });
  });
});
