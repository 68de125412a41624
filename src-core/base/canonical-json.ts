import { LightboxError } from './errors.ts';

/** Plain JSON data. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * JSON text with one form for one value: keys sorted by UTF-16 code unit, no blanks, numbers as ECMAScript
 * writes them (the JSON Canonicalization Scheme, RFC 8785). What is hashed or signed is written with this.
 * @throws LightboxError BAD_INPUT for what JSON cannot hold (undefined, NaN, infinities, functions, dates).
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, '$');
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notJson(path, String(value));
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown, index) => write(item, `${path}[${index}]`)).join(',')}]`;
  }
  if (typeof value !== 'object' || !isPlain(value)) throw notJson(path, typeof value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${write(item, `${path}.${key}`)}`).join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function notJson(path: string, found: string): LightboxError {
  return new LightboxError('BAD_INPUT', `Not JSON at ${path}: found ${found}. Give plain JSON data.`, {
    path,
    found,
  });
}
