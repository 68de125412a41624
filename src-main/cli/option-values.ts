import { badInput } from './exit.ts';

/** Options as commander gives them: texts, and true for flags. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** The text of an option; undefined where it was not given. */
export function textOption(options: RawOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** @throws LightboxError BAD_INPUT for a text that is empty or blank */
export function filledText(flag: string, text: string): string {
  if (text.trim() !== '') return text;
  throw badInput(`${flag} is empty`);
}

/** @throws LightboxError BAD_INPUT for what is no SHA-256 */
export function sha256Text(flag: string, text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw badInput(`${flag} takes a SHA-256, 64 hexadecimal digits, not "${text}"`);
}

/** @throws LightboxError BAD_INPUT naming the range */
export function wholeNumber(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw badInput(`${flag} takes a whole number from ${min} to ${max}, not "${text}"`);
}

/** @throws LightboxError BAD_INPUT with the range in words */
export function decimalNumber(
  flag: string,
  text: string,
  range: string,
  allowed: (value: number) => boolean,
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (allowed(value)) return value;
  throw badInput(`${flag} takes a number ${range}, not "${text}"`);
}

/** @throws LightboxError BAD_INPUT naming all there are */
export function oneOf<Name extends string>(flag: string, text: string, names: readonly Name[]): Name {
  const name = names.find((known) => known === text);
  if (name !== undefined) return name;
  throw badInput(`${flag} takes ${names.join(', ')}, not "${text}"`);
}
