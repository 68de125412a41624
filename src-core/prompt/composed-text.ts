import { FINDINGS, type FindingTerm } from './findings.ts';
import { WORDINGS, type Wording } from './wording.ts';

/** One sentence without its stop; the first letter may be a capital. */
type Sentence = RegExp;

const whole = (source: string): Sentence => new RegExp(`^${source}$`, 'i');
const list = (one: string, conjunction: 'and' | 'or'): string =>
  `${one}(?:(?:, ${one})* ${conjunction} ${one})?`;

const NORMAL: Sentence = /^no acute cardiopulmonary process$/i;
const VIEW: Sentence = /^(?:PA|AP|[Ll]ateral) chest radiograph$/;
/** A race is any words in capitals (wording.ts); so a sentence that is all capitals passes for one. */
const DEMOGRAPHICS: Sentence =
  /^(?=.)(?:\d{1,3} year old)?(?:(?:^| )[^.a-z]{1,40})?(?:(?:^| )(?:[Ff]e)?[Mm]ale)?$/;

const SENTENCES: Readonly<Record<Wording, readonly Sentence[]>> = {
  roentgen: [NORMAL, impression(), absence(), VIEW],
  'roentgen-v2': [DEMOGRAPHICS, VIEW, NORMAL, whole(list(anyFinding('roentgen-v2'), 'and')), absence()],
};

/**
 * The wordings that could have composed a text: none for what is worded in any other way, by a person or another
 * template. It looks at the form alone; a finding named twice passes.
 */
export function wordingsOf(text: string): Wording[] {
  return WORDINGS.filter((wording) => isOf(text, SENTENCES[wording]));
}

/** Each sentence fits a later place of the order than the one before it. */
function isOf(text: string, order: readonly Sentence[]): boolean {
  if (!text.endsWith('.')) return false;
  let place = 0;
  return text
    .slice(0, -1)
    .split('. ')
    .every((sentence) => {
      const found = order.findIndex((form, index) => index >= place && form.test(sentence));
      place = found + 1;
      return found >= 0;
    });
}

/** "a", "a with b", "a with b, c and d": RoentGen's impression, an effusion with "adjacent atelectasis". */
function impression(): Sentence {
  const one = anyFinding('roentgen');
  return whole(`${one}(?: with (?:adjacent atelectasis|${one})(?:(?:, ${one})* and ${one})?)?`);
}

/** Both wordings deny in RoentGen-v2's words. */
function absence(): Sentence {
  return whole(`no ${list(anyFinding('roentgen-v2'), 'or')}`);
}

function anyFinding(wording: Wording): string {
  return `(?:${FINDINGS.map((term) => phrase(term, wording)).join('|')})`;
}

function phrase({ singular, plural, side, grading }: FindingTerm, wording: Wording): string {
  const large = wording === 'roentgen' ? 'big' : 'large';
  const size = {
    none: '',
    severity: '(?:(?:mild|moderate|severe) )?',
    size: `(?:(?:small|moderate|${large}) )?`,
  };
  if (side === 'none') return `${size[grading]}${singular}`;
  const suffix = wording === 'roentgen' || side === 'sided' ? '-sided' : '';
  return `${size[grading]}(?:(?:(?:left|right)${suffix} )?${singular}|bilateral ${plural})`;
}
