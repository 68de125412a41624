import type { FilmDescription, FindingStatement } from './description.ts';
import { type FindingTerm, findingTerm } from './findings.ts';

/**
 * `roentgen`: an impression alone, as RoentGen was trained on ("Big right-sided pleural effusion with adjacent
 * atelectasis"; Bluethgen et al., Nature Biomedical Engineering 2024).
 * `roentgen-v2`: demographics first ("{age} year old {RACE} {male|female}. {impression}"), the view after them.
 */
export const WORDINGS = ['roentgen', 'roentgen-v2'] as const;
export type Wording = (typeof WORDINGS)[number];

export type OmittedField = 'age' | 'sex' | 'race';

export interface ComposedText {
  readonly text: string;
  /** What the description states and the wording has no place for; to be shown, not dropped in silence. */
  readonly omitted: readonly OmittedField[];
}

const NORMAL = 'No acute cardiopulmonary process';

const SIZE_WORDS = { small: 'small', moderate: 'moderate', large: 'large' } as const;
const SEVERITY_WORDS = { small: 'mild', moderate: 'moderate', large: 'severe' } as const;

/** Puts a description into words; the same description always gives the same text. */
export function composeText(description: FilmDescription, wording: Wording): ComposedText {
  return wording === 'roentgen' ? composeRoentgen(description) : composeRoentgenV2(description);
}

function composeRoentgen(description: FilmDescription): ComposedText {
  const omitted: OmittedField[] = [];
  if (description.age !== null) omitted.push('age');
  if (description.sex !== 'none') omitted.push('sex');
  if (description.race !== null) omitted.push('race');
  const present = description.findings.filter(({ presence }) => presence === 'present');
  const [lead, ...others] = present.map((statement) => findingPhrase(statement, 'roentgen'));
  const companions = others.map((phrase, index) => (index === 0 ? adjacent(present, phrase) : phrase));
  const impression =
    lead === undefined ? '' : [lead, joinWords(companions, 'and')].filter(Boolean).join(' with ');
  return { text: sentences([...impressionOf(description, impression), viewPhrase(description)]), omitted };
}

/** An effusion and the atelectasis beside it are one picture: "with adjacent atelectasis". */
function adjacent(present: readonly FindingStatement[], phrase: string): string {
  const [first, second] = present;
  const plain = second?.finding === 'atelectasis' && second.side === 'none' && second.size === 'none';
  return plain && first?.finding === 'effusion' ? `adjacent ${phrase}` : phrase;
}

function composeRoentgenV2(description: FilmDescription): ComposedText {
  const present = description.findings.filter(({ presence }) => presence === 'present');
  const phrases = present.map((statement) => findingPhrase(statement, 'roentgen-v2'));
  return {
    text: sentences([
      demographicsPhrase(description),
      viewPhrase(description),
      ...impressionOf(description, joinWords(phrases, 'and')),
    ]),
    omitted: [],
  };
}

/** RoentGen-v2's opening, "{age} year old {RACE} {male|female}"; what is not stated is left out. */
export function demographicsPhrase({
  age,
  race,
  sex,
}: Pick<FilmDescription, 'age' | 'race' | 'sex'>): string {
  const parts = [age === null ? '' : `${age} year old`, race?.toUpperCase() ?? '', sex === 'none' ? '' : sex];
  return parts.filter(Boolean).join(' ');
}

function impressionOf(description: FilmDescription, presentPhrase: string): string[] {
  const absent = description.findings
    .filter(({ presence }) => presence === 'absent')
    .map((statement) => findingPhrase(statement, 'roentgen-v2'));
  return [
    description.normal ? NORMAL : '',
    presentPhrase,
    absent.length === 0 ? '' : `No ${joinWords(absent, 'or')}`,
  ];
}

function viewPhrase({ view }: FilmDescription): string {
  return view === 'none' ? '' : `${view} chest radiograph`;
}

function findingPhrase(statement: FindingStatement, wording: Wording): string {
  const term = findingTerm(statement.finding);
  const noun = statement.side === 'bilateral' ? term.plural : term.singular;
  return [sizeWord(statement, term, wording), sideWord(statement, term, wording), noun]
    .filter(Boolean)
    .join(' ');
}

function sizeWord({ size }: FindingStatement, { grading }: FindingTerm, wording: Wording): string {
  if (size === 'none' || grading === 'none') return '';
  if (grading === 'severity') return SEVERITY_WORDS[size];
  return wording === 'roentgen' && size === 'large' ? 'big' : SIZE_WORDS[size];
}

function sideWord({ side }: FindingStatement, term: FindingTerm, wording: Wording): string {
  if (side === 'none' || term.side === 'none') return '';
  if (side === 'bilateral') return 'bilateral';
  return wording === 'roentgen' || term.side === 'sided' ? `${side}-sided` : side;
}

/** "a", "a and b", "a, b and c". */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

function sentences(parts: readonly string[]): string {
  return parts
    .filter(Boolean)
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}.`)
    .join(' ');
}
