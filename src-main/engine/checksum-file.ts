import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { invalidModelFile } from './model-files.ts';

const CHECKSUM_FILE = 'SHA256SUMS';
/** What sha256sum writes: 64 digits, a blank, a blank or a star, the path. */
const LINE = /^([0-9a-fA-F]{64}) [ *](.+)$/;

/**
 * Reads the SHA256SUMS of a model folder: SHA-256 by path in the folder, with `/`; null where there is none.
 * @throws LightboxError MODEL_INVALID for lines of another form and paths that leave the folder
 */
export async function readChecksums(directory: string): Promise<ReadonlyMap<string, string> | null> {
  let text: string;
  try {
    text = await readFile(join(directory, CHECKSUM_FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw invalidModelFile(directory, CHECKSUM_FILE, 'cannot be read');
  }
  const sums = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, sha256, path] = LINE.exec(line) ?? [];
    const file = path?.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
    if (sha256 === undefined || file === undefined || /^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)/.test(file)) {
      throw invalidModelFile(
        directory,
        CHECKSUM_FILE,
        `has no SHA-256 and path of a file in line ${index + 1}`,
      );
    }
    sums.set(file, sha256.toLowerCase());
  }
  return sums;
}

/**
 * Holds files against what SHA256SUMS states for them.
 * @throws LightboxError MODEL_CHANGED naming the first file that differs
 */
export function verifyChecksums(
  directory: string,
  files: readonly { readonly file: string; readonly sha256: string }[],
  sums: ReadonlyMap<string, string>,
): void {
  for (const { file, sha256 } of files) {
    const stated = sums.get(file);
    if (stated === undefined || stated === sha256) continue;
    throw new LightboxError(
      'MODEL_CHANGED',
      `${join(directory, file)} is not the file that SHA256SUMS states: it was changed or damaged. Copy the model folder again as it was exported.`,
      { file, expected: stated, found: sha256 },
    );
  }
}

/**
 * Holds a folder against its SHA256SUMS, where it has one: what it states was not changed since.
 * @param found SHA-256 by file
 * @throws LightboxError MODEL_CHANGED, MODEL_INVALID
 */
export async function requireStatedFiles(
  directory: string,
  found: Readonly<Record<string, string>>,
): Promise<void> {
  const sums = await readChecksums(directory);
  if (sums === null) return;
  const files = Object.entries(found).map(([file, sha256]) => ({ file, sha256 }));
  verifyChecksums(directory, files, sums);
}
