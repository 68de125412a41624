import { type Random, uniformInteger } from '../base/random.ts';
import { findingMentions, type Mention } from './finding-mentions.ts';
import { FINDINGS, type FindingId, findingTerm } from './findings.ts';
import { negatedText } from './negated-text.ts';

export const MISMATCHES = ['wrong-side', 'wrong-finding', 'negated'] as const;
/** How a text is made wrong: one finding's side, one finding for another, or one finding denied or claimed. */
export type Mismatch = (typeof MISMATCHES)[number];

/**
 * Why a text cannot be made wrong in a way. `not-stated`: it states no such finding; `both-sides`: findings are on
 * both sides or have none; `hedged`: none is stated for sure; `repeated`: a second place would contradict the first;
 * `entangled`: the sentence says more, which would be lost or become false.
 */
export const UNTURNABLE = ['not-stated', 'both-sides', 'hedged', 'repeated', 'entangled'] as const;
export type Unturnable = (typeof UNTURNABLE)[number];

export type Mismatched = { readonly text: string } | { readonly unable: Unturnable };

/**
 * A text that says one thing of its film that is wrong, in the words of the right one, so that only the film can tell.
 * It knows the vocabulary's words alone (finding-mentions.ts) and is a proposal: a person reads it before it is used.
 * What the composer has worded stays so worded.
 */
export function mismatchedText(text: string, how: Mismatch, random: Random): Mismatched {
  const mentions = findingMentions(text);
  switch (how) {
    case 'wrong-side':
      return withOtherSide(text, mentions, random);
    case 'wrong-finding':
      return withOtherFinding(text, mentions, random);
    case 'negated':
      return negatedText(text, mentions, random);
  }
}

/** Diseases that a text states, once and for sure; or why there is none. */
function statedOnce(mentions: readonly Mention[]): Mention[] | Unturnable {
  const stated = mentions.filter(({ finding, denied }) => !denied && findingTerm(finding).kind === 'disease');
  if (stated.length === 0) return 'not-stated';
  const sure = stated.filter(({ hedged }) => !hedged);
  if (sure.length === 0) return 'hedged';
  const once = sure.filter(
    (mention) => mentions.filter((other) => other.finding === mention.finding).length === 1,
  );
  return once.length === 0 ? 'repeated' : once;
}

function withOtherSide(text: string, mentions: readonly Mention[], random: Random): Mismatched {
  const stated = statedOnce(mentions);
  if (typeof stated === 'string') return { unable: stated };
  const places = stated.flatMap((mention) => sideOf(mention) ?? []);
  const place = drawn(places, random);
  if (place === undefined) return { unable: 'both-sides' };
  const side = text.slice(place.start, place.end);
  const other = likeCase(side.toLowerCase() === 'left' ? 'right' : 'left', side);
  return { text: text.slice(0, place.start) + other + text.slice(place.end) };
}

/** "left(-sided) [up to three words] effusion": no other finding and no conjunction between. */
const BEFORE = /\b(left|right)(?:[-\s]sided)?(?:\s+(?!(?:and|with|or|but|left|right)\b)[\p{L}-]+){0,3}\s+$/iu;
/** "effusion (is seen) on the left". */
const AFTER =
  /^(?:\s+(?:is|are|seen|noted|present)){0,2}\s+(?:in|on|at|of|within)\s+(?:the\s+)?(left|right)\b/i;

/** The one word that says on which side a finding is; null where none or another does. */
function sideOf({
  finding,
  clause,
  clauseStart,
  start,
  end,
}: Mention): { start: number; end: number } | null {
  if (findingTerm(finding).side === 'none') return null;
  const [before, after] = [clause.slice(0, start - clauseStart), clause.slice(end - clauseStart)];
  const found = BEFORE.exec(before) ?? AFTER.exec(after);
  if (found === null) return null;
  const [phrase, side = ''] = found;
  // The left lung has no middle lobe, and what is on both sides has no other one.
  if (/\b(?:middle lobe|bilateral|both)\b/i.test(phrase + after.slice(0, 30))) return null;
  const offset = phrase.toLowerCase().indexOf(side.toLowerCase());
  const phraseStart = found.input === before ? clauseStart + found.index : end + found.index;
  // In AFTER the side is the phrase's last word; "left" could also begin an earlier one.
  const place = found.input === before ? phraseStart + offset : phraseStart + phrase.length - side.length;
  return { start: place, end: place + side.length };
}

function withOtherFinding(text: string, mentions: readonly Mention[], random: Random): Mismatched {
  const stated = statedOnce(mentions);
  if (typeof stated === 'string') return { unable: stated };
  const taken = new Set<FindingId>(mentions.map(({ finding }) => finding));
  // "With adjacent atelectasis" is said of nothing else.
  const choices = stated
    .filter(({ start }) => !/\badjacent\s+$/i.test(text.slice(0, start)))
    .map((mention) => ({ mention, others: plausible(mention, taken) }))
    .filter(({ others }) => others.length > 0);
  const choice = drawn(choices, random);
  const other = drawn(choice?.others ?? [], random);
  if (choice === undefined || other === undefined) return { unable: 'entangled' };
  const { start, end, name, finding } = choice.mention;
  const { singular, plural } = findingTerm(finding);
  const isPlural = name.toLowerCase() !== singular && (name.toLowerCase() === plural || /[^s]s$/i.test(name));
  const isOwnSingular = singular.endsWith(name.toLowerCase());
  const noun = likeCase(findingTerm(other)[isPlural && !isOwnSingular ? 'plural' : 'singular'], name);
  const before = text
    .slice(0, start)
    .replace(
      /\b(a)n?(\s+)$/i,
      (_, a: string, space: string) => `${a}${/^[aeiou]/i.test(noun) ? 'n' : ''}${space}`,
    );
  return { text: before + noun + text.slice(end) };
}

/**
 * Diseases of which the words around a mention could be said: graded alike (which also tells "a mass" from "edema"),
 * with sides worded alike. "Cardiomegaly" and "hiatal hernia" have no side, so others stand for them without one.
 */
function plausible({ finding }: Mention, taken: ReadonlySet<FindingId>): FindingId[] {
  const own = findingTerm(finding);
  const grading = own.grading === 'none' ? 'size' : own.grading;
  return FINDINGS.filter(
    ({ id, kind, grading: graded, side }) =>
      kind === 'disease' &&
      !taken.has(id) &&
      graded === grading &&
      (own.side === 'none' || side === own.side),
  ).map(({ id }) => id);
}

function drawn<T>(choices: readonly T[], random: Random): T | undefined {
  return choices.length === 0 ? undefined : choices[uniformInteger(random, choices.length)];
}

const likeCase = (word: string, model: string): string =>
  /^\p{Lu}/u.test(model) ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}` : word;
