import { PassThrough, Readable } from 'node:stream';
import yazl from 'yazl';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { atomicWrite } from '../atomic-write.ts';

/** A member to be packed. It is opened when its turn comes: members stand in the order of their names. */
export interface ArchiveSource {
  readonly name: string;
  readonly open: () => Promise<Readable>;
}

/** The least time that ZIP knows, as local parts: yazl writes those, so that it is the same in every time zone. */
const noTime = (): Date => new Date(1980, 0, 1, 12);
const REGULAR_FILE = 0o100644;

/**
 * The bytes of an archive. They are a function of names and contents alone: nothing is compressed, and there are no
 * times, comments, extra fields or system's attributes.
 */
export async function* archiveStream(sources: readonly ArchiveSource[]): AsyncGenerator<Uint8Array> {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream.pipe(new PassThrough());
  const fail = (thrown: unknown): void => {
    output.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
  };
  // Whoever iterates is told; without a listener the process would end.
  output.on('error', () => undefined);
  zip.on('error', fail);
  const options = { mtime: noTime(), mode: REGULAR_FILE, compress: false, forceDosTimestamp: true };
  for (const { name, open } of [...sources].sort((one, other) => (one.name < other.name ? -1 : 1))) {
    zip.addReadStreamLazy(name, options, (use) => {
      open().then((stream) => use(null, stream.on('error', fail)), fail);
    });
  }
  zip.end();
  yield* output;
}

/**
 * Writes an archive whole or not at all.
 * @throws LightboxError DISK_FULL, FILE_UNWRITABLE, or what a source threw.
 */
export async function writeArchive(target: string, sources: readonly ArchiveSource[]): Promise<void> {
  if (new Set(sources.map(({ name }) => name)).size !== sources.length) {
    throw new LightboxError('INTERNAL', 'An archive was to be packed with two members of one name.');
  }
  await atomicWrite(target, archiveStream(sources));
}

/** A member that is in memory. */
export function memberSource(name: string, content: () => Promise<Uint8Array> | Uint8Array): ArchiveSource {
  // In a list: a part that is no Buffer would be read byte by byte.
  return { name, open: async () => Readable.from([Buffer.from(await content())]) };
}
