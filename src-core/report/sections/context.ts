import type { Measure } from '../../study/instrument.ts';
import type { Label } from '../../study/label.ts';
import type { Protocol } from '../../study/protocol.ts';
import { slug } from '../blocks/blocks.ts';
import type { References } from '../blocks/references.ts';
import type { NameOf } from '../reader-names.ts';
import type { StudyAnalysis } from '../study/study-analysis.ts';
import { spelled } from '../words/numbers.ts';

/** What happened at the end of a study: of its audit log, not of its readings. */
export interface StudyConduct {
  /** When it was unblinded, and why; instants as the log has them. */
  readonly unblinded: { readonly at: string; readonly reason: string; readonly beforeClose: boolean } | null;
}

export interface StudyContext {
  readonly analysis: StudyAnalysis;
  readonly protocol: Protocol;
  readonly nameOf: NameOf;
  readonly references: References;
  /** Shown films as PNG in base64, by film. */
  readonly films: ReadonlyMap<string, string>;
  readonly conduct: StudyConduct;
}

const MEASURE_WORDS: Readonly<Record<Measure, string>> = {
  realism: 'realism',
  verdict: 'the verdict real or synthetic',
  confidence: 'confidence',
  alignment: 'agreement with the text',
  inclusion: 'inclusion of the finding asked for',
  choice: 'the choice among films',
  reasons: 'reasons',
  presence: 'findings',
  marks: 'marks',
  comment: 'comments',
  other: 'the answer',
};

/** An item in words: what it measures; its id too, where another measures the same. */
export function itemName({ analysis }: Pick<StudyContext, 'analysis'>, id: string): string {
  const item = analysis.design.items.find((entry) => entry.id === id);
  if (item === undefined) return `"${id}"`;
  const same = analysis.design.items.filter(({ measures }) => measures === item.measures).length;
  const words = MEASURE_WORDS[item.measures];
  return same > 1 || item.measures === 'other' ? `${words} ("${id}")` : words;
}

/** A label in the study's own words, else its identifier in words: the product's message files are the window's. */
export function labelText(label: Label | null, id: string): string {
  return label !== null && 'text' in label ? label.text : spelled(id);
}

/** A title with the phase, where a study has several. */
export function phaseTitle(
  { analysis }: Pick<StudyContext, 'analysis'>,
  title: string,
  phase: string,
): string {
  return analysis.phases.length > 1 ? `${title}: phase "${phase}"` : title;
}

/** Groups whose value is not known are named so. */
export function groupName(group: string | null): string {
  return group === null ? 'not known' : spelled(group);
}

/** What names of sections, tables and figures of a phase begin with. */
export function phaseKey({ analysis }: Pick<StudyContext, 'analysis'>, phase: string): string {
  return keyAmong(
    analysis.phases.map((entry) => entry.phase),
    phase,
  );
}

export function itemKey({ analysis }: Pick<StudyContext, 'analysis'>, item: string): string {
  return keyAmong(
    analysis.design.items.map(({ id }) => id),
    item,
  );
}

/** Identifiers that differ in case or hyphens alone are told apart by their place. */
function keyAmong(ids: readonly string[], id: string): string {
  const key = slug(id).slice(0, 40);
  const first = ids.findIndex((other) => slug(other).slice(0, 40) === key);
  return first < 0 || ids[first] === id ? key : `${key}-${ids.indexOf(id) + 1}`;
}
