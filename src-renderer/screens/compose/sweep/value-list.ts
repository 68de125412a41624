export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whole numbers alone, and ranges such as "5-8". */
  readonly whole: boolean;
}

export interface ValueList {
  /** Distinct, in the order written. */
  readonly values: readonly number[];
  /** Parts that are no value, as written. */
  readonly wrong: readonly string[];
}

const RANGE = /^(\d+)\s*(?:-|–|\.\.)\s*(\d+)$/;
const LONGEST_RANGE = 200;

/** Numbers separated by commas, semicolons or blanks; of whole numbers also ranges: "1, 2, 5-8". */
export function parseValues(text: string, range: NumberRange): ValueList {
  const values = new Set<number>();
  const wrong: string[] = [];
  for (const part of text.replaceAll(/\s*(-|–|\.\.)\s*/g, '$1').split(/[\s,;]+/)) {
    if (part === '') continue;
    const numbers = numbersOf(part, range);
    if (numbers === null) wrong.push(part);
    else for (const value of numbers) values.add(value);
  }
  return { values: [...values], wrong };
}

function numbersOf(part: string, { min, max, whole }: NumberRange): readonly number[] | null {
  const allowed = (value: number): boolean =>
    value >= min && value <= max && (!whole || Number.isInteger(value));
  const [, from, to] = (whole ? RANGE.exec(part) : null) ?? [];
  if (from === undefined || to === undefined) {
    const value = /^\d+(?:\.\d+)?$/.test(part) ? Number(part) : Number.NaN;
    return allowed(value) ? [value] : null;
  }
  const [first, last] = [Number(from), Number(to)];
  if (!allowed(first) || !allowed(last) || last < first || last - first >= LONGEST_RANGE) return null;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** One prompt a line; blank lines and repeats are left out. */
export function parseLines(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return [...new Set(lines)];
}
