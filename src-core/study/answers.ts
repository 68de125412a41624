import { LightboxError } from '../base/errors.ts';
import { unreachable } from '../base/unreachable.ts';
import { type Instrument, type InstrumentItem, itemsOfStage, type Stage } from './instrument.ts';

/** A point of a scale, an option, a text, options in the instrument's order; null: not answered. */
export type AnswerValue = number | string | readonly string[] | null;

/** One answer for every item of a stage, keyed by item id. Plain JSON. */
export type Answers = Readonly<Record<string, AnswerValue>>;

/**
 * Checks what a reader entered against the items of a stage and gives its canonical form: every item of the
 * stage is there, an optional item without an answer is null (a multi-select: no options), options stand in
 * the instrument's order. A text is kept as it was typed.
 *
 * @throws LightboxError BAD_INPUT with `details.item` naming the item that is missing, unknown or out of range.
 */
export function validateAnswers(instrument: Instrument, stage: Stage, answers: unknown): Answers {
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
  return Object.fromEntries(items.map((item) => [item.id, validateItem(item, given.get(item.id) ?? null)]));
}

function validateItem(item: InstrumentItem, value: unknown): AnswerValue {
  const answer = value === null ? emptyAnswer(item) : readAnswer(item, value);
  if (item.required && isUnanswered(answer)) throw refuse(item.id, 'needs an answer');
  return answer;
}

function emptyAnswer(item: InstrumentItem): AnswerValue {
  return item.kind === 'multi-select' ? [] : null;
}

function isUnanswered(answer: AnswerValue): boolean {
  return answer === null || (Array.isArray(answer) && answer.length === 0);
}

function readAnswer(item: InstrumentItem, value: unknown): AnswerValue {
  switch (item.kind) {
    case 'likert':
      if (typeof value === 'number' && Number.isInteger(value) && value >= item.min && value <= item.max) {
        return value;
      }
      throw refuse(item.id, `must be a whole number from ${item.min} to ${item.max}`);
    case 'forced-choice': {
      const option = item.options.find((candidate) => candidate.value === value);
      if (option === undefined) throw refuse(item.id, `must be one of ${optionList(item.options)}`);
      return option.value;
    }
    case 'multi-select':
      return readOptions(item.id, item.options, value);
    case 'free-text':
      return readText(item.id, item.maxLength, value);
    default:
      return unreachable(item);
  }
}

function readOptions(id: string, options: readonly { readonly value: string }[], value: unknown): string[] {
  if (!Array.isArray(value)) throw refuse(id, `must be a list of ${optionList(options)}`);
  const chosen = new Set<unknown>(value);
  const known = options.map((option) => option.value).filter((option) => chosen.has(option));
  if (known.length !== value.length)
    throw refuse(id, `must hold each of ${optionList(options)} at most once`);
  return known;
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
