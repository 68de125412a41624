import type { z } from 'zod';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { GenerationRequest, schedulerNameSchema } from '../../../src-core/contract/generation-calls.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import type { ProviderSetting } from '../../../src-core/contract/settings-calls.ts';

export type SchedulerName = z.infer<typeof schedulerNameSchema>;

/** How images are made. Null in a number: the field is empty or holds no number. */
export interface Settings {
  readonly modelId: ModelId | null;
  readonly defaultNegativePrompt: string;
  readonly count: number | null;
  /** Null: one is drawn for each Generate, and recorded. */
  readonly seed: number | null;
  /** Keeps the seed for the next Generate instead of drawing a new one. */
  readonly keepSeed: boolean;
  readonly steps: number | null;
  readonly guidanceScale: number | null;
  readonly scheduler: SchedulerName;
  readonly guidanceRescale: number | null;
  /** Of DDIM; asked for and sent with that scheduler only. */
  readonly eta: number | null;
  readonly provider: ProviderSetting;
  /** False while the workstation's setting decides. */
  readonly providerChosen: boolean;
}

const DEFAULT_COUNT = 4;

export const EMPTY_SETTINGS: Settings = {
  modelId: null,
  defaultNegativePrompt: '',
  count: DEFAULT_COUNT,
  seed: null,
  keepSeed: false,
  steps: null,
  guidanceScale: null,
  scheduler: 'pndm',
  guidanceRescale: 0,
  eta: 0,
  provider: 'auto',
  providerChosen: false,
};

/** Takes a model with its own defaults; what is not the model's (count, seed, provider) stays. */
export function applyModel(settings: Settings, model: ModelView): Settings {
  return {
    ...settings,
    modelId: model.id,
    defaultNegativePrompt: model.defaults.negativePrompt,
    steps: model.defaults.steps,
    guidanceScale: model.defaults.guidanceScale,
    scheduler: model.defaults.scheduler,
    guidanceRescale: 0,
    eta: 0,
  };
}

/** Fields of a request that a person can get wrong. */
export type RequestField = keyof Pick<
  GenerationRequest,
  | 'modelId'
  | 'prompt'
  | 'negativePrompt'
  | 'count'
  | 'seed'
  | 'steps'
  | 'guidanceScale'
  | 'guidanceRescale'
  | 'eta'
>;
