import type { Condition, InstrumentItem, Measure } from './instrument.ts';
import { keyed } from './label.ts';

export const FILM: { id: string; shows: 'film' | 'film-and-text' } = { id: 'realism', shows: 'film' };
export const FILM_AND_TEXT: typeof FILM = { id: 'alignment', shows: 'film-and-text' };

const DIGITS = ['1', '2', '3', '4', '5'];
const REASONS = ['texture', 'anatomy', 'devices', 'markers', 'borders', 'noise', 'other'];

/** A scale of 1 to 5 with words at every point: texts `instrument.<id>.label` and `.anchor1` to `.anchor5`. */
export function likert(id: 'realism' | 'confidence' | 'alignment', stage: string): InstrumentItem {
  return {
    id,
    kind: 'likert',
    stage,
    measures: id,
    required: true,
    label: keyed(`instrument.${id}.label`),
    when: null,
    min: 1,
    max: 5,
    anchors: DIGITS.map((digit) => keyed(`instrument.${id}.anchor${digit}`)),
    keys: DIGITS,
  };
}

export function confidence(stage: string): InstrumentItem {
  return likert('confidence', stage);
}

/** One of a few options: texts `instrument.<id>.label` and `instrument.<id>.<option>`. */
export function choice(
  id: string,
  measures: Measure,
  stage: string,
  options: readonly string[],
  keys: readonly string[],
  confidenceItem: string | null = null,
): InstrumentItem {
  return {
    id,
    kind: 'forced-choice',
    stage,
    measures,
    required: true,
    label: keyed(`instrument.${id}.label`),
    when: null,
    options: options.map((value, index) => ({
      value,
      label: keyed(`instrument.${id}.${value}`),
      key: keys[index] ?? null,
    })),
    confidenceItem,
  };
}

/** Real or synthetic, with the confidence item that follows. */
export function verdict(stage: string): InstrumentItem {
  return choice('realOrSynthetic', 'verdict', stage, ['real', 'synthetic'], ['r', 's'], 'confidence');
}

export function multiSelect(id: 'reasons', stage: string, when: Condition | null): InstrumentItem {
  return {
    id,
    kind: 'multi-select',
    stage,
    measures: id,
    required: false,
    label: keyed(`instrument.${id}.label`),
    when: when === null || when.rule === 'answered' ? when : { ...when, values: [...when.values] },
    options: REASONS.map((value) => ({ value, label: keyed(`instrument.${id}.${value}`), key: null })),
  };
}

export function comment(stage: string): InstrumentItem {
  return {
    id: 'comment',
    kind: 'free-text',
    stage,
    measures: 'comment',
    required: false,
    label: keyed('instrument.comment.label'),
    when: null,
    maxLength: 2000,
    key: null,
  };
}
