import type { Answers, InstrumentItemView, ReadingStage } from '../../../src-core/contract/reading-calls.ts';
import type { FormKeys } from './form-keys.ts';

export type AnswerValue = Answers[string];

/** The answers of one stage as they are being given; keys act on the current item. */
export interface FormState {
  readonly answers: Answers;
  readonly currentItemId: string | null;
}

export function itemsOfStage(
  items: readonly InstrumentItemView[],
  stage: ReadingStage,
): readonly InstrumentItemView[] {
  return items.filter((item) => item.stage === stage);
}

export function openForm(items: readonly InstrumentItemView[]): FormState {
  return { answers: {}, currentItemId: items[0]?.id ?? null };
}

export function isAnswered(item: InstrumentItemView, answers: Answers): boolean {
  return Object.hasOwn(answers, item.id);
}

/** The required items that still wait for an answer. */
export function missingItems(
  items: readonly InstrumentItemView[],
  answers: Answers,
): readonly InstrumentItemView[] {
  return items.filter((item) => item.required && !isAnswered(item, answers));
}

/** The next item without an answer after this one, else a required one before it, else the item itself. */
function nextItemId(items: readonly InstrumentItemView[], itemId: string, answers: Answers): string {
  const place = items.findIndex((item) => item.id === itemId);
  const after = items.slice(place + 1).find((item) => !isAnswered(item, answers));
  return (after ?? missingItems(items, answers)[0])?.id ?? itemId;
}

function isEmpty(value: AnswerValue): boolean {
  return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0;
}

/** Sets an item's answer; an empty text or no options is no answer. The item becomes the current one. */
export function setAnswer(state: FormState, itemId: string, value: AnswerValue): FormState {
  const { [itemId]: _former, ...others } = state.answers;
  const answers = isEmpty(value) ? others : { ...others, [itemId]: value };
  return { answers, currentItemId: itemId };
}

/** Answers an item that takes one value and goes on to the next one that needs an answer. */
export function answerAndAdvance(
  items: readonly InstrumentItemView[],
  state: FormState,
  itemId: string,
  value: number | string,
): FormState {
  const { answers } = setAnswer(state, itemId, value);
  return { answers, currentItemId: nextItemId(items, itemId, answers) };
}

/** The chosen options of a multi-select, in the instrument's order. */
export function chosenOptions(answers: Answers, itemId: string): readonly string[] {
  const value = answers[itemId];
  return Array.isArray(value) ? value : [];
}

export function toggleOption(
  item: Extract<InstrumentItemView, { kind: 'multi-select' }>,
  state: FormState,
  option: string,
): FormState {
  const chosen = chosenOptions(state.answers, item.id);
  const next = item.options
    .map(({ value }) => value)
    .filter((value) => (value === option ? !chosen.includes(value) : chosen.includes(value)));
  return setAnswer(state, item.id, next);
}

export function makeCurrent(state: FormState, itemId: string): FormState {
  return state.currentItemId === itemId ? state : { ...state, currentItemId: itemId };
}

/** Back to the item before the current one; its answer stays until another key is pressed. */
export function stepBack(items: readonly InstrumentItemView[], state: FormState): FormState {
  const place = items.findIndex((item) => item.id === state.currentItemId);
  const before = items[place - 1];
  return before === undefined ? state : { ...state, currentItemId: before.id };
}

/**
 * What a key does to the form: the current item's keys come first, then those of the only other item that has
 * this key. Null when no item takes it, so that the film may.
 */
export function pressFormKey(
  items: readonly InstrumentItemView[],
  keys: FormKeys,
  state: FormState,
  key: string,
): FormState | null {
  const wanted = key.toLowerCase();
  const takers = items.filter((item) => keys.get(item.id)?.some((bound) => bound.key === wanted) === true);
  const item =
    takers.find(({ id }) => id === state.currentItemId) ?? (takers.length === 1 ? takers[0] : undefined);
  const value = keys.get(item?.id ?? '')?.find((bound) => bound.key === wanted)?.value;
  if (item === undefined || value === undefined) return null;
  return item.kind === 'multi-select'
    ? toggleOption(item, state, String(value))
    : answerAndAdvance(items, state, item.id, value);
}
