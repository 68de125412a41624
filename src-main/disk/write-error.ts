import { LightboxError } from '../../src-core/base/errors.ts';

/** Turns an error of writing into DISK_FULL or FILE_UNWRITABLE with the reason in plain words. */
export function writeError(target: string, error: unknown): LightboxError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const details = { file: target, systemCode: code };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `The disk is full: ${target} was not written. Free some space and try again.`;
    return new LightboxError('DISK_FULL', message, details, { cause: error });
  }
  const reason = REASONS[code] ?? code;
  const message = `${target} cannot be written: ${reason}.`;
  return new LightboxError('FILE_UNWRITABLE', message, details, { cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  ENOTEMPTY: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  EBUSY: 'it is in use',
};
