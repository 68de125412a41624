import { type Random, uniformInteger } from '../base/random.ts';
import { FINDINGS, type FindingId, findingTerm } from './findings.ts';
import { FINDING_PATTERNS, statedFacts } from './stated-facts.ts';

/** How a text is made wrong: left and right exchanged, other findings, or a finding denied or claimed. */
export type Mismatch = 'wrong-side' | 'wrong-finding' | 'negated';

/**
 * A text that says of its film what is wrong, in the words of the right one, so that only the film can tell. It knows
 * the vocabulary's words alone (stated-facts.ts) and is a proposal: a person reads it before it is used.
 *
 * @returns null where the text says nothing that can be made wrong in this way.
 */
export function mismatchedText(text: string, how: Mismatch, random: Random): string | null {
  switch (how) {
    case 'wrong-side':
      return withOtherSide(text);
    case 'wrong-finding':
      return withOtherFindings(text, random);
    case 'negated':
      return negated(text);
  }
}

function withOtherSide(text: string): string | null {
  const other = text.replaceAll(/\b(left|right)\b/gi, (side) =>
    likeCase(side.toLowerCase() === 'left' ? 'right' : 'left', side),
  );
  return other === text ? null : other;
}

const isDisease = (id: FindingId): boolean => findingTerm(id).kind === 'disease';

/** Each disease that is stated gives way to another one that the text does not speak of, with the same sort of words. */
function withOtherFindings(text: string, random: Random): string | null {
  const { present, absent } = statedFacts(text);
  const stated = present.filter(isDisease);
  if (stated.length === 0) return null;
  const taken = new Set<FindingId>([...present, ...absent]);
  let changed = text;
  for (const id of stated) {
    const { side, grading } = findingTerm(id);
    const free = FINDINGS.filter((term) => isDisease(term.id) && !taken.has(term.id));
    const alike = free.filter((term) => term.side === side && term.grading === grading);
    const choice = alike.length > 0 ? alike : free;
    const replacement = choice[uniformInteger(random, Math.max(1, choice.length))];
    const found = FINDING_PATTERNS.find((entry) => entry.id === id);
    if (replacement === undefined || found === undefined) return null;
    taken.add(replacement.id);
    const plural = findingTerm(id).plural;
    changed = changed.replaceAll(found.pattern, (name) =>
      likeCase(
        name.toLowerCase() === plural && plural !== findingTerm(id).singular
          ? replacement.plural
          : replacement.singular,
        name,
      ),
    );
  }
  const now = new Set(statedFacts(changed).present);
  return stated.some((id) => now.has(id)) ? null : changed;
}

const OPENING = /^(?:there (?:is|are)(?: an?)?|findings of|evidence of|with|an?)\s+/i;
const DENIAL = /^no(?: evidence of)?\s+/i;

/** Every sentence that states a disease denies it; where none does, one that denies diseases claims them. */
function negated(text: string): string | null {
  const sentences = text.split(/(?<=[.;])\s+/);
  const stated = statedFacts(text).present.filter(isDisease);
  if (stated.length > 0) {
    const denied = sentences.map((sentence) =>
      statedFacts(sentence).present.some(isDisease)
        ? `No ${lowerFirst(sentence.replace(OPENING, ''))}`.replaceAll(/\b(?:and|with)\b/gi, 'or')
        : sentence,
    );
    const changed = denied.join(' ');
    const now = new Set(statedFacts(changed).present);
    return stated.some((id) => now.has(id)) ? null : changed;
  }
  const place = sentences.findIndex(
    (sentence) => DENIAL.test(sentence) && statedFacts(sentence).absent.some(isDisease),
  );
  const sentence = sentences[place];
  if (sentence === undefined) return null;
  const claimed = upperFirst(sentence.replace(DENIAL, '').replaceAll(/\bor\b/gi, 'and'));
  return sentences.map((other, index) => (index === place ? claimed : other)).join(' ');
}

const lowerFirst = (text: string): string =>
  /^[A-Z]{2}/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const likeCase = (word: string, model: string): string => (/^[A-Z]/.test(model) ? upperFirst(word) : word);
