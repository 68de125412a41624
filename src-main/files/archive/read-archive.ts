import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import yauzl from 'yauzl';
import { LightboxError } from '../../../src-core/base/errors.ts';
import {
  corrupt,
  MANIFEST_NAME,
  type Member,
  memberSchema,
  SIGNATURE_NAME,
} from '../../../src-core/study/archive-manifest.ts';
import { refusal } from '../film-limits.ts';
import { readRefusal, requireRegularFile } from '../whole-file.ts';
import { archiveStream } from './write-archive.ts';

/** What is read of an archive that came from somewhere else. */
export const ARCHIVE_LIMITS = {
  fileBytes: 64 * 2 ** 30,
  members: 20_000,
  /** Of a member that is read as text; of a film, 8192 x 8192 pixels. */
  memberBytes: 64 * 2 ** 20,
} as const;

/** An archive, hashed from end to end, and held open so that nothing can be exchanged between check and use. */
export interface ReadArchive {
  readonly fileName: string;
  /** Every member, manifest and signature included. */
  readonly members: readonly Member[];
  /** @throws LightboxError FILE_CORRUPT naming the member, when it is missing. */
  text(name: string): string;
  /**
   * The bytes of a member, hashed again.
   * @throws LightboxError FILE_CORRUPT naming it, when they are not those of the first reading; NOT_FOUND.
   */
  bytes(name: string): Promise<Uint8Array>;
  /**
   * Compares the file with what packing its members again would give, so that no byte of it goes unchecked.
   * @throws LightboxError FILE_CORRUPT
   */
  requireExact(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens an archive and hashes its members. Close it after use.
 *
 * @throws LightboxError FILE_NOT_FOUND, FILE_UNREADABLE; FILE_UNSUPPORTED for what is no archive or too large;
 * FILE_OVER_LIMIT for too many or too large members; FILE_CORRUPT naming the member whose name, kind, coding or place
 * is none of an archive of ours.
 */
export async function openArchive(filePath: string): Promise<ReadArchive> {
  const fileName = path.basename(filePath);
  await requireRegularFile(filePath, 'FILE_UNSUPPORTED', ARCHIVE_LIMITS.fileBytes);
  const handle = await open(filePath, 'r').catch((error: unknown) => {
    throw readRefusal(fileName, error);
  });
  try {
    return await readFrom(handle, fileName);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readFrom(handle: FileHandle, fileName: string): Promise<ReadArchive> {
  const zip = await yauzl
    .fromFdPromise(handle.fd, { lazyEntries: true, autoClose: false, decodeStrings: false })
    .catch((error: unknown) => {
      throw refusal('FILE_UNSUPPORTED', fileName, 'it is no archive, or cut off', error);
    });
  const { size } = await handle.stat();
  const entries = await listEntries(zip, fileName, size);
  const members: Member[] = [];
  const texts = new Map<string, string>();
  for (const [name, entry] of entries) {
    const keeps = !name.endsWith('.raw');
    const { sha256, content } = await readEntry(zip, name, entry, keeps);
    members.push({ name, sha256, bytes: entry.uncompressedSize });
    if (keeps) texts.set(name, decoded(name, content));
  }
  return {
    fileName,
    members,
    text(name) {
      const text = texts.get(name);
      if (text === undefined) throw corrupt(name, 'is missing');
      return text;
    },
    async bytes(name) {
      const entry = entries.get(name);
      const member = members.find((own) => own.name === name);
      if (entry === undefined || member === undefined) {
        throw new LightboxError('NOT_FOUND', `The archive has no member "${name}".`, { member: name });
      }
      const { sha256, content } = await readEntry(zip, name, entry, true);
      if (sha256 !== member.sha256) throw corrupt(name, 'was altered after it had been checked');
      return content;
    },
    async requireExact() {
      const sources = [...entries].map(([name, entry]) => ({
        name,
        open: () => zip.openReadStreamPromise(entry, { decodeFileData: false }),
      }));
      let position = 0;
      for await (const part of archiveStream(sources)) {
        const wanted = Buffer.from(part);
        const found = Buffer.alloc(wanted.length);
        await handle.read(found, 0, found.length, position);
        if (!found.equals(wanted)) throw altered(fileName);
        position += wanted.length;
      }
      if (position !== size) throw altered(fileName);
    },
    close: () => handle.close(),
  };
}

/** The entries by name, when nothing about them is unlike an archive of ours; nothing is read of them yet. */
async function listEntries(
  zip: yauzl.ZipFile,
  fileName: string,
  fileBytes: number,
): Promise<ReadonlyMap<string, yauzl.Entry>> {
  if (zip.entryCount > ARCHIVE_LIMITS.members) {
    const reason = `${zip.entryCount} members are more than the ${ARCHIVE_LIMITS.members} that are read`;
    throw refusal('FILE_OVER_LIMIT', fileName, reason);
  }
  const entries = new Map<string, yauzl.Entry>();
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = requireEntry(entry);
      if (entries.has(name)) throw corrupt(name, 'is there twice');
      entries.set(name, entry);
      total += entry.compressedSize;
      if (total > fileBytes) throw corrupt(name, 'lies over another member, or after the end of the file');
    }
  } catch (error) {
    if (error instanceof LightboxError) throw error;
    throw refusal('FILE_CORRUPT', fileName, 'its list of members was altered or cut off', error);
  }
  return entries;
}

/** The name of an entry that an archive of ours could hold. */
function requireEntry(entry: yauzl.Entry): string {
  const name = entry.fileNameRaw.toString('latin1');
  if (name !== SIGNATURE_NAME && !memberSchema.shape.name.safeParse(name).success) {
    const shown = name.slice(0, 80).replace(/[^\x20-\x7e]/g, '?');
    throw corrupt(shown, 'has a name that no member has');
  }
  if (entry.compressionMethod !== 0 || entry.isEncrypted()) {
    throw corrupt(name, 'is compressed or encrypted; members are stored as they are');
  }
  // The upper half holds the file's kind and rights under Unix: a link would stand there.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) !== 0o100000) {
    throw corrupt(name, 'is a link, a folder or a device');
  }
  if (entry.compressedSize > ARCHIVE_LIMITS.memberBytes) {
    const megabytes = Math.ceil(entry.compressedSize / 2 ** 20);
    throw new LightboxError(
      'FILE_OVER_LIMIT',
      `The member "${name}" has ${megabytes} MB; at most ${ARCHIVE_LIMITS.memberBytes / 2 ** 20} MB are read.`,
      { member: name },
    );
  }
  return name;
}

async function readEntry(
  zip: yauzl.ZipFile,
  name: string,
  entry: yauzl.Entry,
  keeps: boolean,
): Promise<{ readonly sha256: string; readonly content: Uint8Array }> {
  const hash = createHash('sha256');
  const parts: Uint8Array[] = [];
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) {
      hash.update(part);
      if (keeps) parts.push(part);
    }
  } catch (error) {
    throw new LightboxError(
      'FILE_CORRUPT',
      `The member "${name}" cannot be read: its place in the archive was altered or cut off.`,
      { member: name },
      { cause: error },
    );
  }
  return { sha256: hash.digest('hex'), content: Buffer.concat(parts) };
}

/** One text for one sequence of bytes: what is no UTF-8 is refused, a byte order mark stays. */
function decoded(name: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw corrupt(name, name === MANIFEST_NAME ? 'was altered: it is no text' : 'is no text (UTF-8)');
  }
}

function altered(fileName: string): LightboxError {
  return refusal(
    'FILE_CORRUPT',
    fileName,
    'bytes between its members were altered, or others than ours packed it; the members are whole',
  );
}
