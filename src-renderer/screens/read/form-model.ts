import type { Mark } from '../../../src-core/study/answer-marks.ts';
import {
  type Answers,
  type AnswerValue,
  isAsked,
  isIncomplete,
  type Presence,
} from '../../../src-core/study/answers.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';

export type ItemOfKind<Kind extends InstrumentItem['kind']> = Extract<InstrumentItem, { kind: Kind }>;

/** One stage of an instrument after the answers of the stages before. */
export interface FormStage {
  /** All items of the instrument: conditions look back over stages. */
  readonly items: readonly InstrumentItem[];
  readonly stage: string;
  readonly earlier: Answers;
}

/** The answers of one stage as they are being given. */
export interface FormState {
  /**
   * By item; what is not there is not answered. An item that is no longer asked keeps its answer, so that it is
   * there again when it is asked again: `givenAnswers` leaves it out.
   */
  readonly answers: Answers;
  /** The marked question: keys act here. */
  readonly currentItemId: string | null;
  /** The finding of a presence item that digits act on. */
  readonly currentFinding: string | null;
}

/** All items of the stage, asked or not. */
export function stageItems({ items, stage }: FormStage): readonly InstrumentItem[] {
  return items.filter((item) => item.stage === stage);
}

/** The items of the stage that are asked after these answers, in order. */
export function askedItems(of: FormStage, answers: Answers): readonly InstrumentItem[] {
  const read: Record<string, AnswerValue> = { ...of.earlier };
  return stageItems(of).filter((item) => {
    const asked = isAsked(item, of.items, read);
    read[item.id] = asked ? (answers[item.id] ?? null) : null;
    return asked;
  });
}

/** What is sent: the answers of the items that are asked. */
export function givenAnswers(of: FormStage, answers: Answers): Answers {
  return Object.fromEntries(
    askedItems(of, answers).flatMap(({ id }): [string, AnswerValue][] => {
      const value = answers[id] ?? null;
      return value === null ? [] : [[id, value]];
    }),
  );
}

function isDone(item: InstrumentItem, answers: Answers): boolean {
  return !isIncomplete(answers[item.id] ?? null);
}

/** The required items that still wait for an answer. */
export function missingItems(of: FormStage, answers: Answers): readonly InstrumentItem[] {
  return askedItems(of, answers).filter((item) => item.required && !isDone(item, answers));
}

/** A form at its first question, empty or with answers that were given before. */
export function openForm(of: FormStage, answers: Answers = {}): FormState {
  const first = askedItems(of, answers)[0];
  return { answers, currentItemId: first?.id ?? null, currentFinding: firstFinding(first, answers) };
}

/** Where digits begin in a presence item: the first finding without an answer. */
function firstFinding(item: InstrumentItem | undefined, answers: Answers): string | null {
  if (item?.kind !== 'presence') return null;
  const states = presenceOf(answers, item.id);
  const open = item.findings.find(({ value }) => (states[value] ?? null) === null);
  return (open ?? item.findings[0])?.value ?? null;
}

/** Marks a question as the one that keys act on. */
export function makeCurrent(of: FormStage, state: FormState, itemId: string): FormState {
  if (state.currentItemId === itemId) return state;
  const item = of.items.find(({ id }) => id === itemId);
  return { ...state, currentItemId: itemId, currentFinding: firstFinding(item, state.answers) };
}

/** Sets an item's answer; a blank text, no options, no marks are no answer. The item becomes the current one. */
export function setAnswer(of: FormStage, state: FormState, itemId: string, value: AnswerValue): FormState {
  const { [itemId]: _former, ...others } = state.answers;
  const answers = isEmpty(value) ? others : { ...others, [itemId]: value };
  return makeCurrent(of, { ...state, answers }, itemId);
}

function isEmpty(value: AnswerValue): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value !== 'object' || value === null) return value === null;
  return isList(value) ? value.length === 0 : Object.values(value).every((state) => state === null);
}

/** Answers an item that takes one value and goes on to the next one that needs an answer. */
export function answerAndAdvance(
  of: FormStage,
  state: FormState,
  itemId: string,
  value: number | string,
): FormState {
  return advance(of, setAnswer(of, state, itemId, value), itemId);
}

/**
 * On to the next item without an answer, else to a required one before it, else nowhere. An optional text is entered
 * by its own key alone: within it, the keys of the film and of the other questions are letters.
 */
