import { type BigIntStats, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileVersion, isSettled } from './file-version.ts';
import { hashModelFiles } from './model-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lightbox-version-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, 'model.onnx');
const YESTERDAY = new Date(Date.now() - 86_400_000);
const write = (text: string): void => {
  writeFileSync(path, text);
  utimesSync(path, YESTERDAY, YESTERDAY);
};
const hash = async (): Promise<string | undefined> =>
  (await hashModelFiles(folder, ['model.onnx']))[0]?.sha256;

write('weights A');
const facts = statSync(path, { bigint: true });
const version = (changes: Partial<BigIntStats> = {}): string =>
  fileVersion(Object.assign(Object.create(facts) as BigIntStats, changes));

describe('the version of a file', () => {
  it('stays where nothing happened', () => {
    expect(version()).toBe(fileVersion(statSync(path, { bigint: true })));
  });

  it.each([
    ['another size', { size: facts.size + 1n }],
    ['another time of its content', { mtimeNs: facts.mtimeNs + 1n }],
    // What setting the time of the content back leaves behind.
    ['another time of its entry', { ctimeNs: facts.ctimeNs + 1n }],
    ['another file in its place', { ino: facts.ino + 1n }],
    ['another disk in its place', { dev: facts.dev + 1n }],
  ])('changes with %s alone', (_, changes) => {
    expect(version(changes)).not.toBe(version());
  });
});

it('a file that changed a moment ago is not known by its version: a second change may look the same', () => {
  const changedMs = Number(facts.ctimeMs);
  expect(isSettled(facts, changedMs + 1000)).toBe(false);
  expect(isSettled(facts, changedMs + 2001)).toBe(true);
});

it('a hash follows every change, also one that keeps size and time', async () => {
  const hashes: (string | undefined)[] = [];
  for (const text of ['weights A', 'weights B', 'weights A', 'weights C']) {
    write(text);
    hashes.push(await hash());
  }
  expect(hashes[2]).toBe(hashes[0]);
  expect(new Set(hashes).size).toBe(3);
});
