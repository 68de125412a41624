import { type ErrorCode, LightboxError } from '../../src-core/base/errors.ts';

export const FILM_LIMITS = {
  fileBytes: 512 * 1024 * 1024,
  pixels: 100_000_000,
  minSidePx: 64,
  /** What the process may hold while one file is decoded, itself included. */
  processBytes: 2 ** 30,
  /** Of them, for the program itself and what it holds beside. */
  restBytes: 192 * 2 ** 20,
} as const;

/** A large picture is not packed tighter: the densest codings of real films reach 100 pixels a byte. */
const MAX_PIXELS_PER_BYTE = 1000;
/** Below this a claim costs little, and a blank test picture may be packed to almost nothing. */
const UNCHECKED_PIXELS = 4_000_000;

type RefusalCode = Extract<
  ErrorCode,
  | 'FILE_UNSUPPORTED'
  | 'FILE_NOT_A_FILM'
  | 'FILE_CORRUPT'
  | 'FILE_NOT_FOUND'
  | 'FILE_UNREADABLE'
  | 'FILE_OVER_LIMIT'
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

/**
 * Refuses a picture whose decoding would take more memory than a file may, before any of it is taken.
 * @param bytes what the file and everything made from it hold at the same time
 * @throws LightboxError FILE_OVER_LIMIT
 */
export function checkFilmMemory(fileName: string, bytes: number): void {
  const limit = FILM_LIMITS.processBytes - FILM_LIMITS.restBytes;
  if (bytes <= limit) return;
  const [needed, allowed] = [Math.ceil(bytes / 2 ** 20), Math.floor(limit / 2 ** 20)];
  const reason = `decoding its picture would take about ${needed} MB of memory, more than the ${allowed} MB that a file may take`;
  throw refusal('FILE_OVER_LIMIT', fileName, reason);
}

/**
 * Refuses a large picture that a few bytes claim to hold: decoders fill up what is missing, and take the memory.
 * @throws LightboxError FILE_CORRUPT
 */
export function checkCodedBytes(fileName: string, pixels: number, codedBytes: number): void {
  if (pixels <= UNCHECKED_PIXELS || pixels <= codedBytes * MAX_PIXELS_PER_BYTE) return;
  const reason = `its ${codedBytes} bytes of compressed data are too few for ${pixels} pixels`;
  throw refusal('FILE_CORRUPT', fileName, reason);
}

/** The error for a picture that a file does not hold. `frame` counts from 0. */
export function noSuchFrame(fileName: string, frame: number, frames: number): LightboxError {
  const message = `${fileName}: there is no frame ${frame + 1}; it holds ${frames}.`;
  return new LightboxError('BAD_INPUT', message, { file: fileName, frames });
}

/** What a film's owner is told where its file holds several pictures. `frame` counts from 0. */
export function frameNote(frame: number, frames: number): string {
  return `it holds ${frames} frames; frame ${frame + 1} was taken`;
}

/** The message of anything thrown: dicom-parser throws strings and plain objects too. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'exception' in thrown)
    return messageOf(thrown.exception);
  return 'unknown error';
}
