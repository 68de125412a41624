import { PAGE_PT } from './page.ts';

/** A line of a page's text, between running head and page number. */
export interface PdfLine {
  /** Of the baseline, above the lower edge of the page. */
  readonly heightPt: number;
  readonly text: string;
  /** Whether all of it is set in the heavier weight, as headings of all kinds are. */
  readonly semibold: boolean;
}

/** The texts of an unpacked PDF as `pdfReport` writes it, page by page, each from top to bottom. */
export function pdfLines(bytes: Uint8Array): PdfLine[][] {
  const file = Buffer.from(bytes).toString('latin1');
  const objects = new Map(
    [...file.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id = '', body = '']) => [id, body]),
  );
  const object = (id: string | undefined): string => objects.get(id ?? '') ?? '';
  const faces = new Map(
    [...objects].flatMap(([id, body]) => {
      const [, name] = /\/BaseFont \/\w+\+(\S+)\n\/Encoding/.exec(body) ?? [];
      const [, map] = /\/ToUnicode (\d+) 0 R/.exec(body) ?? [];
      return name === undefined
        ? []
        : [[id, { semibold: name.endsWith('SemiBold'), letters: letters(object(map)) }]];
    }),
  );
  return [...objects.values()]
    .filter((body) => /\/Type \/Page\n/.test(body))
    .map((page) => {
      const [, contents] = /\/Contents (\d+) 0 R/.exec(page) ?? [];
      const [, resources] = /\/Resources (\d+) 0 R/.exec(page) ?? [];
      const fonts = new Map(
        [...object(resources).matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id = '']) => [
          name,
          faces.get(id),
        ]),
      );
      const lines = new Map<number, { text: string; semibold: boolean }>();
      // What the library sets itself, not the letters of figures.
      const set = /q\n1 0 0 -1 0 [\d.]+ cm\nBT\n1 0 0 1 [-\d.]+ ([-\d.]+) Tm\n\/(F\d+) [\d.]+ Tf\n(.*) TJ/g;
      for (const [, height, font, drawn = ''] of object(contents).matchAll(set)) {
        const heightPt = Number(height);
        const face = fonts.get(font);
        if (face === undefined || heightPt < PAGE_PT.bottom) continue;
        const glyphs = [...drawn.matchAll(/<(\w+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
        const { text, semibold } = lines.get(heightPt) ?? { text: '', semibold: true };
        lines.set(heightPt, {
          text: text + glyphs.map((glyph) => face.letters[Number.parseInt(glyph, 16)]).join(''),
          semibold: semibold && face.semibold,
        });
      }
      return [...lines]
        .map(([heightPt, line]) => ({ heightPt, ...line }))
        .sort((a, b) => b.heightPt - a.heightPt);
    });
}

/** Letters by the number of their glyph. */
const letters = (map: string): string[] =>
  [...map.matchAll(/\[(<[^\]]*>)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<([\w ]+)>/g)].map(([, codes = '']) =>
      codes
        .split(' ')
        .map((code) => String.fromCharCode(Number.parseInt(code, 16)))
        .join(''),
    ),
  );
