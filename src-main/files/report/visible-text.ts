/**
 * What a page cannot show: control characters, those that turn the direction of what follows (UAX #9: a name could
 * rearrange its neighbours), noncharacters and halves of surrogate pairs.
 */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/gu;

/** @returns a character as its number in brackets: "[U+202E]" */
export function namedCharacter(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** @returns the text with one kind of line break, blanks for tabs, and the numbers of what would not be seen */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, namedCharacter);
}
