import { LightboxError } from '../base/errors.ts';
import { unreachable } from '../base/unreachable.ts';
import { type Mark, readMarks } from './answer-marks.ts';
import { type Condition, type Instrument, type InstrumentItem, itemsOfStage } from './instrument.ts';

export type Presence = 'present' | 'absent' | 'unsure';

/**
 * A point of a scale, or a film's place from 1; an option, or a text; options in the instrument's order; the
 * state of each finding; marks on the film. Null: not answered or not asked.
 */
export type AnswerValue =
  | number
  | string
  | readonly string[]
  | Readonly<Record<string, Presence | null>>
  | readonly Mark[]
  | null;

/** One answer for every item of a stage, keyed by item id. Plain JSON. */
export type Answers = Readonly<Record<string, AnswerValue>>;

/** What the answers are about, besides the items. */
export interface AnswerContext {
  /** Canonical answers of the stages before: conditions look back at them. */
  readonly earlier: Answers;
  /** Width and height of the matrix that marks lie on. */
  readonly matrixSizePx: number;
  /** Films shown at once. */
  readonly films: number;
}

/**
 * Checks what a reader entered against the items of a stage and gives its canonical form: every item of the
 * stage is there; one that is optional and unanswered, or not asked, is null (multi-select and marks: empty);
 * options stand in the instrument's order. A text is kept as it was typed.
 *
 * @throws LightboxError BAD_INPUT with `details.item` naming the item that is missing, unknown, not asked or out
 * of range.
 */
export function validateAnswers(
  instrument: Pick<Instrument, 'items'>,
  stage: string,
  answers: unknown,
  context: AnswerContext,
): Answers {
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) {
    throw new LightboxError(
      'BAD_INPUT',
      `The answers of the ${stage} stage must be an object keyed by item.`,
    );
  }
  const given = new Map<string, unknown>(Object.entries(answers));
  const items = itemsOfStage(instrument, stage);
  for (const id of given.keys()) {
    if (!items.some((item) => item.id === id)) throw refuse(id, `is no item of the ${stage} stage`);
  }
  const read = new Map<string, AnswerValue>();
  for (const item of items) {
    const value = given.get(item.id) ?? null;
    const asked = isAsked(item, instrument.items, { ...context.earlier, ...Object.fromEntries(read) });
    if (!asked && !isEmptyInput(value)) throw refuse(item.id, 'is not asked after these answers');
    read.set(item.id, asked ? validateItem(item, value, context) : emptyAnswer(item));
  }
  return Object.fromEntries(read);
}

/**
 * Whether an item is asked after these canonical answers. An item whose condition looks at one that is not asked
 * itself is not asked either: that one has no answer.
 */
export function isAsked(
  { when }: Pick<InstrumentItem, 'when'>,
  items: readonly InstrumentItem[],
  answers: Answers,
): boolean {
  if (when === null) return true;
  const answer = answers[when.item] ?? null;
  if (when.rule === 'answered') return !isUnanswered(answer);
  return namedValues(items.find(({ id }) => id === when.item)?.kind, answer).some((value) =>
    when.values.includes(value),
  );
}

/** What of an answer a condition can name: findings by being present, everything else by its value. */
function namedValues(
  kind: InstrumentItem['kind'] | undefined,
  answer: AnswerValue,
): Extract<Condition, { rule: 'one-of' }>['values'] {
  if (typeof answer === 'number') return [answer];
  if (typeof answer === 'string') return kind === 'forced-choice' ? [answer] : [];
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer.filter((value): value is string => typeof value === 'string');
  return Object.entries(answer).flatMap(([finding, state]) => (state === 'present' ? [finding] : []));
}

function validateItem(item: InstrumentItem, value: unknown, context: AnswerContext): AnswerValue {
  const answer = value === null ? emptyAnswer(item) : readAnswer(item, value, context);
  if (item.required && isIncomplete(answer)) throw refuse(item.id, 'needs an answer');
  return answer;
}

