import { DOMParser } from 'linkedom';

/** What the tests use of a parsed element. */
export interface SvgElement {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly children: Iterable<SvgElement>;
  getAttribute(name: string): string | null;
}

/** The root of an SVG file. @throws Error where it is no well-formed XML (a stricter reader than linkedom's). */
export function parseSvg(file: string): SvgElement {
  checkWellFormed(file);
  const document = new DOMParser().parseFromString(file, 'image/svg+xml');
  return document.documentElement as unknown as SvgElement;
}

export function allElements(root: SvgElement): SvgElement[] {
  return [root, ...[...root.children].flatMap(allElements)];
}

/** Tags nest and close, attributes are quoted and single, no bare `&` or `<`, no control characters. */
function checkWellFormed(file: string): void {
  const open: string[] = [];
  const token = /<(\/?)([A-Za-z]+)((?: [A-Za-z][A-Za-z0-9:-]*="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of file.matchAll(token)) {
    if (match.index !== end) break;
    end += match[0].length;
    const [, closing, name = '', attributes = '', empty, text = ''] = match;
    if (/&(?!amp;|lt;|gt;|quot;|#\d+;)/.test(attributes + text)) throw new Error(`a bare & in ${match[0]}`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML holds none
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(match[0])) throw new Error('a control character');
    const names = [...attributes.matchAll(/ ([A-Za-z0-9:-]+)=/g)].map((pair) => pair[1]);
    if (new Set(names).size !== names.length) throw new Error(`an attribute twice in ${match[0]}`);
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else if (name !== '' && empty === '') open.push(name);
  }
  if (end !== file.length || open.length > 0)
    throw new Error(`not well-formed at ${file.slice(end, end + 80)}`);
}
