import {
  type GenerationRequest,
  generationRequestSchema,
} from '../../../src-core/contract/generation-calls.ts';
import { mirroredPairs } from '../../../src-core/prompt/mirrored-pairs.ts';
import { type ComposeState, variantKey } from './compose-state.ts';
import type { RequestField } from './settings.ts';

/** The largest seed of torch's generator that the contract takes. */
const LARGEST_SEED = 0xffff_ffff;

export interface PlannedRequests {
  /** In the order they are queued; empty where a field is not valid. */
  readonly requests: readonly GenerationRequest[];
  readonly invalid: ReadonlySet<RequestField>;
}

const FIELDS: readonly RequestField[] = [
  'modelId',
  'prompt',
  'negativePrompt',
  'count',
  'seed',
  'steps',
  'guidanceScale',
  'guidanceRescale',
  'eta',
];

/** What Generate would queue: the prompt, and the chosen counterparts where the prompt follows the form. */
export function planRequests(state: ComposeState): PlannedRequests {
  const parsed = promptsOf(state).map(({ prompt, pairLabel }) =>
    generationRequestSchema.safeParse({
      modelId: state.settings.modelId,
      prompt,
      negativePrompt: state.negativePrompt,
      count: state.settings.count,
      seed: state.settings.seed,
      steps: state.settings.steps,
      guidanceScale: state.settings.guidanceScale,
      scheduler: state.settings.scheduler,
      guidanceRescale: state.settings.guidanceRescale,
      eta: state.settings.scheduler === 'ddim' ? state.settings.eta : 0,
      provider: state.settings.provider,
      pairLabel,
    }),
  );
  const invalid = new Set<RequestField>();
  const requests: GenerationRequest[] = [];
  for (const result of parsed) {
    if (result.success) requests.push(result.data);
    else for (const field of fieldsOf(result.error.issues)) invalid.add(field);
  }
  const { seed, count } = state.settings;
  if (seed !== null && count !== null && seed + count - 1 > LARGEST_SEED) invalid.add('seed');
  return { requests: invalid.size === 0 ? requests : [], invalid };
}

/** A seed for the dice button, from `random` in [0, 1). */
export function drawSeed(random: () => number): number {
  return Math.floor(random() * (LARGEST_SEED + 1));
}

function promptsOf(state: ComposeState): readonly { prompt: string; pairLabel: string | null }[] {
  const single = [{ prompt: state.text, pairLabel: null }];
  if (!state.attached || state.counterparts.length === 0) return single;
  const [described, ...offered] = mirroredPairs(state.description, state.wording);
  const chosen = offered.filter((variant) => state.counterparts.includes(variantKey(variant)));
  if (described === undefined || chosen.length === 0) return single;
  return [described, ...chosen].map(({ text, label }) => ({ prompt: text, pairLabel: label }));
}

function fieldsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): readonly RequestField[] {
  return FIELDS.filter((field) => issues.some((issue) => issue.path[0] === field));
}
