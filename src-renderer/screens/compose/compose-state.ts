import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import type { RemakeView } from '../../../src-core/contract/remake-calls.ts';
import type { ProviderSetting } from '../../../src-core/contract/settings-calls.ts';
import {
  EMPTY_DESCRIPTION,
  type FilmDescription,
  type FindingStatement,
} from '../../../src-core/prompt/description.ts';
import { type FindingId, findingTerm } from '../../../src-core/prompt/findings.ts';
import { mirroredPairs, type PromptVariant } from '../../../src-core/prompt/mirrored-pairs.ts';
import { composeText, type Wording } from '../../../src-core/prompt/wording.ts';
import { applyModel, EMPTY_SETTINGS, type Settings } from './settings.ts';

export interface ComposeState {
  readonly wording: Wording;
  readonly description: FilmDescription;
  /** The prompt as it will be sent. */
  readonly text: string;
  /** False once the text differs from what the form builds: the form then leaves it alone. */
  readonly attached: boolean;
  readonly negativePrompt: string;
  /** Counterparts that are generated along, by `variantKey`. */
  readonly counterparts: readonly string[];
  readonly settings: Settings;
  /** The image that is made again, while nothing here was changed since. */
  readonly remake: RemakeView | null;
  /** The recipe that was taken up and then changed, to go back to. */
  readonly changedRemake: RemakeView | null;
}

export type ComposeAction =
  | { readonly type: 'wording'; readonly wording: Wording }
  | { readonly type: 'describe'; readonly change: Partial<Omit<FilmDescription, 'findings'>> }
  | { readonly type: 'addFinding'; readonly finding: FindingId }
  | {
      readonly type: 'changeFinding';
      readonly finding: FindingId;
      readonly change: Partial<FindingStatement>;
    }
  | { readonly type: 'removeFinding'; readonly finding: FindingId }
  | { readonly type: 'clearForm' }
  | { readonly type: 'editText'; readonly text: string }
  | { readonly type: 'rebuild' }
  | { readonly type: 'load'; readonly text: string; readonly negativePrompt: string }
  | { readonly type: 'negativePrompt'; readonly text: string }
  | { readonly type: 'counterpart'; readonly key: string; readonly chosen: boolean }
  | { readonly type: 'settings'; readonly change: Partial<Settings> }
  | { readonly type: 'model'; readonly model: ModelView }
  | { readonly type: 'providerSetting'; readonly provider: ProviderSetting }
  | { readonly type: 'remake'; readonly remake: RemakeView }
  | { readonly type: 'leaveRemake' }
  | { readonly type: 'generated' };

export const INITIAL_STATE: ComposeState = {
  wording: 'roentgen-v2',
  description: EMPTY_DESCRIPTION,
  text: '',
  attached: true,
  negativePrompt: '',
  counterparts: [],
  settings: EMPTY_SETTINGS,
  remake: null,
  changedRemake: null,
};

/** Whatever is changed makes another film: it is no longer the one of the recipe. */
export function reduceCompose(state: ComposeState, action: ComposeAction): ComposeState {
  const next = reduce(state, action);
  const kept = action.type === 'remake' || next === state || next.remake === null;
  return kept ? next : { ...next, remake: null, changedRemake: next.remake };
}

function reduce(state: ComposeState, action: ComposeAction): ComposeState {
  switch (action.type) {
    case 'wording':
      return rewritten({ ...state, wording: action.wording });
    case 'describe':
      return described(state, { ...state.description, ...action.change });
    case 'addFinding':
      return described(state, withFinding(state.description, action.finding));
    case 'changeFinding':
      return described(state, withChange(state.description, action.finding, action.change));
    case 'removeFinding':
      return described(state, {
        ...state.description,
        findings: state.description.findings.filter(({ finding }) => finding !== action.finding),
      });
    case 'clearForm':
      return described(state, EMPTY_DESCRIPTION);
    case 'editText':
      return { ...state, text: action.text, attached: action.text === formText(state) };
    case 'rebuild':
      return { ...state, text: formText(state), attached: true };
    case 'load':
      return {
        ...state,
        text: action.text,
        attached: action.text === formText(state),
        negativePrompt: action.negativePrompt,
      };
    case 'negativePrompt':
      return { ...state, negativePrompt: action.text };
    case 'counterpart':
      return { ...state, counterparts: chosenCounterparts(state, action.key, action.chosen) };
    case 'settings':
      return { ...state, settings: { ...state.settings, ...action.change } };
    case 'providerSetting':
      // A recipe names its own.
      if (state.settings.providerChosen || state.remake !== null) return state;
      return { ...state, settings: { ...state.settings, provider: action.provider } };
    case 'model':
      return withModel(state, action.model);
    case 'remake':
      return withRecipe(state, action.remake);
    case 'leaveRemake':
      return { ...state, remake: null, changedRemake: null };
    case 'generated':
      return afterGenerating(state);
  }
}

