import { open } from 'node:fs/promises';
import yauzl from 'yauzl';
import type { MemberEntry } from './recording.ts';

export interface PackageEntries {
  readonly entries: readonly MemberEntry[];
  /** Members that are no films. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads an archive as a stranger would: its directory, and what is text in it. */
export async function packageEntries(file: string): Promise<PackageEntries> {
  const handle = await open(file, 'r');
  try {
    const zip = await yauzl.fromFdPromise(handle.fd, { lazyEntries: true, autoClose: false });
    const entries: MemberEntry[] = [];
    const texts = new Map<string, string>();
    for await (const entry of zip.eachEntry()) {
      const { fileName } = entry;
      entries.push({
        name: fileName,
        place: entries.length,
        offset: entry.relativeOffsetOfLocalHeader,
        crc32: entry.crc32,
        bytes: entry.uncompressedSize,
        compressedBytes: entry.compressedSize,
        method: entry.compressionMethod,
        time: entry.lastModFileDate * 65536 + entry.lastModFileTime,
        extraBytes: entry.extraFieldLength + entry.fileCommentLength,
        attributes: entry.externalFileAttributes,
      });
      if (!fileName.endsWith('.raw')) texts.set(fileName, await textOf(zip, entry));
    }
    return { entries, texts };
  } finally {
    await handle.close();
  }
}

async function textOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await zip.openReadStreamPromise(entry)) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
