import { LightboxError } from '../base/errors.ts';
import type { Keyword } from './written-attributes.ts';

/** Longest value of a text, in characters (PS3.5 table 6.2-1); UT has none below 4 GB. */
const LONGEST: Readonly<Record<string, number>> = {
  AS: 4,
  CS: 16,
  DA: 8,
  DS: 16,
  DT: 26,
  IS: 12,
  LO: 64,
  LT: 10240,
  PN: 64,
  SH: 16,
  ST: 1024,
  TM: 14,
  UI: 64,
};
/** What a value of a representation may hold, where it is not free text. */
const REPERTOIRE: Readonly<Record<string, RegExp>> = {
  AS: /^\d{3}[DWMY]$/,
  CS: /^[A-Z0-9 _]+$/,
  DA: /^\d{8}$/,
  DS: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  DT: /^\d{14}(?:\.\d{1,6})?(?:[+-]\d{4})?$/,
  IS: /^[+-]?\d+$/,
  TM: /^\d{6}(?:\.\d{1,6})?$/,
  UI: /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/,
};
const PARAGRAPHS = new Set(['LT', 'ST', 'UT']);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: paragraphs may hold tab, line feed, form feed, return
const CONTROL_IN_PARAGRAPH = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/;

/**
 * That a text can stand as one value of an attribute (PS3.5 section 6.2): writers cut or let pass what is too long.
 * @throws LightboxError BAD_INPUT naming the attribute
 */
export function checkValueText(keyword: Keyword, vr: string, text: string): void {
  const problem = problemOf(vr, text);
  if (problem === undefined) return;
  throw new LightboxError('BAD_INPUT', `The DICOM attribute ${keyword} cannot hold ${problem}.`, { keyword });
}

function problemOf(vr: string, text: string): string | undefined {
  if (text === '') return undefined;
  const limit = LONGEST[vr];
  const { length } = [...text];
  if (limit !== undefined && length > limit) return `${length} characters, ${limit} are allowed`;
  const repertoire = REPERTOIRE[vr];
  if (repertoire !== undefined && !repertoire.test(text)) return JSON.stringify(text);
  if (!PARAGRAPHS.has(vr) && text.includes('\\')) return 'a backslash, which separates values';
  return (PARAGRAPHS.has(vr) ? CONTROL_IN_PARAGRAPH : CONTROL).test(text) ? 'control characters' : undefined;
}

/** A text made fit for one value: control characters become blanks, a backslash a slash, the rest is cut. */
export function fitText(vr: 'LO' | 'LT' | 'ST', text: string): string {
  const paragraph = PARAGRAPHS.has(vr);
  const plain = [...text]
    .map((letter) => {
      if (!paragraph && letter === '\\') return '/';
      return (paragraph ? CONTROL_IN_PARAGRAPH : CONTROL).test(letter) ? ' ' : letter;
    })
    .slice(0, LONGEST[vr]);
  return plain.join('').trim();
}

/**
 * A number as a Decimal String of at most 16 characters (PS3.5 section 6.2), as close as they allow.
 * @throws RangeError for what is not finite
 */
export function decimalText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no decimal number`);
  const exact = String(value);
  if (exact.length <= 16) return exact;
  for (let digits = 16; digits > 0; digits--) {
    const rounded = Number(value.toPrecision(digits));
    // Whole numbers of 17 to 21 digits are short only with an exponent.
    const text = [String(rounded), rounded.toExponential()].find(({ length }) => length <= 16);
    if (text !== undefined) return text;
  }
  throw new RangeError(`${value} has no text of 16 characters`);
}

/** Date and time to the second of an instant in UTC; empty texts for null. */
export function dateAndTime(instant: string | null): readonly [date: string, time: string] {
  if (instant === null) return ['', ''];
  const digits = new Date(instant).toISOString().replaceAll(/[-:]/g, '');
  return [digits.slice(0, 8), digits.slice(9, 15)];
}
