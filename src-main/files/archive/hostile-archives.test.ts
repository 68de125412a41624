import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { ARCHIVE_LIMITS, openArchive } from './read-archive.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-hostile-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const PLAIN = { compress: false, mode: 0o100644, forceDosTimestamp: true } as const;

interface Entry {
  readonly name: string;
  readonly content?: Buffer;
  readonly options?: Partial<yazl.Options>;
}

/** A ZIP of these entries; `change` edits its bytes. */
async function hostile(
  entries: readonly Entry[],
  change: (bytes: Buffer) => Buffer = (same) => same,
): Promise<string> {
  const zip = new yazl.ZipFile();
  for (const { name, content = Buffer.from('{}'), options = {} } of entries) {
    zip.addBuffer(content, name, { ...PLAIN, ...options });
  }
  zip.end();
  const file = join(scratch, 'hostile.lightbox');
  writeFileSync(file, change(await buffer(zip.outputStream)));
  return file;
}

/** Puts `to` in the place of each `from`, of the same length. */
const replacing =
  (from: string, to: string) =>
  (bytes: Buffer): Buffer =>
    Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

async function refusalOf(file: string): Promise<LightboxError> {
  const thrown: unknown = await openArchive(file).then(
    async (archive) => {
      try {
        await archive.requireExact();
      } catch (error) {
        return error;
      } finally {
        await archive.close();
      }
      return null;
    },
    (error: unknown) => error,
  );
  if (thrown instanceof LightboxError) return thrown;
  throw thrown ?? new Error('Nothing was refused.');
}

/** The offset of a field of the first central directory record (APPNOTE 4.3.12). */
const centralField = (bytes: Buffer, offset: number): number =>
  bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + offset;

