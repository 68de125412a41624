/// <reference path="./fontkit.d.ts" />
import { openSync } from 'fontkit';
import { type FontFace, fontFile } from '../fonts.ts';

/** What is known of a face before anything is set in it. */
export interface TypeFace {
  has(codePoint: number): boolean;
  /** Width of a line in units of its letters' size; without kerning, which takes about a hundredth away. */
  widthEm(text: string): number;
}

const opened = new Map<FontFace, TypeFace>();

/** A face of the report's typeface; its file is read once. */
export function typeFace(face: FontFace): TypeFace {
  let known = opened.get(face);
  if (known === undefined) {
    known = open(face);
    opened.set(face, known);
  }
  return known;
}

function open(face: FontFace): TypeFace {
  const font = openSync(fontFile(face));
  const widths = new Map<string, number>();
  const characterEm = (character: string): number => {
    let width = widths.get(character);
    if (width === undefined) {
      width = font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
      widths.set(character, width);
    }
    return width;
  };
  return {
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    widthEm: (text) => {
      let width = 0;
      for (const character of text) width += characterEm(character);
      return width;
    },
  };
}
