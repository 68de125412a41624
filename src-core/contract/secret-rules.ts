import type { Role } from './session-calls.ts';

export const PASSPHRASE_CHARACTERS = { least: 12, most: 1000 } as const;
export const PIN_DIGITS = { least: 6, most: 12 } as const;

/** Whether a text can be a PIN. */
export function isPinForm(text: string): boolean {
  return /^[0-9]+$/.test(text) && text.length >= PIN_DIGITS.least && text.length <= PIN_DIGITS.most;
}

/** Whether a text can be a passphrase; its characters are counted as they are sealed with (NFKC). */
export function isPassphraseForm(text: string): boolean {
  const characters = [...text.normalize('NFKC')].length;
  return characters >= PASSPHRASE_CHARACTERS.least && characters <= PASSPHRASE_CHARACTERS.most;
}

/** Whether a text can be what people of this role sign in with. */
export function isSecretForm(role: Role, text: string): boolean {
  return role === 'reader' ? isPinForm(text) : isPassphraseForm(text);
}
