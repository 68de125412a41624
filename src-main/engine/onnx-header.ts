import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { type OnnxHeader, type OnnxTensor, parseOnnxHeader } from '../../src-core/diffusion/onnx-header.ts';
import { type ByteSource, WireError } from '../../src-core/diffusion/protobuf.ts';
import { fileVersion, isSettled } from './file-version.ts';
import { invalidModelFile, unreadableModelFile } from './model-files.ts';

/** A graph's header with the files beside it that hold weights, by their paths in the model folder. */
export interface OnnxFile extends OnnxHeader {
  readonly file: string;
  readonly externalFiles: readonly string[];
}

/** Read at a time: a header is mostly small fields between payloads that are skipped. */
const WINDOW_BYTES = 1 << 16;

/**
 * Reads the header of a graph of a model folder and checks that its weights are there: a file of gigabytes takes
 * milliseconds. It reads synchronously: call it in the engine process or on the command line.
 * @param file path in the model folder, with `/`
 * @throws LightboxError MODEL_INVALID where the file is missing, empty, cut short or no ONNX file, and where a file
 *   of weights is missing, too short, or outside the graph's folder
 */
export function readOnnxFile(directory: string, file: string): OnnxFile {
  const header = readHeader(directory, file);
  return { ...header, file, externalFiles: checkExternalData(directory, file, header.allTensors) };
}

/** The last header of each path, with the version of the file that it was read from. */
const knownHeaders = new Map<string, { readonly version: string; readonly header: OnnxHeader }>();

function readHeader(directory: string, file: string): OnnxHeader {
  const path = join(directory, file);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const facts = fstatSync(descriptor, { bigint: true });
    const size = Number(facts.size);
    if (size === 0) throw invalidModelFile(directory, file, 'is empty');
    const version = fileVersion(facts);
    const known = knownHeaders.get(path);
    if (known?.version === version) return known.header;
    const header = parseOnnxHeader(fileSource(descriptor, size));
    if (isSettled(facts)) knownHeaders.set(path, { version, header });
    return header;
  } catch (error) {
    if (error instanceof LightboxError) throw error;
    if (!(error instanceof WireError)) throw unreadableModelFile(directory, file, error);
    if (isPointer(path))
      throw invalidModelFile(directory, file, 'is a Git LFS pointer, not the graph itself');
    const what = error.cut ? 'is cut short' : 'is no ONNX graph, or a damaged one';
    throw invalidModelFile(directory, file, `${what} (at byte ${error.offset}: ${error.message})`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** What a clone without `git lfs pull` leaves in a file's place: a few lines of text. */
function isPointer(path: string): boolean {
  return statSync(path).size < 1024 && readFileSync(path, 'latin1').startsWith('version https://git-lfs');
}

function fileSource(descriptor: number, size: number): ByteSource {
  const window = Buffer.alloc(WINDOW_BYTES);
  let windowStart = 0;
  let windowEnd = 0;
  const bytes = (offset: number, length: number): Buffer => {
    if (length > WINDOW_BYTES) {
      const whole = Buffer.alloc(length);
      readFully(descriptor, whole, length, offset);
      return whole;
    }
    if (offset < windowStart || offset + length > windowEnd) {
      const count = Math.min(WINDOW_BYTES, size - offset);
      readFully(descriptor, window, count, offset);
      windowStart = offset;
      windowEnd = offset + count;
    }
    return window.subarray(offset - windowStart, offset - windowStart + length);
  };
  return { size, bytes, text: (offset, length) => bytes(offset, length).toString('utf8') };
}

function readFully(descriptor: number, into: Buffer, length: number, position: number): void {
  let done = 0;
  while (done < length) {
    const count = readSync(descriptor, into, done, length - done, position + done);
    if (count === 0) throw new WireError('the file became shorter while it was read', position + done, true);
    done += count;
  }
}

function checkExternalData(directory: string, file: string, tensors: readonly OnnxTensor[]): string[] {
  const needed = new Map<string, number>();
  for (const { external, name } of tensors) {
    if (external === null) continue;
    const { location, offset, length } = external;
    if (!staysInFolder(location)) {
      throw invalidModelFile(
        directory,
        file,
        `takes the weights "${name}" from outside its folder (${location})`,
      );
    }
    needed.set(location, Math.max(needed.get(location) ?? 0, offset + length));
  }
  return [...needed].map(([location, bytes]) => {
    const path = posix.join(posix.dirname(file), location);
    const facts = statSync(join(directory, path), { throwIfNoEntry: false });
    if (!facts?.isFile()) throw invalidModelFile(directory, path, `is missing: it holds weights of ${file}`);
    if (facts.size < bytes) {
      throw invalidModelFile(
        directory,
        path,
        `is cut short: it has ${facts.size} bytes, and ${file} needs ${bytes}`,
      );
    }
    return path;
  });
}

/** Relative, without a step upwards, in either system's way of writing paths. */
function staysInFolder(location: string): boolean {
  if (/^[/\\]|^[A-Za-z]:|\0/.test(location)) return false;
  return !location.split(/[/\\]/).includes('..');
}
