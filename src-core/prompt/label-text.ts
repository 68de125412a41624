import { LightboxError } from '../base/errors.ts';
import { EMPTY_DESCRIPTION, type FilmDescription, type Sex, type View } from './description.ts';
import { FINDINGS, type FindingId } from './findings.ts';
import { composeText } from './wording.ts';

/** What a label table says of a real film, each field as the table writes it; blank or null: not stated. */
export interface FilmLabels {
  /** Whole years, 0 to 120. */
  readonly age: number | null;
  /** M, F, male or female, in any case. */
  readonly sex: string | null;
  /** PA, AP, lateral or LL, in any case. */
  readonly view: string | null;
  /** Labels of NIH ChestX-ray14 or of this vocabulary, in any case; or "No Finding" alone. */
  readonly findings: readonly string[];
}

const SEXES: Readonly<Record<string, Sex>> = {
  m: 'male',
  male: 'male',
  f: 'female',
  female: 'female',
  '': 'none',
};
const VIEWS: Readonly<Record<string, View>> = {
  pa: 'PA',
  ap: 'AP',
  lateral: 'lateral',
  ll: 'lateral',
  '': 'none',
};
const NO_FINDING = 'no finding';

const FINDING_OF_LABEL = new Map<string, FindingId>(
  FINDINGS.flatMap(({ id, nihLabel, singular }) =>
    [id, nihLabel ?? id, singular].map((name): [string, FindingId] => [normalise(name), id]),
  ),
);

/**
 * The report-like text of a real film, in the wording rules that compose prompts (RoentGen-v2's), so that the
 * text does not betray the arm. Findings are worded in the vocabulary's order, whatever the table's order.
 *
 * @throws LightboxError BAD_INPUT naming the field and the value that is not understood, or saying that nothing
 * is stated at all.
 */
export function filmTextFromLabels(labels: FilmLabels): string {
  return composeText(descriptionFromLabels(labels), 'roentgen-v2').text;
}

/** The structured description behind `filmTextFromLabels`. @throws LightboxError BAD_INPUT as above. */
export function descriptionFromLabels(labels: FilmLabels): FilmDescription {
  if (labels.age !== null && !(Number.isInteger(labels.age) && labels.age >= 0 && labels.age <= 120)) {
    throw unknownValue('age', String(labels.age), 'whole years from 0 to 120');
  }
  const names = labels.findings.map(normalise).filter((name) => name !== '');
  const normal = names.includes(NO_FINDING);
  if (normal && names.some((name) => name !== NO_FINDING)) {
    throw unknownValue('findings', labels.findings.join('|'), '"No Finding" alone, or findings without it');
  }
  const ids = new Set(normal ? [] : names.map(findingOfLabel));
  const description: FilmDescription = {
    ...EMPTY_DESCRIPTION,
    age: labels.age,
    sex: lookUp(SEXES, 'sex', labels.sex, 'M, F, male or female'),
    view: lookUp(VIEWS, 'view', labels.view, 'PA, AP or lateral'),
    normal,
    findings: FINDINGS.filter(({ id }) => ids.has(id)).map(({ id }) => ({
      finding: id,
      presence: 'present',
      side: 'none',
      size: 'none',
    })),
  };
  if (description.findings.length === 0 && !normal) {
    throw unknownValue('findings', labels.findings.join('|'), 'at least one finding, or "No Finding"');
  }
  return description;
}

/** M, F, male or female, in any case; none for a blank, undefined for anything else. */
export function sexOfLabel(text: string): Sex | undefined {
  const key = normalise(text);
  return Object.hasOwn(SEXES, key) ? SEXES[key] : undefined;
}

function findingOfLabel(name: string): FindingId {
  const id = FINDING_OF_LABEL.get(name);
  if (id === undefined) throw unknownValue('findings', name, 'a label of NIH ChestX-ray14 or "No Finding"');
  return id;
}

function lookUp<T>(
  table: Readonly<Record<string, T>>,
  field: string,
  value: string | null,
  expected: string,
): T {
  const key = normalise(value ?? '');
  const found = Object.hasOwn(table, key) ? table[key] : undefined;
  if (found === undefined) throw unknownValue(field, value ?? '', expected);
  return found;
}

function normalise(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}

function unknownValue(field: string, value: string, expected: string): LightboxError {
  return new LightboxError('BAD_INPUT', `The label field "${field}" is "${value}"; expected ${expected}.`, {
    field,
    value,
  });
}
