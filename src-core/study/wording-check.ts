import { groupBy } from '../base/collections.ts';
import type { FilmId } from '../base/ids.ts';
import { seededRandom, shuffled } from '../base/random.ts';
import { wordingsOf } from '../prompt/composed-text.ts';
import { statedFacts } from '../prompt/stated-facts.ts';
import { WORDINGS } from '../prompt/wording.ts';
import { boostedStumps } from '../stats/classify/boosted-stumps.ts';
import { type LabelledRow, type Separation, separation } from '../stats/classify/separation.ts';
import { at, mean, variance } from '../stats/numbers.ts';
import { type Protocol, type ProtocolCase, truthOf } from './protocol.ts';

/** An arm is said to be told by its texts at this p-value or below. */
export const WORDING_ALPHA = 0.01;
/** With fewer different texts of an arm, or of the others, nothing is said. */
export const LEAST_TEXTS = 10;

const MOST_TEXTS = 150;
const MOST_WORDS = 20;
const PERMUTATIONS = 199;
/** Where chance does as well this often, p is far above the threshold. */
const ENOUGH = 10;

/** How well a text's words and form tell an arm from the others. */
export interface ToldArm extends Pick<Separation, 'largest' | 'pValue'> {
  readonly arm: string;
  /** What differs most between the arm and the others: words in quotes, or what is counted of a text. */
  readonly by: readonly string[];
}

/**
 * The arms whose texts a simple classifier tells from those of the others beyond chance, in the protocol's order; of
 * two arms the second is told by telling the first. Each arm's texts as they are shown: one of each patient or prompt,
 * at most 150 of the arm and of the others, drawn by a fixed seed.
 *
 * It knows what texts say by counts alone: words that stand in a tenth to nine tenths of them, length, punctuation,
 * and which sorts of facts are stated.
 */
export function armsToldByTexts(cases: readonly TextOfArm[]): ToldArm[] {
  return textsByArm(cases).flatMap((texts) => toldArm(texts) ?? []);
}

/** An arm's different texts beside those of the other arms, each in one order whatever the order of the cases. */
interface ArmTexts {
  readonly arm: string;
  readonly own: readonly string[];
  readonly others: readonly string[];
}

/** Of two arms the first alone: the second is told by telling it. */
function textsByArm(cases: readonly TextOfArm[]): ArmTexts[] {
  const different = [...groupBy(cases, textKey)].sort(([one], [other]) => (one < other ? -1 : 1));
  const texts = different.map(([, same]) => at(same, 0));
  const arms = [...new Set(texts.map(({ arm }) => arm))].sort();
  return (arms.length === 2 ? arms.slice(0, 1) : arms).map((arm) => ({
    arm,
    own: texts.filter((text) => text.arm === arm).map(({ text }) => text),
    others: texts.filter((text) => text.arm !== arm).map(({ text }) => text),
  }));
}

function toldArm({ arm, ...texts }: ArmTexts): ToldArm | null {
  const random = seededRandom(`lightbox-wording-1/${arm}`);
  const own = shuffled(random, texts.own).slice(0, MOST_TEXTS);
  const others = shuffled(random, texts.others).slice(0, MOST_TEXTS);
  if (own.length < LEAST_TEXTS || others.length < LEAST_TEXTS) return null;
  const { names, rows } = featuresOf([...own, ...others]);
  const labelled: LabelledRow[] = rows.map((features, index) => ({
    group: String(index),
    positive: index < own.length,
    features,
  }));
  const found = separation(labelled, {
    random,
    permutations: PERMUTATIONS,
    enough: ENOUGH,
    // A draft is checked whenever it is saved: the stumps see nearly what the regression sees, in a fifth of its time.
    classifiers: [boostedStumps()],
  });
  if (found.pValue > WORDING_ALPHA) return null;
  return { arm, largest: found.largest, pValue: found.pValue, by: differences(names, labelled) };
}

