import { type Random, uniformInteger } from '../base/random.ts';
import { findingMentions, type Mention } from './finding-mentions.ts';
import { findingTerm } from './findings.ts';
import type { Mismatched } from './mismatched-text.ts';
import { statedFacts } from './stated-facts.ts';
import { joinWords } from './wording.ts';

/** Words that only say where, how large or that a finding is: a sentence of these and findings says nothing else. */
const PLAIN_WORDS = new Set(
  `a an the there is are in on at of with and or no without evidence findings seen noted present identified adjacent
  associated small moderate large big mild severe minimal trace tiny slight left right bilateral sided both side
  lower upper middle lobe lobes base bases basal basilar apical apex lung lungs hemithorax new acute chronic
  unchanged stable persistent`.split(/\s+/),
);
const SEPARATOR = /,\s+(?:and\s+)?|\s+and\s+|\s+with\s+(?:adjacent\s+|associated\s+)?/i;
const THERE_IS = /^there (?:is|are)\b/i;

/**
 * A text in which one disease that is stated is denied; where none is stated, one that is denied is stated. Denied is
 * the finding as such ("No pleural effusion"): nobody writes that a small left one is missing.
 */
export function negatedText(text: string, mentions: readonly Mention[], random: Random): Mismatched {
  const isDisease = ({ finding }: Mention): boolean => findingTerm(finding).kind === 'disease';
  const stated = mentions.filter((mention) => !mention.denied && isDisease(mention));
  const denied = mentions.filter((mention) => mention.denied && isDisease(mention));
  const pool = stated.length > 0 ? stated : denied;
  const sure = pool.filter(({ hedged }) => !hedged);
  // "No acute process" and a claim contradict each other.
  const contradicts = stated.length === 0 && (statedFacts(text).normal || mentions.length > denied.length);
  if (pool.length === 0 || contradicts) return { unable: 'not-stated' };
  if (sure.length === 0) return { unable: 'hedged' };
  const once = sure.filter(
    ({ finding }) => mentions.filter((other) => other.finding === finding).length === 1,
  );
  if (once.length === 0) return { unable: 'repeated' };
  const turned = once.flatMap(
    ({ name }) => (stated.length > 0 ? denying(text, name) : claiming(text, name)) ?? [],
  );
  const choice = turned[turned.length === 0 ? 0 : uniformInteger(random, turned.length)];
  return choice === undefined ? { unable: 'entangled' } : { text: choice };
}

/** A sentence without its stop, and what follows it: stop and spaces. */
interface Sentence {
  readonly body: string;
  readonly end: string;
}

function sentencesOf(text: string): Sentence[] {
  const parts = text.split(/([.;]+\s*|\n\s*)/);
  return parts
    .flatMap((body, index) => (index % 2 === 0 ? { body, end: parts[index + 1] ?? '' } : []))
    .filter(({ body, end }) => body !== '' || end !== '');
}

/** The text of sentences, of which some have come or gone: between them is a space, the last one ends as before. */
function textOf(sentences: readonly Sentence[], before: readonly Sentence[]): string {
  const last = sentences.length - 1;
  return sentences
    .map(({ body, end }, index) =>
      index === last ? `${body}${before.at(-1)?.end ?? ''}` : `${body}${/\s/.test(end) ? end : '. '}`,
    )
    .join('');
}

const replaced = (sentences: readonly Sentence[], place: number, ...bodies: readonly string[]): Sentence[] =>
  sentences.flatMap((sentence, index) =>
    index === place ? bodies.map((body) => ({ body, end: sentence.end })) : sentence,
  );

/** Whether a sentence says nothing but findings. */
function isPlain(body: string): boolean {
  let rest = body;
  for (const { name } of findingMentions(body)) rest = rest.replace(name, ' ');
  return (rest.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => PLAIN_WORDS.has(word));
}

function placeOf(sentences: readonly Sentence[], name: string): number {
  return sentences.findIndex(({ body }) => body.includes(name) && isPlain(body));
}

function denying(text: string, name: string): string | null {
  const sentences = sentencesOf(text);
  const place = placeOf(sentences, name);
  const body = sentences[place]?.body;
  const [mention] = findingMentions(name);
  if (body === undefined || mention === undefined) return null;
  const noun = findingTerm(mention.finding).singular;
  const isOnly = findingMentions(body).length === 1;
  if (THERE_IS.test(body)) {
    return isOnly ? textOf(replaced(sentences, place, `There is no ${noun}`), sentences) : null;
  }
  const kept = isOnly ? '' : withoutPart(body, name);
  if (kept === null) return null;
  const list = sentences.findIndex((sentence) => isDenial(sentence.body));
  const denial =
    list < 0 ? `No ${noun}` : `No ${joinWords([...itemsOf(sentences[list]?.body ?? ''), noun], 'or')}`;
  const own = [kept, list < 0 ? denial : ''].filter((part) => part !== '');
  const extended = list < 0 ? sentences : replaced(sentences, list, denial);
  return textOf(replaced(extended, place, ...own), sentences);
}

/** A sentence that lists findings, without one of them; null where it is no such list. */
function withoutPart(body: string, name: string): string | null {
  const parts = body.split(SEPARATOR);
  if (parts.some((part) => findingMentions(part).length !== 1)) return null;
  const [lead = '', ...others] = parts.filter((part) => !part.includes(name));
  if (others.length !== parts.length - 2) return null;
  const isWith = others.length > 0 && /\swith\s/.test(body);
  return upperFirst(
    isWith ? `${lead} with ${joinWords(others, 'and')}` : joinWords([lead, ...others], 'and'),
  );
}

const isDenial = (body: string): boolean =>
  /^no\s/i.test(body) && isPlain(body) && itemsOf(body).every((item) => findingMentions(item).length === 1);

const itemsOf = (body: string): string[] =>
  body.replace(/^no\s+(?:evidence of\s+)?/i, '').split(/,\s+(?:or\s+)?|\s+or\s+/i);

function claiming(text: string, name: string): string | null {
  const sentences = sentencesOf(text);
  const place = placeOf(sentences, name);
  const body = sentences[place]?.body;
  const [mention] = findingMentions(name);
  if (body === undefined || mention === undefined) return null;
  const { singular, grading } = findingTerm(mention.finding);
  if (findingMentions(body).length === 1) {
    const article = grading === 'severity' ? '' : /^[aeiou]/.test(singular) ? 'an ' : 'a ';
    const claim = THERE_IS.test(body) ? `There is ${article}${singular}` : upperFirst(singular);
    return textOf(replaced(sentences, place, claim), sentences);
  }
  const left = itemsOf(body).filter((item) => !item.includes(name));
  if (!isDenial(body) || left.length !== itemsOf(body).length - 1) return null;
  return textOf(replaced(sentences, place, upperFirst(singular), `No ${joinWords(left, 'or')}`), sentences);
}

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
