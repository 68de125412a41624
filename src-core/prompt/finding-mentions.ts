import { FINDINGS, type FindingId } from './findings.ts';

/** A finding named in a text, at its place: `text.slice(start, end) === name`. */
export interface Mention {
  readonly finding: FindingId;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly denied: boolean;
  /** Said to be possible, past, or one of two: what a text does not vouch for cannot be made wrong. */
  readonly hedged: boolean;
  /** The clause that names it, and where it begins. */
  readonly clause: string;
  readonly clauseStart: number;
}

/** From here to the end of the sentence, or to a "but", findings are said to be absent. */
const NEGATION = /\b(?:no|without|free of|negative for|absence of)\b/i;
const CONTRAST = /\bbut\b|\bhowever\b/i;

/** What each finding of the vocabulary is called: its names as whole words, in any case, with the flag g. */
const FINDING_PATTERNS = FINDINGS.map(({ id, nihLabel, singular, plural }) => {
  const names = [singular, plural, ...(nihLabel === null ? [] : [nihLabel.replace('_', ' ')])];
  const words = names.map((name) => name.replaceAll(/[\s-]+/g, '[\\s-]+'));
  return { id, pattern: new RegExp(`\\b(?:${words.join('|')})s?\\b`, 'gi') };
});

const HEDGE =
  /\b(?:possibl[ey]|probabl[ey]|likely|unlikely|may|might|could|cannot|can not|exclude[ds]?|suspect(?:ed)?|suspicious|concern(?:ing)?|questionable|question|versus|vs|suggest(?:s|ed|ing|ive)?|differential|rule out|resolved|resolution|previous(?:ly)?|prior|history|removed|removal|change|increase|decrease)\b/i;

/** Every finding that a text names, in the order of their places. */
export function findingMentions(text: string): Mention[] {
  return clausesOf(text)
    .flatMap(({ clause, clauseStart }) => {
      const negation = NEGATION.exec(clause)?.index ?? Number.POSITIVE_INFINITY;
      const unsure = HEDGE.test(clause) || (negation > clause.length && /\bor\b/i.test(clause));
      return FINDING_PATTERNS.flatMap(({ id, pattern }) =>
        Array.from(clause.matchAll(pattern), ({ 0: name, index }) => ({
          finding: id,
          name,
          start: clauseStart + index,
          end: clauseStart + index + name.length,
          denied: index > negation,
          hedged: unsure,
          clause,
          clauseStart,
        })),
      );
    })
    .sort((one, other) => one.start - other.start);
}

/** Sentences, and the parts of them before and after a "but". */
function clausesOf(text: string): { clause: string; clauseStart: number }[] {
  const boundary = new RegExp(`[.;\\n]|${CONTRAST.source}`, 'gi');
  const clauses: { clause: string; clauseStart: number }[] = [];
  let clauseStart = 0;
  for (const { 0: stop, index } of text.matchAll(boundary)) {
    clauses.push({ clause: text.slice(clauseStart, index), clauseStart });
    clauseStart = index + stop.length;
  }
  return [...clauses, { clause: text.slice(clauseStart), clauseStart }];
}