type TextOfArm = Pick<ProtocolCase, 'arm' | 'filmId' | 'patient' | 'prompt' | 'text'>;

/** Films of one patient, or images of one prompt, say the same again. */
const textKey = ({ arm, filmId, patient, prompt, text }: TextOfArm): string =>
  JSON.stringify([arm, prompt ?? patient ?? filmId, text]);

const WORD = /\p{L}[\p{L}\p{M}]*/gu;
const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];
const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** What of a text is counted besides its words. */
const HABITS: Readonly<Record<string, (text: string) => number>> = {
  length: (text) => wordsOf(text).length,
  sentences: (text) => countOf(text, /[.;\n](?=\s|$)/g),
  numbers: (text) => countOf(text, /\d+/g),
  commas: (text) => countOf(text, /,/g),
  hyphens: (text) => countOf(text, /\p{L}-\p{L}/gu),
  'other punctuation': (text) => countOf(text, /[^\p{L}\p{M}\p{N}\s.,-]/gu),
  'capital words': (text) => countOf(text, /\b\p{Lu}{2,}\b/gu),
  'spaces and line ends': (text) => countOf(text, /\s{2,}|\n/g),
  'letter case of the beginning': (text) => Number(/^\s*\p{Lu}/u.test(text)),
  'stop at the end': (text) => Number(/\.\s*$/.test(text)),
  'findings stated': (text) => statedFacts(text).present.length,
  'findings denied': (text) => statedFacts(text).absent.length,
};

/** The words are chosen without knowing the arms, so that the permutations stay those of one test. */
function featuresOf(texts: readonly string[]): { names: string[]; rows: number[][] } {
  const sets = texts.map((text) => new Set(wordsOf(text)));
  const counts = new Map<string, number>();
  for (const words of sets) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const middle = (count: number): number => Math.abs(count / texts.length - 0.5);
  const words = [...counts]
    .filter(([, count]) => middle(count) <= 0.4)
    .sort(([one, first], [other, second]) => middle(first) - middle(second) || (one < other ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word]) => word);
  const habits = Object.values(HABITS);
  return {
    names: [...Object.keys(HABITS), ...words.map((word) => `“${word}”`)],
    rows: texts.map((text, index) => [
      ...habits.map((habit) => habit(text)),
      ...words.map((word) => Number(sets[index]?.has(word))),
    ]),
  };
}

