import { unreachable } from '../../../../src-core/base/unreachable.ts';
import {
  type Instrument,
  type InstrumentItem,
  QUESTIONNAIRE_STAGE,
} from '../../../../src-core/study/instrument.ts';
import type { Label } from '../../../../src-core/study/label.ts';

export type ItemKind = InstrumentItem['kind'];
export const ITEM_KINDS: readonly ItemKind[] = [
  'likert',
  'forced-choice',
  'multi-select',
  'free-text',
  'presence',
  'marks',
  'film-choice',
];
export type Option = Extract<InstrumentItem, { kind: 'forced-choice' }>['options'][number];

/** A label as plain text of this study. */
export const textLabel = (text: string): Label => ({ text });

/** A name that no other one has: `choice`, `choice2` ... */
function freeName(taken: readonly string[], wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) name = `${wanted}${number}`;
  return name;
}

const ID_OF_KIND: Readonly<Record<ItemKind, string>> = {
  likert: 'scale',
  'forced-choice': 'choice',
  'multi-select': 'options',
  'free-text': 'comment',
  presence: 'findings',
  marks: 'marks',
  'film-choice': 'film',
};

/** Words that a new item starts with; the editor's messages give them. */
export interface NewItemWords {
  readonly question: string;
  readonly options: readonly string[];
}

/** A new item of a kind that is sound as it stands; its id is free among `items`. */
export function newItem(
  items: readonly InstrumentItem[],
  kind: ItemKind,
  stage: string,
  words: NewItemWords,
): InstrumentItem {
  const base = {
    id: freeName(
      items.map(({ id }) => id),
      ID_OF_KIND[kind],
    ),
    stage,
    measures: 'other' as const,
    required: false,
    label: textLabel(words.question),
    when: null,
  };
  const options = words.options.map((text, index) => ({
    value: `option-${index + 1}`,
    label: textLabel(text),
    key: null,
  }));
  switch (kind) {
    case 'likert':
      return { ...base, kind, min: 1, max: 5, anchors: Array(5).fill(null), keys: ['1', '2', '3', '4', '5'] };
    case 'forced-choice':
      return { ...base, kind, options, confidenceItem: null };
    case 'multi-select':
      return { ...base, kind, options };
    case 'free-text':
      return { ...base, kind, measures: 'comment', maxLength: 2000, key: null };
    case 'presence':
      return { ...base, kind, measures: 'presence', findings: options, allowUnsure: true };
    case 'marks':
      return {
        ...base,
        kind,
        measures: 'marks',
        shapes: [
          { shape: 'point', key: null },
          { shape: 'box', key: null },
        ],
        maxMarks: 5,
        comments: true,
      };
    case 'film-choice':
      return {
        ...base,
        kind,
        measures: 'choice',
        films: 2,
        asks: 'synthetic',
        keys: ['1', '2'],
        confidenceItem: null,
      };
    default:
      return unreachable(kind);
  }
}

type WithItems = { readonly items: readonly InstrumentItem[] };

/** Replaces the item at a place. Conditions and confidences that name it follow a new id. */
export function withItem<Form extends WithItems>(form: Form, index: number, item: InstrumentItem): Form {
  const before = form.items[index];
  const items = form.items.map((other, place) => {
    if (place === index) return item;
    return before === undefined || before.id === item.id ? other : followed(other, before.id, item.id);
  });
  return { ...form, items };
}

function followed(item: InstrumentItem, from: string, to: string): InstrumentItem {
  const when = item.when?.item === from ? { ...item.when, item: to } : item.when;
  if ('confidenceItem' in item && item.confidenceItem === from) return { ...item, when, confidenceItem: to };
  return { ...item, when };
}

/** Takes an item out; what depended on it is asked always, and what named it as its confidence names none. */
export function withoutItem<Form extends WithItems>(form: Form, index: number): Form {
  const gone = form.items[index]?.id;
  const items = form.items
    .filter((_, place) => place !== index)
    .map((item): InstrumentItem => {
      const when = item.when?.item === gone ? null : item.when;
      if ('confidenceItem' in item && item.confidenceItem === gone) {
        return { ...item, when, confidenceItem: null };
      }
      return { ...item, when };
    });
  return { ...form, items };
}

/** Moves an item one place among all items; at the ends it stays. */
export function withMovedItem<Form extends WithItems>(form: Form, index: number, by: -1 | 1): Form {
  const target = index + by;
  const item = form.items[index];
  if (item === undefined || target < 0 || target >= form.items.length) return form;
  const items = form.items.filter((_, place) => place !== index);
  items.splice(target, 0, item);
  return { ...form, items };
}

/** Adds a stage at the end that shows the text; no item is of it yet. */
export function withNewStage(instrument: Instrument): Instrument {
  const id = freeName(
    instrument.stages.map((stage) => stage.id),
    'stage',
  );
  return { ...instrument, stages: [...instrument.stages, { id, shows: 'film-and-text' }] };
}

/** Changes a stage; its items follow a new id. */
export function withStage(
  instrument: Instrument,
  index: number,
  stage: Instrument['stages'][number],
): Instrument {
  const before = instrument.stages[index]?.id;
  return {
    ...instrument,
    stages: instrument.stages.map((other, place) => (place === index ? stage : other)),
    items: instrument.items.map((item) => (item.stage === before ? { ...item, stage: stage.id } : item)),
  };
}

/** Takes a stage out with its items. */
export function withoutStage(instrument: Instrument, index: number): Instrument {
  const gone = instrument.stages[index]?.id;
  let left = { ...instrument, stages: instrument.stages.filter((_, place) => place !== index) };
  for (let place = left.items.length - 1; place >= 0; place -= 1) {
    if (left.items[place]?.stage === gone) left = withoutItem(left, place);
  }
  return left;
}

/** A scale with other ends: anchors and keys of points that stay are kept, new points have their digit. */
export function withScale(
  item: Extract<InstrumentItem, { kind: 'likert' }>,
  min: number,
  max: number,
): InstrumentItem {
  const points = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  const kept = <T>(list: readonly (T | null)[], point: number, fallback: T | null): T | null =>
    point >= item.min && point <= item.max ? (list[point - item.min] ?? null) : fallback;
  return {
    ...item,
    min,
    max,
    anchors: points.map((point) => kept(item.anchors, point, null)),
    keys: points.map((point) => kept(item.keys, point, String(point % 10))),
  };
}

/** Another number of films to choose among, with the digits as keys of new places. */
export function withFilmCount(
  item: Extract<InstrumentItem, { kind: 'film-choice' }>,
  films: number,
): InstrumentItem {
  const keys = Array.from({ length: films }, (_, index) => item.keys[index] ?? String(index + 1));
  return { ...item, films, keys };
}

/** The value that stands in results for an option's words: `Lower left` becomes `lower-left`. */
export function optionValue(text: string, taken: readonly string[]): string {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .slice(0, 36);
  return freeName(taken, plain === '' ? 'option' : plain);
}

/** A new option at the end, with a value of its own. */
export function withNewOption(options: readonly Option[], text: string): Option[] {
  const value = optionValue(
    text,
    options.map((option) => option.value),
  );
  return [...options, { value, label: textLabel(text), key: null }];
}

/** A question for the end of a phase: free text of the one stage that questionnaires have. */
export function newQuestion(items: readonly InstrumentItem[], question: string): InstrumentItem {
  return newItem(items, 'free-text', QUESTIONNAIRE_STAGE, { question, options: [] });
}
