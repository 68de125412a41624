import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeExportFolder } from './export-folder.ts';

const FACTS = {
  product: 'Roentgen Lightbox',
  version: '1.0.0',
  source: 'Pilot',
  protocolHash: 'a'.repeat(64),
  dataSha256: 'b'.repeat(64),
};
const FILES = [
  { name: 'a.csv', kind: 'table', columns: ['name', 'n'], rows: [['=1+1, "Å"\n', 2]] },
  { name: 'b.txt', kind: 'text', text: 'plain\n' },
] as const;

it('writes the files with a list of their hashes, the same each time', async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'lightbox-export-'));
  const [first, again] = [path.join(place, 'first'), path.join(place, 'again')];
  const written = await writeExportFolder(first, FACTS, FILES);
  expect(await writeExportFolder(again, FACTS, FILES)).toEqual(written);
  expect(readFileSync(path.join(first, 'a.csv'), 'utf8')).toBe('name,n\r\n"\'=1+1, ""Å""\n",2\r\n');
  const { files, ...facts } = JSON.parse(readFileSync(path.join(first, 'manifest.json'), 'utf8'));
  expect(facts).toEqual({ formatVersion: 1, ...FACTS });
  expect(files).toEqual(written.slice(0, 2));
  for (const { name, sha256, bytes } of written) {
    const content = readFileSync(path.join(first, name));
    expect([createHash('sha256').update(content).digest('hex'), content.length]).toEqual([sha256, bytes]);
  }
});

it('leaves nothing where a file cannot be written, and an existing folder alone', async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'lightbox-export-'));
  const bad = [...FILES, { name: 'c.csv', kind: 'table', columns: ['n'], rows: [[Number.NaN]] } as const];
  await expect(writeExportFolder(path.join(place, 'bad'), FACTS, bad)).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  expect(readdirSync(place)).toEqual([]);
  await expect(writeExportFolder(place, FACTS, FILES)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  expect(existsSync(path.join(place, 'a.csv'))).toBe(false);
});