function emptyAnswer(item: InstrumentItem): AnswerValue {
  switch (item.kind) {
    case 'multi-select':
    case 'marks':
      return [];
    case 'presence':
      return Object.fromEntries(item.findings.map(({ value }) => [value, null]));
    default:
      return null;
  }
}

function isEmptyInput(value: unknown): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true;
  return (
    typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((own) => own === null)
  );
}

function isUnanswered(answer: AnswerValue): boolean {
  return isEmptyInput(answer);
}

/** Whether a canonical answer would not do for a required item: a presence item needs every finding. */
export function isIncomplete(answer: AnswerValue): boolean {
  if (isUnanswered(answer)) return true;
  return typeof answer === 'object' && !Array.isArray(answer) && Object.values(answer ?? {}).includes(null);
}

function readAnswer(item: InstrumentItem, value: unknown, context: AnswerContext): AnswerValue {
  switch (item.kind) {
    case 'likert':
      return readWhole(item.id, item.min, item.max, value);
    case 'film-choice':
      return readWhole(item.id, 1, Math.min(item.films, context.films), value);
    case 'forced-choice': {
      const option = item.options.find((candidate) => candidate.value === value);
      if (option === undefined) throw refuse(item.id, `must be one of ${optionList(item.options)}`);
      return option.value;
    }
    case 'multi-select':
      return readOptions(item.id, item.options, value);
    case 'free-text':
      return readText(item.id, item.maxLength, value);
    case 'presence':
      return readPresence(item, value);
    case 'marks':
      return readMarks(value, { item, context, readText, refuse: (what) => refuse(item.id, what) });
    default:
      return unreachable(item);
  }
}

function readWhole(id: string, min: number, max: number, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw refuse(id, `must be a whole number from ${min} to ${max}`);
}

function readOptions(id: string, options: readonly { readonly value: string }[], value: unknown): string[] {
  if (!Array.isArray(value)) throw refuse(id, `must be a list of ${optionList(options)}`);
  const chosen = new Set<unknown>(value);
  const known = options.map((option) => option.value).filter((option) => chosen.has(option));
  if (known.length !== value.length)
    throw refuse(id, `must hold each of ${optionList(options)} at most once`);
  return known;
}

function readPresence(
  { id, findings, allowUnsure }: Extract<InstrumentItem, { kind: 'presence' }>,
  value: unknown,
): Readonly<Record<string, Presence | null>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(id, `must name a state for each of ${optionList(findings)}`);
  }
  const given = new Map<string, unknown>(Object.entries(value));
  for (const finding of given.keys()) {
    if (!findings.some((known) => known.value === finding)) throw refuse(id, `has no finding "${finding}"`);
  }
  return Object.fromEntries(
    findings.map((finding): [string, Presence | null] => {
      const state = given.get(finding.value) ?? null;
      if (state === null || state === 'present' || state === 'absent') return [finding.value, state];
      if (state === 'unsure' && allowUnsure) return [finding.value, state];
      const states = allowUnsure ? 'present, absent or unsure' : 'present or absent';
      throw refuse(id, `must call "${finding.value}" ${states}`);
    }),
  );
}

function readText(id: string, maxLength: number, value: unknown): string | null {
  if (typeof value !== 'string') throw refuse(id, 'must be a text');
  if (value.length > maxLength) throw refuse(id, `must have at most ${maxLength} characters`);
  // Neither survives storage: SQLite text ends at NUL, and a lone surrogate has no UTF-8 form.
  if (value.includes('\0') || /\p{Surrogate}/u.test(value))
    throw refuse(id, 'holds characters that are no text');
  return value.trim() === '' ? null : value;
}

function optionList(options: readonly { readonly value: string }[]): string {
  return options.map(({ value }) => `"${value}"`).join(', ');
}

function refuse(item: string, what: string): LightboxError {
  return new LightboxError('BAD_INPUT', `The answer "${item}" ${what}.`, { item });
}