/** Up to three features whose means lie furthest apart, in standard deviations of all texts. */
function differences(names: readonly string[], rows: readonly LabelledRow[]): string[] {
  const apart = names.map((name, index) => {
    const of = (positive: boolean) =>
      rows.filter((row) => row.positive === positive).map(({ features }) => at(features, index));
    const spread = Math.sqrt(variance([...of(true), ...of(false)]));
    return { name, distance: spread > 0 ? Math.abs(mean(of(true)) - mean(of(false))) / spread : 0 };
  });
  return apart
    .filter(({ distance }) => distance > 0.3)
    .sort((one, other) => other.distance - one.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** A film that a text is said to be of, as the library has it. */
export interface TextSource {
  readonly kind: 'real' | 'synthetic';
  readonly text: string;
}

/**
 * What a coordinator should know of a study's texts before the freeze: nothing where no text is shown.
 *
 * @param sources the films that texts are said to be of, as the library has them.
 */
export function wordingWarnings(
  { arms, cases, instrument, wording }: Pick<Protocol, 'arms' | 'cases' | 'instrument' | 'wording'>,
  sources: ReadonlyMap<FilmId, TextSource>,
): string[] {
  if (instrument.stages.every(({ shows }) => shows === 'film')) return [];
  const made = new Set(arms.filter((arm) => truthOf(arm) !== 'real').map(({ id }) => id));
  const broken = {
    'as-written': () => [],
    'one-template': () => templateWarning(cases),
    'from-real-text': () =>
      sourceWarnings(
        cases.filter(({ arm }) => made.has(arm)),
        sources,
      ),
  }[wording.rule]();
  return [...broken, ...armWarnings(cases.filter(({ role }) => role === 'reading'))];
}

/** What texts say besides findings; each is a way of wording that one arm alone may have. */
const WAYS_OF_WORDING: Readonly<Record<string, RegExp>> = {
  'age and sex': /\byear[- ]old\b/i,
  'the view': /\b(chest radiograph|PA|AP)\b/,
  'a side': /\b(left|right|bilateral)\b/i,
  'a size': /\b(small|mild|moderate|large|big|severe)\b/i,
  'more than two sentences of findings': /(\.[^.]+){5}/,
};

/** One warning of an arm: by the classifier or, where that has too few texts or finds nothing, by the ways of wording. */
function armWarnings(cases: readonly ProtocolCase[]): string[] {
  const told = new Map(armsToldByTexts(cases).map((arm) => [arm.arm, arm]));
  return textsByArm(cases).flatMap((texts) => {
    const own = told.get(texts.arm);
    return own === undefined ? waysWarning(texts) : [toldWarning(own)];
  });
}

/** Ways of wording that more than half more of the arm's texts have than of the others', or fewer. */
function waysWarning({ arm, own, others }: ArmTexts): string[] {
  if (own.length === 0 || others.length === 0) return [];
  const share = (texts: readonly string[], pattern: RegExp): number =>
    texts.filter((text) => pattern.test(text)).length / texts.length;
  const uneven = Object.entries(WAYS_OF_WORDING)
    .filter(([, pattern]) => Math.abs(share(own, pattern) - share(others, pattern)) > 0.5)
    .map(([name]) => name);
  if (uneven.length === 0) return [];
  return [
    `The texts of the arm "${arm}" are worded differently from the others (${uneven.join(', ')}): once shown, a text can tell the arm.`,
  ];
}

function toldWarning({ arm, largest, pValue, by }: ToldArm): string {
  const differs = by.length === 0 ? '' : ` What differs most: ${by.join(', ')}.`;
  return `The words and the form of the texts alone tell the arm "${arm}" from the others: in ${Math.round(largest * 100)} of 100 pairs of texts a simple classifier says which is of that arm (50 is chance; p = ${pValue.toFixed(3)}).${differs} Once shown, a text can tell the arm: word the texts alike.`;
}

/** Texts are of one template where one wording of the composer could have made them all. */
function templateWarning(cases: readonly ProtocolCase[]): string[] {
  const wordings = cases.map(({ text }) => wordingsOf(text.trim()));
  const fewest = Math.min(
    ...WORDINGS.map((wording) => wordings.filter((own) => !own.includes(wording)).length),
  );
  if (fewest === 0) return [];
  return [
    `The protocol says that all texts follow one template, but ${fewest} of ${cases.length} are not worded as the prompt form composes them. Reword them, or state another rule.`,
  ];
}

/** A made film whose text is another than that of the real film it names: the promise does not hold for it. */
function sourceWarnings(made: readonly ProtocolCase[], sources: ReadonlyMap<FilmId, TextSource>): string[] {
  const named = made.flatMap((entry) =>
    entry.textFrom === null ? [] : { entry, source: sources.get(entry.textFrom) },
  );
  const notReal = named.filter(({ source }) => source?.kind !== 'real').length;
  const others = named.filter(
    ({ entry, source }) => source?.kind === 'real' && plain(source.text) !== plain(matchedText(entry)),
  ).length;
  return [
    ...(notReal === 0
      ? []
      : [`${notReal} made film(s) name as the source of their text what is no real film of the library.`]),
    ...(others === 0
      ? []
      : [
          `${others} made film(s) have another text than the real film that it is said to be of: reworded, it may tell the arm.`,
        ]),
  ];
}

const matchedText = ({ text, textControl }: ProtocolCase): string =>
  textControl.kind === 'mismatched' ? textControl.originalText : text;

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
