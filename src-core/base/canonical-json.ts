import { LightboxError } from './errors.ts';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * One text for one value, so that equal contents hash equally: keys sorted by UTF-16 code units, no blanks,
 * numbers as ECMAScript writes them (RFC 8785, JSON Canonicalization Scheme).
 *
 * @throws LightboxError BAD_INPUT naming the place of a value that JSON cannot hold: NaN, infinity, undefined,
 * a function, a class instance, or a lone surrogate (RFC 8785, section 3.2.2.2).
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, '$');
}

function write(value: unknown, place: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value, place);
  if (typeof value === 'string') return writeString(value, place);
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item: unknown, index) => write(item, `${place}[${index}]`)).join(',')}]`;
  }
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${writeString(key, place)}:${write(value[key], `${place}.${key}`)}`);
    return `{${members.join(',')}}`;
  }
  throw refuse(place, `a value of type ${typeof value}`);
}

function writeNumber(value: number, place: string): string {
  if (!Number.isFinite(value)) throw refuse(place, `the number ${value}`);
  return JSON.stringify(value);
}

function writeString(value: string, place: string): string {
  if (/\p{Surrogate}/u.test(value)) throw refuse(place, 'text with a lone surrogate');
  return JSON.stringify(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refuse(place: string, what: string): LightboxError {
  return new LightboxError(
    'BAD_INPUT',
    `Canonical JSON cannot hold ${what} at ${place}; remove or convert it.`,
    {
      place,
    },
  );
}
