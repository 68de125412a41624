import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { FILM_LIMITS, refusal } from './film-limits.ts';

/**
 * A file of at most 512 MB, whole.
 * @param otherKind the code for what is no file that could hold it: a folder, a device, nothing at all
 * @throws LightboxError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_UNSUPPORTED or `otherKind`; the message begins with
 *   the file's name, details hold `file` and `reason`.
 */
export async function readWholeFile(
  filePath: string,
  otherKind: 'FILE_NOT_A_FILM' | 'FILE_UNSUPPORTED',
): Promise<Uint8Array> {
  await requireRegularFile(filePath, otherKind, FILM_LIMITS.fileBytes);
  try {
    return await readFile(filePath);
  } catch (error) {
    throw readRefusal(path.basename(filePath), error);
  }
}

/**
 * Looks at a file before it is opened: opening a named pipe would wait for ever.
 * @throws LightboxError as `readWholeFile`.
 */
export async function requireRegularFile(
  filePath: string,
  otherKind: 'FILE_NOT_A_FILM' | 'FILE_UNSUPPORTED',
  mostBytes: number,
): Promise<void> {
  const fileName = path.basename(filePath);
  try {
    const status = await stat(filePath);
    if (status.isDirectory()) throw refusal(otherKind, fileName, 'it is a folder');
    if (!status.isFile()) throw refusal(otherKind, fileName, 'it is no regular file');
    if (status.size === 0) throw refusal(otherKind, fileName, 'it is empty');
    if (status.size > mostBytes) {
      const megabytes = Math.ceil(status.size / 2 ** 20);
      const most = Math.floor(mostBytes / 2 ** 20);
      throw refusal(
        'FILE_UNSUPPORTED',
        fileName,
        `${megabytes} MB are more than the ${most} MB that are read`,
      );
    }
  } catch (error) {
    throw readRefusal(fileName, error);
  }
}

/** What the system says of a file that cannot be read, as the error that refuses it by its name. */
export function readRefusal(fileName: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return refusal('FILE_NOT_FOUND', fileName, 'it does not exist', error);
  if (code === 'EACCES' || code === 'EPERM') {
    return refusal('FILE_UNREADABLE', fileName, 'it may not be read (permissions)', error);
  }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    return refusal('FILE_UNREADABLE', fileName, `it cannot be read (${code})`, error);
  }
  return error;
}
