import type { Interval, TestResult } from '../../stats/statistic.ts';

/** Degrees of freedom above this are the normal distribution to every digit shown. */
const MOST_DF = 100_000;

/** A number with so many decimals, with a minus sign rather than a hyphen, and never a negative zero. */
export function decimal(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

/** As `decimal`, with a plus sign before what is above 0: of differences. */
export function signed(value: number, digits: number): string {
  const text = decimal(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/**
 * A p value to three decimals: never 0 and never 1. One that would round to `alpha` itself keeps as many decimals as
 * tell on which side it lies.
 */
export function pText(pValue: number, alpha = 0.05): string {
  if (pValue < 0.001) return 'p < 0.001';
  if (pValue > 0.999) return 'p > 0.999';
  const digits =
    [3, 4, 5, 6].find((count) => Number(pValue.toFixed(count)) !== alpha || pValue === alpha) ?? 6;
  return `p = ${pValue.toFixed(digits)}`;
}

/** A p value for a cell whose column says that it is one. */
export function pCell(pValue: number, alpha = 0.05): string {
  return pText(pValue, alpha).replace(/^p (= )?/, '');
}

/** "95%"; a level with a fraction keeps one decimal. */
export function levelText(level: number): string {
  const percent = level * 100;
  return `${Math.abs(percent - Math.round(percent)) < 1e-9 ? Math.round(percent) : percent.toFixed(1)}%`;
}

/** "0.71 to 0.84", of an interval that is named elsewhere. */
export function rangeText(interval: Interval, say: (value: number) => string): string {
  return `${say(interval.lower)} to ${say(interval.upper)}`;
}

/** "95% CI 0.71 to 0.84". */
export function intervalText(interval: Interval, say: (value: number) => string): string {
  return `${levelText(interval.level)} CI ${rangeText(interval, say)}`;
}

/** Degrees of freedom: whole ones as they are, others with a decimal; null where the normal distribution stands for t. */
export function dfText(df: number | null | undefined): string | null {
  if (df === null || df === undefined || !Number.isFinite(df) || df > MOST_DF) return null;
  return Math.abs(df - Math.round(df)) < 1e-6 ? String(Math.round(df)) : df.toFixed(1);
}

/** "t(18.3) = 2.31, p = 0.033"; with infinite degrees of freedom, z. */
export function testText({ statistic, distribution, df = [], pValue }: TestResult, alpha = 0.05): string {
  const p = pText(pValue, alpha);
  const value = Number.isFinite(statistic)
    ? `= ${decimal(statistic, 2)}`
    : `${statistic > 0 ? '>' : '<'} any number`;
  const all = df.map((part) => dfText(part));
  switch (distribution) {
    case 'exact':
      return `exact test, ${p}`;
    case 'normal':
      return `z ${value}, ${p}`;
    case 't':
      return all[0] === null || all[0] === undefined ? `z ${value}, ${p}` : `t(${all[0]}) ${value}, ${p}`;
    case 'F':
      return `F(${all.map((part) => part ?? '\u221e').join(', ')}) ${value}, ${p}`;
    case 'chi-square':
      return `\u03c7\u00b2(${all[0] ?? '\u221e'}) ${value}, ${p}`;
  }
}

/** A share as a percentage with one decimal. */
export function percent(share: number): string {
  return `${decimal(share * 100, 1)}%`;
}

/** A share of a count, never without it: "70.0% (63/90)"; of none, "0/0". */
export function shareOf(count: number, total: number): string {
  return total === 0 ? '0/0' : `${percent(count / total)} (${count}/${total})`;
}

/** "1 reader", "2 readers". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first letter as a capital: an id or a term at the start of a sentence. The index d' has none. */
export function capital(text: string): string {
  return text === '' || text.startsWith("d'") ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A ratio of odds or times; one that the data push towards 0 or beyond all bounds as what it is known to be beyond. */
export function ratioText(value: number): string {
  if (value < 0.001) return '< 0.001';
  return value > 1000 ? '> 1000' : decimal(value, 3);
}

/** Identifiers of a protocol in words: "wrong-side" as "wrong side". */
export function spelled(id: string): string {
  return id.replaceAll('-', ' ');
}

/** A moment of the protocol or of its conduct, to the minute: "2026-02-01 09:00 UTC". */
export function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?Z$/, '$1 $2 UTC');
}
