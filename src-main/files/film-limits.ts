import { type ErrorCode, LightboxError } from '../../src-core/base/errors.ts';

export const FILM_LIMITS = {
  fileBytes: 512 * 1024 * 1024,
  pixels: 100_000_000,
  minSidePx: 64,
} as const;

type RefusalCode = Extract<
  ErrorCode,
  'FILE_UNSUPPORTED' | 'FILE_NOT_A_FILM' | 'FILE_CORRUPT' | 'FILE_NOT_FOUND' | 'FILE_UNREADABLE'
>;

/** The error that refuses a file by its name; `reason` completes "NAME: ..." and has no full stop. */
export function refusal(code: RefusalCode, fileName: string, reason: string, cause?: unknown): LightboxError {
  const options = cause === undefined ? undefined : { cause };
  return new LightboxError(code, `${fileName}: ${reason}.`, { file: fileName, reason }, options);
}

/**
 * Checks a picture's size before memory is taken for it.
 * @throws LightboxError FILE_CORRUPT, FILE_NOT_A_FILM (too small) or FILE_UNSUPPORTED (too large).
 */
export function checkFilmSize(
  fileName: string,
  widthPx: number,
  heightPx: number,
  minSidePx: number = FILM_LIMITS.minSidePx,
): void {
  const size = `${widthPx} x ${heightPx} pixels`;
  if (!(widthPx > 0 && heightPx > 0)) {
    throw refusal('FILE_CORRUPT', fileName, `its size of ${size} makes no picture`);
  }
  if (Math.min(widthPx, heightPx) < minSidePx) {
    const reason = `${size} are too few for a film (at least ${minSidePx} a side)`;
    throw refusal('FILE_NOT_A_FILM', fileName, reason);
  }
  if (widthPx * heightPx > FILM_LIMITS.pixels) {
    throw refusal('FILE_UNSUPPORTED', fileName, `${size} are more than the 100 million that are read`);
  }
}

/** The message of anything thrown: dicom-parser throws strings and plain objects too. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'exception' in thrown)
    return messageOf(thrown.exception);
  return 'unknown error';
}
