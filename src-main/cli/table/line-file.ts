import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { writeError } from '../../disk/write-error.ts';

const LINE_END = 0x0a;

/** Every whole line of a file, one after the other; a last one that a kill cut off is left out. */
export async function* wholeLines(file: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END, start)) {
      yield rest.toString('utf8', start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}

/** Adds lines at a file's end. */
export class LineWriter {
  readonly #file: string;
  #handle: FileHandle | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * One call with the line end: what a kill cuts off is told by its absence.
   * @throws LightboxError DISK_FULL or FILE_UNWRITABLE
   */
  async write(line: string): Promise<void> {
    await this.#withHandle((handle) => handle.appendFile(`${line}\n`));
  }

  /** Returns when what was written is on disk. Errors as write. */
  async flush(): Promise<void> {
    await this.#withHandle((handle) => handle.datasync());
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #withHandle(work: (handle: FileHandle) => Promise<void>): Promise<void> {
    try {
      this.#handle ??= await open(this.#file, 'a');
      await work(this.#handle);
    } catch (error) {
      throw writeError(this.#file, error);
    }
  }
}

/**
 * Puts other lines in a file's place, whole or not at all.
 * @throws LightboxError DISK_FULL or FILE_UNWRITABLE; whatever the lines' source throws
 */
export async function replaceLines(file: string, lines: AsyncIterable<string>): Promise<void> {
  const temporary = `${file}.tmp`;
  await rm(temporary, { force: true });
  const writer = new LineWriter(temporary);
  try {
    for await (const line of lines) await writer.write(line);
    await writer.flush();
    await writer.close();
    await rename(temporary, file).catch((error: unknown) => {
      throw writeError(file, error);
    });
  } catch (error) {
    await writer.close();
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Puts a file's whole lines in ascending order of a key, holding their places in memory and not their texts.
 * Errors as replaceLines.
 */
export async function sortLines(file: string, keyOf: (line: string) => number): Promise<void> {
  const places: { key: number; offset: number; length: number }[] = [];
  let offset = 0;
  for await (const line of wholeLines(file)) {
    const length = Buffer.byteLength(line);
    places.push({ key: keyOf(line), offset, length });
    offset += length + 1;
  }
  places.sort((left, right) => left.key - right.key);
  const handle = await open(file, 'r');
  try {
    await replaceLines(file, linesAt(handle, places));
  } finally {
    await handle.close();
  }
}

async function* linesAt(
  handle: FileHandle,
  places: readonly { readonly offset: number; readonly length: number }[],
): AsyncGenerator<string> {
  for (const { offset, length } of places) {
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    yield buffer.toString('utf8');
  }
}
