import type { FilmDescription } from './description.ts';
import { findingMentions } from './finding-mentions.ts';
import { FINDINGS, type FindingId } from './findings.ts';

/** What a text says of a film, as far as the vocabulary knows its words. */
export interface StatedFacts extends Pick<FilmDescription, 'age' | 'sex' | 'view'> {
  /** "No acute cardiopulmonary process", "No finding", "Normal chest radiograph", "Clear lungs". */
  readonly normal: boolean;
  /** In the vocabulary's order. */
  readonly present: readonly FindingId[];
  readonly absent: readonly FindingId[];
}

const AGE = /\b(\d{1,3})[ -]years?[ -]old\b/i;
const FEMALE = /\b(?:female|woman)\b/i;
const MALE = /\b(?:male|man)\b/i;
const FRONTAL = /\b(PA|AP)\b/;
const LATERAL = /\blateral (?:chest|view|radiograph|film)\b/i;
const NORMAL =
  /\bno acute (?:cardio)?pulmonary (?:process|abnormality|disease)\b|\bno (?:acute )?findings?\b|\bnormal chest\b|\bclear lungs\b|\blungs are clear\b/i;

/**
 * Reads age, sex, view and findings out of a prompt or a report, by the vocabulary's own words (and ChestX-ray14's).
 * What the composer has worded is read back whole; of free text it finds what is worded that way. A finding stated
 * both ways counts as present. Negation reaches from its word to the end of the sentence: "No change of the effusion"
 * is misread as an absent one.
 */
export function statedFacts(text: string): StatedFacts {
  const age = Number(AGE.exec(text)?.[1] ?? Number.NaN);
  const present = new Set<FindingId>();
  const absent = new Set<FindingId>();
  for (const { finding, denied } of findingMentions(text)) (denied ? absent : present).add(finding);
  const ids = FINDINGS.map(({ id }) => id);
  return {
    age: age <= 120 ? age : null,
    sex: FEMALE.test(text) ? 'female' : MALE.test(text) ? 'male' : 'none',
    view: viewOf(text),
    normal: NORMAL.test(text),
    present: ids.filter((id) => present.has(id)),
    absent: ids.filter((id) => absent.has(id) && !present.has(id)),
  };
}

function viewOf(text: string): StatedFacts['view'] {
  const frontal = FRONTAL.exec(text)?.[1];
  if (frontal === 'PA' || frontal === 'AP') return frontal;
  return LATERAL.test(text) ? 'lateral' : 'none';
}
