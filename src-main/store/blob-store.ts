import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash } from '../../src-core/base/ids.ts';
import type { FileSystem } from './durable-files.ts';
import { errnoOf, fromFileError, nodeFileSystem, syncFolder } from './durable-files.ts';
import type { BlobStore } from './ports-films.ts';

/** Hashing goes on in pieces of this length, so that main is never held for long (about 1 ms a piece). */
const CHUNK_BYTES = 1 << 20;
const TEMPORARY_FOLDER = 'tmp';
const HASH = /^[0-9a-f]{64}$/;

export interface BlobStoreOptions {
  /** The `blobs` folder; made when missing. */
  readonly folder: string;
  readonly randomId: () => string;
  /** Called with the address of bytes that are not there yet, before they get their name. */
  readonly onNew?: (hash: BlobHash) => void;
  readonly fileSystem?: FileSystem;
}

/** Opens the blob folder `<folder>/<aa>/<sha256>`. Temporary files live in `<folder>/tmp`, on the same file system. */
export function createBlobStore({
  folder,
  randomId,
  onNew = () => undefined,
  fileSystem = nodeFileSystem,
}: BlobStoreOptions): BlobStore {
  const pathOf = (hash: BlobHash): string => {
    if (!HASH.test(hash)) throw new LightboxError('BAD_INPUT', `"${hash}" is no SHA-256.`, { hash });
    return blobPath(folder, hash);
  };

  const stream = (hash: BlobHash): Readable => Readable.from(verified(pathOf(hash), hash));

  const intact = async (hash: BlobHash): Promise<boolean> => {
    try {
      for await (const chunk of verified(pathOf(hash), hash)) void chunk;
      return true;
    } catch (thrown) {
      if (thrown instanceof LightboxError && (thrown.code === 'NOT_FOUND' || thrown.code === 'STORE_CORRUPT'))
        return false;
      throw thrown;
    }
  };

  const has = async (hash: BlobHash): Promise<boolean> => {
    try {
      await fileSystem.stat(pathOf(hash));
      return true;
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return false;
      throw thrown;
    }
  };

  const putStream = async (chunks: AsyncIterable<Uint8Array>): Promise<BlobHash> => {
    const temporary = join(folder, TEMPORARY_FOLDER, randomId());
    try {
      await fileSystem.mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
      const hash = await writeTemporary(fileSystem, temporary, chunks);
      const target = pathOf(hash);
      // A blob damaged on the disk is healed by storing its bytes again.
      if (await intact(hash)) {
        await fileSystem.rm(temporary, { force: true });
        return hash;
      }
      if (!(await has(hash))) onNew(hash);
      const made = await fileSystem.mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await fileSystem.rename(temporary, target);
      await syncFolder(fileSystem, dirname(target));
      if (made !== undefined) await syncFolder(fileSystem, folder);
      return hash;
    } catch (thrown) {
      await removeQuietly(fileSystem, temporary);
      throw fromFileError(thrown, temporary);
    }
  };

  return {
    put: (bytes) => putStream(pieces(bytes)),
    putStream,
    stream,
    async get(hash) {
      const size = await sizeOf(fileSystem, pathOf(hash), hash);
      const bytes = new Uint8Array(size);
      let offset = 0;
      for await (const chunk of verified(pathOf(hash), hash)) {
        if (offset + chunk.length > size) throw corrupt(hash);
        bytes.set(chunk, offset);
        offset += chunk.length;
      }
      return bytes;
    },
    has,
    size: (hash) => sizeOf(fileSystem, pathOf(hash), hash),
  };
}

/** Where temporary files lie: whatever is there at the start was left by a crash. */
export function temporaryBlobFolder(folder: string): string {
  return join(folder, TEMPORARY_FOLDER);
}

/** Where a blob lies. */
export function blobPath(folder: string, hash: BlobHash): string {
  return join(folder, hash.slice(0, 2), hash);
}

/** What cannot be removed now is removed at the next start; the error that led here is the one to report. */
async function removeQuietly(fileSystem: FileSystem, path: string): Promise<void> {
  await fileSystem.rm(path, { force: true }).catch(() => undefined);
}

async function writeTemporary(
  fileSystem: FileSystem,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<BlobHash> {
  const digest = createHash('sha256');
  const file: FileHandle = await fileSystem.open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) {
      digest.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return digest.digest('hex') as BlobHash;
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES)
    yield bytes.subarray(start, start + CHUNK_BYTES);
}

/** The file's bytes; throws STORE_CORRUPT at the end where they are not what the address says. */
async function* verified(path: string, hash: BlobHash): AsyncGenerator<Uint8Array> {
  const digest = createHash('sha256');
  try {
    const source: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    for await (const chunk of source) {
      digest.update(chunk);
      yield chunk;
    }
  } catch (thrown) {
    throw missingOr(thrown, path, hash);
  }
  if (digest.digest('hex') !== hash) throw corrupt(hash);
}

async function sizeOf(fileSystem: FileSystem, path: string, hash: BlobHash): Promise<number> {
  try {
    return (await fileSystem.stat(path)).size;
  } catch (thrown) {
    throw missingOr(thrown, path, hash);
  }
}

function missingOr(thrown: unknown, path: string, hash: BlobHash): LightboxError {
  if (errnoOf(thrown) === 'ENOENT') {
    return new LightboxError('NOT_FOUND', `The blob ${hash} is not in the store. Restore it from a backup.`, {
      hash,
    });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LightboxError(
    'FILE_UNREADABLE',
    `The blob ${basename(path)} cannot be read: ${message}.`,
    { hash },
    { cause: thrown },
  );
}

function corrupt(hash: BlobHash): LightboxError {
  return new LightboxError(
    'STORE_CORRUPT',
    `The blob ${hash} does not hold the bytes its address names: the file was changed or damaged. Import or generate it again, or restore a backup.`,
    { hash },
  );
}
