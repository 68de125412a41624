import type { InstrumentItem } from '../../study/instrument.ts';
import type { Label } from '../../study/label.ts';
import { type CellValue, MEANING_OF_MEASURE } from '../../study/results-table.ts';
import { uniqueForms, variableName } from './names.ts';

/** Columns of a data dictionary, as REDCap's own template has them ("Data Dictionary", REDCap help and FAQ). */
export const DICTIONARY_COLUMNS = [
  'Variable / Field Name',
  'Form Name',
  'Section Header',
  'Field Type',
  'Field Label',
  'Choices, Calculations, OR Slider Labels',
  'Field Note',
  'Text Validation Type OR Show Slider Number',
  'Text Validation Min',
  'Text Validation Max',
  'Identifier?',
  'Branching Logic (Show field only if...)',
  'Required Field?',
  'Custom Alignment',
  'Question Number (surveys only)',
  'Matrix Group Name',
  'Matrix Ranking?',
  'Field Annotation',
] as const;

/** Longer names are taken too, and advised against. */
export const LONGEST_NAME = 26;

export interface Choice {
  readonly code: number;
  readonly label: string;
}

/** A field of a project, with the column or columns in which its data are imported. */
export interface RedcapField {
  readonly name: string;
  readonly form: string;
  readonly type: 'text' | 'notes' | 'radio' | 'checkbox';
  readonly label: string;
  readonly note: string;
  readonly choices: readonly Choice[];
  readonly validation: '' | 'integer' | 'number' | 'datetime_seconds_ymd';
  readonly min: number | null;
  readonly max: number | null;
  readonly required: boolean;
  /** Names a person, or could. */
  readonly identifier: boolean;
  readonly branching: string;
}

/** A field of plain text, optional, without validation, but for what is given. */
export function fieldOf(
  part: Pick<RedcapField, 'name' | 'form' | 'label'> & Partial<RedcapField>,
): RedcapField {
  return {
    type: 'text',
    note: '',
    choices: [],
    validation: '',
    min: null,
    max: null,
    required: false,
    identifier: false,
    branching: '',
    ...part,
  };
}

/** A row of the dictionary in the order of `DICTIONARY_COLUMNS`. */
export function dictionaryRow(field: RedcapField): CellValue[] {
  return [
    field.name,
    field.form,
    null,
    field.type,
    plainText(field.label),
    field.choices.map(({ code, label }) => `${code}, ${choiceText(label)}`).join(' | ') || null,
    plainText(field.note) || null,
    field.validation || null,
    field.min,
    field.max,
    field.identifier ? 'y' : null,
    field.branching || null,
    field.required ? 'y' : null,
    null,
    null,
    null,
    null,
    null,
  ];
}

/** The columns in which a field's data are imported: of a checkbox one for each choice, 1 or 0. */
export function dataColumns({ name, type, choices }: RedcapField): string[] {
  return type === 'checkbox' ? choices.map(({ code }) => `${name}___${code}`) : [name];
}

/** On one line; "<" before a letter would begin an HTML tag. */
function plainText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(?=\S)/g, '< ')
    .trim();
}

/** A bar would begin the next choice. */
function choiceText(label: string): string {
  return plainText(label.replaceAll('|', '/'));
}

/** Names of fields, by `nameKey`. */
export type FieldNames = ReadonlyMap<string, string>;

export function nameKey(item: string, option: string | null): string {
  return JSON.stringify([item, option]);
}

/** What the fields of an item would be called, by `nameKey`: of findings one each, else one. */
export function wantedNames(item: InstrumentItem): [key: string, wanted: string][] {
  const base = variableName(item.id, 'item');
  return item.kind === 'presence'
    ? item.findings.map(({ value }) => [nameKey(item.id, value), `${base}_${variableName(value, 'finding')}`])
    : [[nameKey(item.id, null), base]];
}

/** Names of their own for all fields, none of them `taken`. */
export function namesOf(wanted: readonly (readonly [string, string])[], taken: Iterable<string>): FieldNames {
  const names = new Map(wanted);
  return uniqueForms(names.keys(), (key) => names.get(key) ?? 'item', taken, LONGEST_NAME);
}

/** Words for a label: those of the study, or what the last part of the message's key says ("wrong-side": "Wrong side"). */
export function labelText(label: Label | null, otherwise: string): string {
  if (label === null) return otherwise;
  if ('text' in label) return label.text;
  const last = label.key.split('.').at(-1) ?? '';
  if (last === 'label' || /^anchor\d+$/.test(last)) return otherwise;
  const words = last.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** States of a finding, by their codes. */
export const PRESENCE_CODES = { absent: 0, present: 1, unsure: 2 } as const;

/** What an item can be answered, by code: points and places are their own codes, options are numbered from 1. */
export function choicesOf(item: InstrumentItem): Choice[] {
  switch (item.kind) {
    case 'likert':
      return Array.from({ length: item.max - item.min + 1 }, (_, index) => ({
        code: item.min + index,
        label: labelText(item.anchors[index] ?? null, `${item.min + index}`),
      }));
    case 'forced-choice':
    case 'multi-select':
      return item.options.map(({ label, value }, index) => ({
        code: index + 1,
        label: labelText(label, value),
      }));
    case 'film-choice':
      return Array.from({ length: item.films }, (_, index) => ({
        code: index + 1,
        label: `Film ${index + 1}`,
      }));
    case 'presence':
      return Object.entries(PRESENCE_CODES)
        .filter(([state]) => state !== 'unsure' || item.allowUnsure)
        .map(([state, code]) => ({ code, label: labelText({ key: `state.${state}` }, state) }));
    case 'marks':
    case 'free-text':
      return [];
  }
}

/** What the item asks, in words. */
export function questionOf(item: InstrumentItem): string {
  return labelText(item.label, MEANING_OF_MEASURE[item.measures]);
}
