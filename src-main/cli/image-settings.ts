import { LightboxError } from '../../src-core/base/errors.ts';
import type { Sampling } from '../../src-core/diffusion/published-sampling.ts';
import { createScheduler } from '../../src-core/diffusion/scheduler.ts';
import type { ModelDefaults, ModelFolder } from '../engine/model-folder.ts';
import { badInput } from './exit.ts';
import type { AskedSampling } from './generate-options.ts';

/** What decides an image besides its model, prompt, seed and film. */
export interface ImageSettings extends Sampling {
  readonly negativePrompt: string;
  /** Null for text to image. */
  readonly strength: number | null;
}

/** What a row of a table sets for itself; null leaves it to the options. */
export type RowSettings = {
  readonly [Setting in 'steps' | 'guidanceScale' | 'scheduler' | 'negativePrompt']:
    | ImageSettings[Setting]
    | null;
};

/** A row's own settings, else the options (a preset's among them), else the model's. */
export function settingsOf(
  asked: AskedSampling,
  defaults: ModelDefaults,
  strength: number | null,
  row: RowSettings | null = null,
): ImageSettings {
  return {
    negativePrompt: row?.negativePrompt ?? asked.negativePrompt ?? defaults.negativePrompt,
    steps: row?.steps ?? asked.steps ?? defaults.steps,
    guidanceScale: row?.guidanceScale ?? asked.guidanceScale ?? defaults.guidanceScale,
    scheduler: row?.scheduler ?? asked.scheduler ?? defaults.scheduler,
    guidanceRescale: asked.guidanceRescale ?? 0,
    eta: asked.eta ?? 0,
    strength,
  };
}

/** Tells before anything is drawn whether settings can work with a model. */
export interface SettingsCheck {
  /** @throws LightboxError BAD_INPUT or MODEL_UNSUPPORTED with the reason */
  require(settings: ImageSettings): void;
}

/** Remembers what it has tried: tables repeat their settings row after row. */
export function createSettingsCheck({ scheduler: config }: ModelFolder): SettingsCheck {
  const tried = new Map<string, LightboxError | null>();
  return {
    require: ({ scheduler, steps, eta, strength }) => {
      const key = [scheduler, steps, eta, strength].join(' ');
      let refusal = tried.get(key);
      if (refusal === undefined) {
        refusal = refusalOf(() => {
          if (eta > 0 && scheduler !== 'ddim')
            throw badInput(`--eta works with the scheduler ddim alone, not with ${scheduler}`);
          const options = { steps, eta, noise: () => new Float32Array(0) };
          createScheduler(scheduler, config, strength === null ? options : { ...options, strength });
        });
        tried.set(key, refusal);
      }
      if (refusal !== null) throw refusal;
    },
  };
}

function refusalOf(attempt: () => void): LightboxError | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof LightboxError) return error;
    throw error;
  }
}