/** What the form builds, whether or not the prompt follows it. */
export function formText(state: ComposeState): string {
  return composeText(state.description, state.wording).text;
}

/** The counterparts the form offers: the mirrored film, and one without each present finding. */
export function offeredCounterparts(state: ComposeState): readonly PromptVariant[] {
  return mirroredPairs(state.description, state.wording).slice(1);
}

export function variantKey({ change, finding }: PromptVariant): string {
  return finding === null ? change : `${change}:${finding}`;
}

/** True where a disease is stated as present: the film can then not be called normal. */
export function statesDisease(description: FilmDescription): boolean {
  return description.findings.some(
    ({ finding, presence }) => presence === 'present' && findingTerm(finding).kind === 'disease',
  );
}

function described(state: ComposeState, description: FilmDescription): ComposeState {
  const normal = description.normal && !statesDisease(description);
  const next = { ...state, description: { ...description, normal } };
  const offered = new Set(offeredCounterparts(next).map(variantKey));
  return rewritten({ ...next, counterparts: next.counterparts.filter((key) => offered.has(key)) });
}

function rewritten(state: ComposeState): ComposeState {
  if (!state.attached) return { ...state, attached: state.text === formText(state) };
  return { ...state, text: formText(state) };
}

function withFinding(description: FilmDescription, finding: FindingId): FilmDescription {
  if (description.findings.some((statement) => statement.finding === finding)) return description;
  const statement: FindingStatement = { finding, presence: 'present', side: 'none', size: 'none' };
  return { ...description, findings: [...description.findings, statement] };
}

function withChange(
  description: FilmDescription,
  finding: FindingId,
  change: Partial<FindingStatement>,
): FilmDescription {
  const findings = description.findings.map((statement) =>
    statement.finding === finding ? fitted({ ...statement, ...change }) : statement,
  );
  return { ...description, findings };
}

/** Takes away a side or size that the finding does not have, and the size of a finding that is absent. */
function fitted(statement: FindingStatement): FindingStatement {
  const term = findingTerm(statement.finding);
  const sized = term.grading !== 'none' && statement.presence === 'present';
  return {
    ...statement,
    side: term.side === 'none' ? 'none' : statement.side,
    size: sized ? statement.size : 'none',
  };
}

function chosenCounterparts(state: ComposeState, key: string, chosen: boolean): readonly string[] {
  const others = state.counterparts.filter((other) => other !== key);
  return chosen ? [...others, key] : others;
}

/** A recipe stays as it is: drawn once more it gives the same image. */
function afterGenerating(state: ComposeState): ComposeState {
  const { settings, remake } = state;
  if (remake !== null) return state;
  const seed = settings.keepSeed ? settings.seed : null;
  return { ...state, settings: { ...settings, seed }, changedRemake: null };
}

/** Everything as the recipe has it; what the composer has no field for goes along with the remake itself. */
function withRecipe(state: ComposeState, remake: RemakeView): ComposeState {
  const { request } = remake;
  return {
    ...state,
    text: request.prompt,
    attached: request.prompt === formText(state),
    negativePrompt: request.negativePrompt,
    counterparts: [],
    settings: {
      ...state.settings,
      modelId: request.modelId,
      count: 1,
      seed: request.seed,
      keepSeed: false,
      steps: request.steps,
      guidanceScale: request.guidanceScale,
      scheduler: request.scheduler,
      guidanceRescale: request.guidanceRescale,
      eta: request.eta,
      provider: request.provider,
    },
    remake,
    changedRemake: null,
  };
}

/** A negative prompt that was the former model's default gives way to the new model's. */
function withModel(state: ComposeState, model: ModelView): ComposeState {
  const untouched = state.negativePrompt === state.settings.defaultNegativePrompt;
  return {
    ...state,
    negativePrompt: untouched ? model.defaults.negativePrompt : state.negativePrompt,
    settings: applyModel(state.settings, model),
  };
}