describe('an archive from somewhere else', () => {
  it.each([
    ['../plan.json', 'films_plan.json'.slice(0, 12)],
    ['/etc/ab.json', 'films-ab.json'.slice(0, 12)],
    ['C:\\plan.json', 'Cplanxx.json'],
    ['films/../a.js', 'films-xxa.jsx'],
    ['a/b/c/de.json', 'a-b-c-de.json'],
    ['plan.json\u0000.ex', 'plan.json-.ex'],
    ['pl\u001b[2Jan.json', 'plxxxxan.json'],
  ])('with a member named %j is refused, and its name is shown harmlessly', async (name, written) => {
    const file = await hostile([{ name: written }], replacing(written, name));
    const { code, details, message } = await refusalOf(file);
    expect(code).toBe('FILE_CORRUPT');
    expect(details['member']).toBe(name.replace(/[^\x20-\x7e]/g, '?'));
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  it.each(['manifest.exe', 'films/', 'Films/ä.raw', 'films/a.json.raw.zip'])(
    'with a member named %s, which no member is, is refused',
    async (name) => {
      const file = name.endsWith('/')
        ? await hostile([{ name: 'filmsx' }], replacing('filmsx', 'films/'))
        : await hostile([{ name }]);
      expect((await refusalOf(file)).code).toBe('FILE_CORRUPT');
    },
  );

  it('with a member twice is refused by its name', async () => {
    const file = await hostile([{ name: 'plan.json' }, { name: 'plam.json' }], replacing('plam', 'plan'));
    expect((await refusalOf(file)).message).toContain('"plan.json" is there twice');
  });

  it('with a compressed member is refused before any of it is unpacked', async () => {
    const bomb = Buffer.alloc(8 * 2 ** 20);
    const file = await hostile([{ name: 'films/a.raw', content: bomb, options: { compress: true } }]);
    expect(await refusalOf(file)).toMatchObject({ code: 'FILE_CORRUPT', details: { member: 'films/a.raw' } });
  });

  it('with an encrypted member is refused', async () => {
    const file = await hostile([{ name: 'plan.json' }], (bytes) => {
      const at = centralField(bytes, 8);
      bytes.writeUInt16LE(bytes.readUInt16LE(at) | 1, at);
      // The header of ZIP's encryption has 12 bytes (APPNOTE 6.1.5).
      bytes.writeUInt32LE(2 + 12, centralField(bytes, 20));
      return bytes;
    });
    expect((await refusalOf(file)).message).toContain('compressed or encrypted');
  });

  it.each([
    ['a symbolic link', 0o120777],
    ['a folder', 0o040755],
    ['a device', 0o020644],
  ])('with %s for a member is refused by its name', async (_kind, mode) => {
    const file = await hostile([
      { name: 'plan.json', content: Buffer.from('/etc/passwd'), options: { mode } },
    ]);
    expect(await refusalOf(file)).toMatchObject({ code: 'FILE_CORRUPT', details: { member: 'plan.json' } });
  });

  it('with members that lie over each other is refused: they would be more than the file holds', async () => {
    const content = Buffer.alloc(1000);
    const file = await hostile(
      [
        { name: 'films/a.raw', content },
        { name: 'films/b.raw', content },
        { name: 'films/c.raw', content },
      ],
      (bytes) => {
        // All of them claim nearly all of the file, from its beginning on.
        let at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
        while (at >= 0) {
          for (const field of [20, 24]) bytes.writeUInt32LE(bytes.length - 50, at + field);
          bytes.writeUInt32LE(0, at + 42);
          at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), at + 1);
        }
        return bytes;
      },
    );
    expect((await refusalOf(file)).message).toContain('"films/b.raw" lies over another member');
  });

  it('that claims a member larger than a film can be is refused before memory is taken', async () => {
    const file = await hostile([{ name: 'films/a.raw' }], (bytes) => {
      for (const field of [20, 24])
        bytes.writeUInt32LE(ARCHIVE_LIMITS.memberBytes + 1, centralField(bytes, field));
      return bytes;
    });
    expect(await refusalOf(file)).toMatchObject({
      code: 'FILE_OVER_LIMIT',
      details: { member: 'films/a.raw' },
    });
  });

  it('that claims more members than are read is refused before they are listed', async () => {
    const file = await hostile([{ name: 'plan.json' }], (bytes) => {
      const end = bytes.length - 22;
      for (const field of [8, 10]) bytes.writeUInt16LE(ARCHIVE_LIMITS.members + 1, end + field);
      return bytes;
    });
    expect((await refusalOf(file)).code).toBe('FILE_OVER_LIMIT');
  });

  it.each([
    [
      'a comment',
      (bytes: Buffer) => {
        bytes.writeUInt16LE(2, bytes.length - 2);
        return Buffer.concat([bytes, Buffer.from('hi')]);
      },
    ],
    ['bytes before it', (bytes: Buffer) => Buffer.concat([Buffer.from('#!/bin/sh\n'), bytes])],
    ['bytes after it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['another packer', (bytes: Buffer) => bytes],
  ])('with %s is refused: no byte goes unchecked', async (_what, change) => {
    expect((await refusalOf(await hostile([{ name: 'plan.json' }], change))).code).toMatch(
      /^FILE_(CORRUPT|UNSUPPORTED)$/,
    );
  });

  it('that is none is refused as such', async () => {
    const file = join(scratch, 'text.lightbox');
    writeFileSync(file, 'This is no archive at all, and longer than the record at the end of one.');
    expect(await refusalOf(file)).toMatchObject({
      code: 'FILE_UNSUPPORTED',
      details: { file: 'text.lightbox' },
    });
    writeFileSync(file, '');
    expect((await refusalOf(file)).message).toContain('empty');
    mkdirSync(join(scratch, 'folder.lightbox'));
    expect((await refusalOf(join(scratch, 'folder.lightbox'))).message).toContain('folder');
    symlinkSync(join(scratch, 'nowhere'), join(scratch, 'link.lightbox'));
    expect((await refusalOf(join(scratch, 'link.lightbox'))).code).toBe('FILE_NOT_FOUND');
  });

  it('of no members at all lacks its manifest', async () => {
    const file = join(scratch, 'none.lightbox');
    // The end record alone (APPNOTE 4.3.16).
    writeFileSync(file, Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]));
    const archive = await openArchive(file);
    expect(() => archive.text('manifest.json')).toThrow('"manifest.json" is missing');
    await archive.close();
  });
});
