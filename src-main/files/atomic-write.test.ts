import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeError } from '../disk/write-error.ts';
import { atomicWrite } from './atomic-write.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('atomicWrite', () => {
  it('writes new files, replaces old ones, and leaves nothing else', async () => {
    const target = path.join(folder, 'a.csv');
    await atomicWrite(target, 'größer');
    await atomicWrite(target, Uint8Array.of(1, 2, 3));
    expect([...(await readFile(target))]).toEqual([1, 2, 3]);
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('keeps names of 255 bytes', async () => {
    const name = `${'n'.repeat(251)}.csv`;
    await atomicWrite(path.join(folder, name), 'x');
    expect(await readdir(folder)).toEqual([name]);
  });

  it('refuses a folder as target and a missing folder, and leaves nothing behind', async () => {
    const target = path.join(folder, 'is-a-folder');
    await mkdir(target);
    await writeFile(path.join(target, 'kept'), 'x');
    await expect(atomicWrite(target, 'x')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    const missing = path.join(folder, 'none', 'a.csv');
    await expect(atomicWrite(missing, 'x')).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: expect.stringMatching(/the folder does not exist/),
    });
    expect(await readdir(folder)).toEqual(['is-a-folder']);
    expect(await readdir(target)).toEqual(['kept']);
  });
});

describe('writeError', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EACCES', 'FILE_UNWRITABLE'],
    ['EROFS', 'FILE_UNWRITABLE'],
    ['EIO', 'FILE_UNWRITABLE'],
  ])('turns %s into %s', (systemCode, code) => {
    const error = Object.assign(new Error('x'), { code: systemCode });
    expect(writeError('/data/a.csv', error)).toMatchObject({
      code,
      details: { file: '/data/a.csv', systemCode },
    });
  });
});
