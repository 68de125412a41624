import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobHash } from '../../src-core/base/ids.ts';
import { createBlobStore } from './blob-store.ts';
import type { FileSystem } from './durable-files.ts';
import type { BlobStore } from './ports.ts';
import { codeOf, temporaryFolder } from './testing/test-store.ts';

// FIPS 180-4 example: SHA-256 of "abc"; and of nothing.
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' as BlobHash;
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as BlobHash;
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('blob store', () => {
  let folder: string;
  let blobs: BlobStore;
  let serial = 0;
  const randomId = () => `temporary-${serial++}`;
  const leftovers = () => (existsSync(join(folder, 'tmp')) ? readdirSync(join(folder, 'tmp')) : []);

  beforeEach(() => {
    folder = temporaryFolder();
    blobs = createBlobStore({ folder, randomId });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('addresses bytes by their SHA-256 under the first two digits', async () => {
    expect(await blobs.put(bytesOf('abc'))).toBe(ABC);
    expect(existsSync(join(folder, 'ba', ABC))).toBe(true);
    expect(await blobs.put(new Uint8Array())).toBe(EMPTY);
    expect(await blobs.get(EMPTY)).toEqual(new Uint8Array());
    expect(await blobs.size(ABC)).toBe(3);
    expect(leftovers()).toEqual([]);
  });

  it('gives back what was put, for any bytes and across pieces of a megabyte', async () => {
    const big = new Uint8Array((1 << 21) + 5).map((_value, index) => index % 251);
    expect(await blobs.get(await blobs.put(big))).toEqual(big);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await blobs.get(await blobs.put(bytes))).toEqual(bytes);
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it('stores a stream under the address of its whole', async () => {
    const chunks = (async function* () {
      yield bytesOf('a');
      yield bytesOf('bc');
    })();
    expect(await blobs.putStream(chunks)).toBe(ABC);
    const read: Uint8Array[] = [];
    for await (const chunk of blobs.stream(ABC)) read.push(chunk);
    expect(Buffer.concat(read).toString()).toBe('abc');
  });

  it('takes the same bytes twice, also at the same time', async () => {
    const puts = await Promise.all([1, 2, 3].map(() => blobs.put(bytesOf('abc'))));
    expect(puts).toEqual([ABC, ABC, ABC]);
    expect(readdirSync(join(folder, 'ba'))).toEqual([ABC]);
    expect(leftovers()).toEqual([]);
  });

  it('leaves an intact blob in place, which may be open for reading', async () => {
    await blobs.put(bytesOf('abc'));
    const before = statSync(join(folder, 'ba', ABC)).ino;
    await blobs.put(bytesOf('abc'));
    expect(statSync(join(folder, 'ba', ABC)).ino).toBe(before);
  });

  it.each([
    ['changed', 'abd'],
    ['cut off', 'ab'],
    ['grown', 'abcd'],
  ])('refuses a blob that was %s, naming it, and heals it when it is put again', async (_how, text) => {
    await blobs.put(bytesOf('abc'));
    writeFileSync(join(folder, 'ba', ABC), text);
    await expect(blobs.get(ABC)).rejects.toMatchObject({ code: 'STORE_CORRUPT', details: { hash: ABC } });
    await blobs.put(bytesOf('abc'));
    expect(await blobs.get(ABC)).toEqual(bytesOf('abc'));
  });

  it('says which blob is missing and refuses what is no address', async () => {
    await expect(blobs.get(ABC)).rejects.toMatchObject({ code: 'NOT_FOUND', details: { hash: ABC } });
    expect(await blobs.has(ABC)).toBe(false);
    expect(await codeOf(() => blobs.get('../../etc/passwd' as BlobHash))).toBe('BAD_INPUT');
  });

  it('answers DISK_FULL in mid-write and leaves nothing half-written', async () => {
    const full: FileSystem = {
      ...promises,
      open: async (path, flags, mode) => {
        const file = await promises.open(path, flags, mode);
        const write = file.writeFile.bind(file);
        file.writeFile = async (data) => {
          if (data instanceof Uint8Array) await write(data.subarray(0, data.length / 2));
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        };
        return file;
      },
    };
    const failing = createBlobStore({ folder, randomId, fileSystem: full });
    expect(await codeOf(() => failing.put(bytesOf('abc')))).toBe('DISK_FULL');
    expect(leftovers()).toEqual([]);
    expect(await blobs.has(ABC)).toBe(false);
    expect(await blobs.put(bytesOf('abc'))).toBe(ABC);
  });

  it('answers FILE_UNWRITABLE where a file stands in the way of the folder', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(await codeOf(() => blobs.put(bytesOf('abc')))).toBe('FILE_UNWRITABLE');
    rmSync(folder);
    mkdirSync(folder);
  });
});
