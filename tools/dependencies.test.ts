import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const fromRoot = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));
const text = (file: string): string => readFileSync(fromRoot(file), 'utf8');

const manifest = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(text('package.json')));
const installedSchema = z.object({ version: z.string(), license: z.string() });

/** The rows "| `name` | version | licence | ..." of one section of the document. */
function tableOf(heading: string): { name: string; version: string; licence: string }[] {
  const section = text('docs/DEPENDENCIES.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|/gm);
  return [...rows].map(([, name = '', version = '', licence = '']) => ({ name, version, licence }));
}

describe('docs/DEPENDENCIES.md', () => {
  it.each([
    ['Runtime packages', manifest.dependencies],
    ['Development packages', manifest.devDependencies],
  ])('names under "%s" what package.json names, with its version, and nothing else', (heading, packages) => {
    expect(Object.fromEntries(tableOf(heading).map(({ name, version }) => [name, version]))).toEqual(
      packages,
    );
    expect(tableOf(heading)).toHaveLength(Object.keys(packages).length);
  });

  it('states the licence that each installed package states of itself', () => {
    const rows = [...tableOf('Runtime packages'), ...tableOf('Development packages')];
    const installed = rows.map(({ name }) => {
      const { version, license } = installedSchema.parse(
        JSON.parse(text(`node_modules/${name}/package.json`)),
      );
      return { name, version, licence: license };
    });
    expect(rows).toEqual(installed);
  });

  it('names the Python packages of the forge, with the versions of its lock file', () => {
    const lock = text('tools/forge/requirements.lock');
    const wanted = text('tools/forge/requirements.in')
      .split('\n')
      .flatMap((line) => /^[A-Za-z0-9_.-]+/.exec(line)?.[0] ?? []);
    const locked = wanted.map((name) => [name, new RegExp(`^${name}==(\\S+)`, 'm').exec(lock)?.[1]]);
    const documented = tableOf('Python packages of the forge').map(({ name, version }) => [name, version]);
    expect(documented).toEqual(locked);
  });
});