function advance(of: FormStage, state: FormState, itemId: string): FormState {
  const asked = askedItems(of, state.answers);
  const place = asked.findIndex(({ id }) => id === itemId);
  const after = asked
    .slice(place + 1)
    .find((item) => !isDone(item, state.answers) && (item.required || item.kind !== 'free-text'));
  const next = after ?? missingItems(of, state.answers)[0];
  return next === undefined ? state : makeCurrent(of, state, next.id);
}

/** Back to the item before the current one; its answer stays until another key is pressed. */
export function stepBack(of: FormStage, state: FormState): FormState {
  const asked = askedItems(of, state.answers);
  const before = asked[asked.findIndex(({ id }) => id === state.currentItemId) - 1];
  return before === undefined ? state : makeCurrent(of, state, before.id);
}

/** The chosen options of a multi-select, in the instrument's order. */
export function chosenOptions(answers: Answers, itemId: string): readonly string[] {
  const value = answers[itemId] ?? null;
  return Array.isArray(value) ? value.filter((option): option is string => typeof option === 'string') : [];
}

export function toggleOption(
  of: FormStage,
  item: ItemOfKind<'multi-select'>,
  state: FormState,
  option: string,
): FormState {
  const chosen = chosenOptions(state.answers, item.id);
  const next = item.options
    .map(({ value }) => value)
    .filter((value) => (value === option ? !chosen.includes(value) : chosen.includes(value)));
  return setAnswer(of, state, item.id, next);
}

type States = Readonly<Record<string, Presence | null>>;

/** The states of a presence item's findings, as far as they were given. */
export function presenceOf(answers: Answers, itemId: string): States {
  const value = answers[itemId] ?? null;
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

/** Every finding of the item with its state. */
function statesOf({ id, findings }: ItemOfKind<'presence'>, answers: Answers, changed: States = {}): States {
  const states = { ...presenceOf(answers, id), ...changed };
  return Object.fromEntries(findings.map(({ value }) => [value, states[value] ?? null]));
}

function isList(value: AnswerValue): value is readonly string[] | readonly Mark[] {
  return Array.isArray(value);
}

/** Says a finding's state and goes on to the next finding without one, after the last to the next item. */
export function setPresence(
  of: FormStage,
  item: ItemOfKind<'presence'>,
  state: FormState,
  finding: string,
  presence: Presence | null,
): FormState {
  const states = statesOf(item, state.answers, { [finding]: presence });
  const answered = setAnswer(of, state, item.id, states);
  const place = item.findings.findIndex(({ value }) => value === finding);
  const open = (from: readonly { readonly value: string }[]) =>
    from.find(({ value }) => (states[value] ?? null) === null)?.value;
  const next = open(item.findings.slice(place + 1)) ?? open(item.findings);
  if (next !== undefined) return { ...answered, currentFinding: next };
  return advance(of, { ...answered, currentFinding: finding }, item.id);
}

/** Every finding without an answer is absent. */
export function restAbsent(of: FormStage, item: ItemOfKind<'presence'>, state: FormState): FormState {
  const filled = Object.entries(statesOf(item, state.answers)).map(([finding, presence]) => [
    finding,
    presence ?? 'absent',
  ]);
  return advance(of, setAnswer(of, state, item.id, Object.fromEntries(filled)), item.id);
}

/** A finding's letter: present at first, then through the other states and back to none. */
export function cyclePresence(
  of: FormStage,
  item: ItemOfKind<'presence'>,
  state: FormState,
  finding: string,
): FormState {
  const round: readonly (Presence | null)[] = [
    'present',
    'absent',
    ...(item.allowUnsure ? (['unsure'] as const) : []),
    null,
  ];
  const former = presenceOf(state.answers, item.id)[finding] ?? null;
  const next = round[(round.indexOf(former) + 1) % round.length] ?? null;
  const answered = setAnswer(of, state, item.id, statesOf(item, state.answers, { [finding]: next }));
  return { ...answered, currentFinding: finding };
}

/** The marks of an item, in the order they were set. */
export function marksOf(answers: Answers, itemId: string): readonly Mark[] {
  const value = answers[itemId] ?? null;
  return isList(value) ? value.filter((mark): mark is Mark => typeof mark === 'object') : [];
}
