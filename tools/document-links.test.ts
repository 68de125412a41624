import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The forge's template of a model card lies elsewhere than the card that it becomes. */
const TEMPLATES = new Set(['tools/forge/forge/card.md']);
const pages = ['*.md', 'docs/**/*.md', 'resources/**/*.md', 'src-*/**/*.md', 'tools/**/*.md']
  .flatMap((pattern) => globSync(pattern, { cwd: root }))
  .filter((file) => !TEMPLATES.has(file))
  .sort();

/** An anchor as the common hosts make it of a heading: lower case, blanks to hyphens, punctuation dropped. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** The links of a page that point into the repository; code is no link. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function isReachable(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file));
  if (!existsSync(path.join(root, linked))) return false;
  if (anchor === undefined) return true;
  const headings = readFileSync(path.join(root, linked), 'utf8').matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].some(([, heading = '']) => anchorOf(heading) === anchor);
}

/** Tests that a page quotes by name behind their file: "`session.test.ts`: "is this", "does that"". */
function quotedTests(markdown: string): { file: string; name: string }[] {
  const prose = markdown.replaceAll(/\s+/g, ' ');
  const quoted = prose.matchAll(/`([\w./-]+\.(?:test|e2e|long)\.ts)`:((?: "[^"]+",?)+)/g);
  return [...quoted].flatMap(([, file = '', names = '']) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
  );
}

describe('Tests that a page quotes', () => {
  const tests = globSync(['src-*/**/*.test.ts', 'tools/**/*.{test,long}.ts', 'e2e/**/*.e2e.ts'], {
    cwd: root,
  });
  const quoting = pages.filter((page) => quotedTests(readFileSync(path.join(root, page), 'utf8')).length > 0);

  it.each(quoting)('%s names them as they are', (page) => {
    const gone = quotedTests(readFileSync(path.join(root, page), 'utf8')).filter(({ file, name }) => {
      const places = tests.filter((place) => place === file || place.endsWith(`/${file}`));
      return !places.some((place) => readFileSync(path.join(root, place), 'utf8').includes(name));
    });
    expect(gone).toEqual([]);
  });
});

describe('Links between documents', () => {
  it.each(pages)('%s points to files, pictures and headings that exist', (page) => {
    const broken = linksOf(readFileSync(path.join(root, page), 'utf8')).filter(
      (target) => !isReachable(page, target),
    );
    expect(broken).toEqual([]);
  });
});
