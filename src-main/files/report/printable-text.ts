import { typeFace } from './type-face.ts';
import { namedCharacter, visibleText } from './visible-text.ts';

/** Characters that show nothing of their own: places where a word may break, joiners, signs of a variant. */
const SHOWS_NOTHING = /\p{Variation_Selector}|[\u00ad\u200b\u2060\ufeff]|\p{Join_Control}/gu;

/** Makes texts printable in the report's typeface, and knows whether some were changed for it. */
export class PrintableTexts {
  #replaced = false;

  /** Whether a character was replaced by its number. */
  get replaced(): boolean {
    return this.#replaced;
  }

  /** @returns the text, with the numbers of characters that the typeface lacks: "[U+8BFB]" */
  text(text: string): string {
    const face = typeFace('regular');
    return visibleText(text)
      .normalize('NFC')
      .replace(SHOWS_NOTHING, '')
      .replace(/[^\n -~]/gu, (character) => {
        if (face.has(character.codePointAt(0) ?? 0)) return character;
        this.#replaced = true;
        return namedCharacter(character);
      });
  }

  /** A heading, whose contents entry is as wide as its longest word: long ones may break within. */
  heading(text: string): string {
    return this.text(text).replace(/[^\s]{40,}/gu, (word) => word.replace(/.{20}/gsu, '$&\u200b'));
  }
}
