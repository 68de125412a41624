import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder, makeFolderSync } from './make-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-make-folder-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a folder is made with its parents', () => {
  it('and the topmost one is named', async () => {
    expect(await makeFolder(join(scratch, 'a', 'b', 'c'))).toBe(join(scratch, 'a'));
    expect(await makeFolder(join(scratch, 'a', 'b'))).toBeUndefined();
  });

  it('by several at once', async () => {
    const folder = join(scratch, 'shared', 'deep', 'er');
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(folder)));
    expect(existsSync(folder)).toBe(true);
  });

  it('or nothing of it: a file in the way is named', async () => {
    writeFileSync(join(scratch, 'file'), '');
    const before = readdirSync(scratch);
    await expect(makeFolder(join(scratch, 'file', 'deep'))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    await expect(makeFolder(join(scratch, 'long', 'x'.repeat(300)))).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    expect(readdirSync(scratch)).toEqual(before);
  });

  // Node's recursive mkdir never returns there.
  it.runIf(process.platform === 'linux')('is refused at once under /proc', async () => {
    const refused = makeFolder('/proc/lightbox/deep/er');
    await expect(refused).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(() => makeFolderSync('/proc/lightbox/deep/er')).toThrow(
      expect.objectContaining({ code: 'FILE_UNWRITABLE' }),
    );
  });

  it('at once where nothing may wait: with its parents and its mode, or not at all', () => {
    makeFolderSync(join(scratch, 'one', 'two'), 0o700);
    expect(statSync(join(scratch, 'one', 'two')).mode & 0o777).toBe(
      process.platform === 'win32' ? 0o666 : 0o700,
    );
    makeFolderSync(join(scratch, 'one', 'two'));
    writeFileSync(join(scratch, 'in-the-way'), '');
    const before = readdirSync(scratch);
    for (const refused of [join('in-the-way', 'deep'), join('new', 'x'.repeat(300))]) {
      expect(() => makeFolderSync(join(scratch, refused))).toThrow(
        expect.objectContaining({ code: 'FILE_UNWRITABLE' }),
      );
    }
    expect(readdirSync(scratch)).toEqual(before);
  });
});
