import type { FilmId } from '../../../src-core/base/ids.ts';
import {
  type GenerationRequest,
  generationRequestSchema,
} from '../../../src-core/contract/generation-calls.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';

/** An edit as it stands in the form. Null in a number: the field is empty or holds no number. */
export interface EditDraft {
  readonly modelId: ModelView['id'] | null;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly strength: number;
  readonly seed: number | null;
  readonly count: number | null;
  readonly steps: number | null;
  readonly guidanceScale: number | null;
}

export const EDIT_FIELDS = [
  'modelId',
  'prompt',
  'negativePrompt',
  'seed',
  'count',
  'steps',
  'guidanceScale',
] as const;
export type EditField = (typeof EDIT_FIELDS)[number];

export const WEAKEST_STRENGTH = 0.05;
const FIRST_STRENGTH = 0.5;

export function startDraft(text: string): EditDraft {
  return {
    modelId: null,
    prompt: text,
    negativePrompt: '',
    strength: FIRST_STRENGTH,
    seed: null,
    count: 1,
    steps: null,
    guidanceScale: null,
  };
}

/** Takes a model with its own steps, guidance and negative prompt. */
export function withModel(draft: EditDraft, { id, defaults }: ModelView): EditDraft {
  const { steps, guidanceScale, negativePrompt } = defaults;
  return { ...draft, modelId: id, steps, guidanceScale, negativePrompt };
}

export type PlannedEdit =
  | { readonly ok: true; readonly request: GenerationRequest }
  | { readonly ok: false; readonly invalid: ReadonlySet<EditField> };

/** The request that Generate would queue, or the fields that are not right. */
export function planEdit(
  draft: EditDraft,
  sourceFilmId: FilmId,
  maskId: string | null,
  drawn: Pick<GenerationRequest, 'scheduler' | 'provider'>,
): PlannedEdit {
  const { strength, ...fields } = draft;
  const parsed = generationRequestSchema.safeParse({
    ...fields,
    ...drawn,
    edit: { sourceFilmId, strength, maskId },
    pairLabel: null,
  });
  if (parsed.success) return { ok: true, request: parsed.data };
  const named = parsed.error.issues.map(({ path }) => path[0]);
  return { ok: false, invalid: new Set(EDIT_FIELDS.filter((field) => named.includes(field))) };
}

/** How a strength reads in words. */
export function strengthWord(strength: number): 'most' | 'much' | 'some' | 'little' {
  if (strength <= 0.35) return 'most';
  if (strength <= 0.6) return 'much';
  return strength <= 0.8 ? 'some' : 'little';
}
