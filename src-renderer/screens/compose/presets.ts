import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { PUBLISHED_SAMPLING, type Sampling } from '../../../src-core/diffusion/published-sampling.ts';
import type { Settings } from './settings.ts';

/** `model` takes the chosen model's own values. */
export const PRESETS = ['model', 'roentgen', 'roentgen-v2'] as const;
export type Preset = (typeof PRESETS)[number];

/** The sampling of a preset; undefined for the model's own while no model is chosen. */
export function samplingOf(preset: Preset, model: ModelView | undefined): Sampling | undefined {
  if (preset !== 'model') return PUBLISHED_SAMPLING[preset];
  if (model === undefined) return undefined;
  const { steps, guidanceScale, scheduler } = model.defaults;
  return { steps, guidanceScale, scheduler, guidanceRescale: 0, eta: 0 };
}

/** The preset that the settings are those of; null for values of one's own. */
export function presetOf(settings: Settings, model: ModelView | undefined): Preset | null {
  return PRESETS.find((preset) => isSampled(settings, samplingOf(preset, model))) ?? null;
}

function isSampled(settings: Settings, sampling: Sampling | undefined): boolean {
  if (sampling === undefined) return false;
  return (
    settings.steps === sampling.steps &&
    settings.guidanceScale === sampling.guidanceScale &&
    settings.scheduler === sampling.scheduler &&
    settings.guidanceRescale === sampling.guidanceRescale &&
    (settings.scheduler !== 'ddim' || settings.eta === sampling.eta)
  );
}
