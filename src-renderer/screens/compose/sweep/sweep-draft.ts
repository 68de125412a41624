import {
  MAX_SWEEP_CELLS,
  type SweepPlan,
  sweepPlanSchema,
} from '../../../../src-core/contract/batch-calls.ts';
import { generationRequestSchema, seedSchema } from '../../../../src-core/contract/generation-calls.ts';
import { SWEEP_AXES, type SweepAxis, sweepSize, sweepSteps } from '../../../../src-core/diffusion/sweep.ts';
import { createDraftStore } from '../../../app/draft-store.ts';
import type { ComposeState } from '../compose-state.ts';
import type { SchedulerName } from '../settings.ts';
import { parseLines, parseValues } from './value-list.ts';

/** A sweep as it is written: lists as text, so that what is wrong can be said and stays. */
export interface SweepDraft {
  /** Empty: a name is made of the axes. */
  readonly name: string;
  readonly prompts: string;
  readonly seeds: string;
  readonly guidance: string;
  readonly steps: string;
  /** Empty: the composer's. */
  readonly schedulers: readonly SchedulerName[];
}

const EMPTY: SweepDraft = { name: '', prompts: '', seeds: '', guidance: '', steps: '', schedulers: [] };

const store = createDraftStore(EMPTY, (draft, change: (draft: SweepDraft) => SweepDraft) => change(draft));
export const useSweepDraft = store.use;

export function changeSweep(part: Partial<SweepDraft>): void {
  store.dispatch((draft) => ({ ...draft, ...part }));
}

/** Called when the sweep comes up. */
export function beginSweep(composer: ComposeState): void {
  store.dispatch((draft) => startSweep(draft, composer));
}

/** What is empty takes the composer's present values, so that a sweep begins with what one has been trying. */
export function startSweep(draft: SweepDraft, { text, settings }: ComposeState): SweepDraft {
  const or = (written: string, value: string | number | null): string =>
    written.trim() !== '' || value === null ? written : String(value);
  return {
    name: draft.name,
    prompts: or(draft.prompts, text.trim() === '' ? null : text.trim()),
    seeds: or(draft.seeds, settings.seed ?? '1-2'),
    guidance: or(draft.guidance, settings.guidanceScale),
    steps: or(draft.steps, settings.steps),
    schedulers: draft.schedulers.length === 0 ? [settings.scheduler] : draft.schedulers,
  };
}

export type SweepField = SweepAxis | 'modelId' | 'negativePrompt' | 'guidanceRescale' | 'eta';

export interface PlannedSweep {
  /** Null where a field is not valid. */
  readonly plan: SweepPlan | null;
  readonly invalid: ReadonlySet<SweepField>;
  /** Parts of the lists that are no value, as written. */
  readonly wrong: Readonly<Partial<Record<SweepAxis, readonly string[]>>>;
  /** How many values each axis has. */
  readonly counts: Readonly<Record<SweepAxis, number>>;
  readonly images: number;
  readonly tooMany: boolean;
  /** Inference steps of all images with one for each decoding, for an estimate. */
  readonly steps: number;
}

const { steps, guidanceScale } = generationRequestSchema.shape;
const SEEDS = { min: 0, max: seedSchema.maxValue ?? 0, whole: true };
const STEPS = { min: steps.minValue ?? 1, max: steps.maxValue ?? 1, whole: true };
const GUIDANCE = { min: guidanceScale.minValue ?? 0, max: guidanceScale.maxValue ?? 0, whole: false };

/** What "Queue the sweep" would queue, and what stands in its way. */
export function planSweep(draft: SweepDraft, { settings, negativePrompt }: ComposeState): PlannedSweep {
  const seeds = parseValues(draft.seeds, SEEDS);
  const guidance = parseValues(draft.guidance, GUIDANCE);
  const stepCounts = parseValues(draft.steps, STEPS);
  const axes = {
    prompt: [...parseLines(draft.prompts)],
    scheduler: [...draft.schedulers],
    steps: [...stepCounts.values],
    guidance: [...guidance.values],
    seed: [...seeds.values],
  };
  const wrong = { seed: seeds.wrong, guidance: guidance.wrong, steps: stepCounts.wrong };
  const parsed = sweepPlanSchema.safeParse({
    kind: 'sweep',
    modelId: settings.modelId,
    provider: settings.provider,
    negativePrompt,
    guidanceRescale: settings.guidanceRescale,
    eta: axes.scheduler.includes('ddim') ? settings.eta : 0,
    axes,
  });
  const invalid = new Set<SweepField>();
  for (const axis of ['seed', 'guidance', 'steps'] as const) if (wrong[axis].length > 0) invalid.add(axis);
  for (const { path } of parsed.success ? [] : parsed.error.issues) {
    const field = path[0] === 'axes' ? path[1] : path[0];
    const known = FIELDS.find((name) => name === field);
    if (known !== undefined) invalid.add(known);
  }
  const images = sweepSize(axes);
  const tooMany = images > MAX_SWEEP_CELLS;
  return {
    plan: parsed.success && invalid.size === 0 && !tooMany ? parsed.data : null,
    invalid,
    wrong,
    counts: {
      prompt: axes.prompt.length,
      scheduler: axes.scheduler.length,
      steps: axes.steps.length,
      guidance: axes.guidance.length,
      seed: axes.seed.length,
    },
    images,
    tooMany,
    steps: images === 0 ? 0 : sweepSteps(axes),
  };
}

const FIELDS: readonly SweepField[] = [...SWEEP_AXES, 'modelId', 'negativePrompt', 'guidanceRescale', 'eta'];
