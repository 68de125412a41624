import { CommanderError } from 'commander';
import { type ErrorCode, LightboxError, toLightboxError } from '../../src-core/base/errors.ts';

/** Exit status: 0 done, 1 failed while running, 2 refused before anything was written, 130 interrupted. */
export const EXIT = { done: 0, failed: 1, refused: 2, interrupted: 130, terminated: 143 } as const;

/** Errors that are the request's own: bad input, or a model, provider, folder or study that cannot serve it. */
const REFUSALS: readonly ErrorCode[] = [
  'BAD_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'MODEL_NOT_FOUND',
  'MODEL_INVALID',
  'MODEL_UNSUPPORTED',
  'MODEL_CHANGED',
  'RECIPE_INVALID',
  'PROVIDER_UNAVAILABLE',
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'FILE_UNWRITABLE',
  'FILE_NOT_A_FILM',
  'FILE_UNSUPPORTED',
  'FILE_CORRUPT',
  'FILE_OVER_LIMIT',
  'CSV_INVALID',
  'STORE_FROM_FUTURE',
  'STORE_LOCKED',
  'SECRET_WRONG',
  'STUDY_INVALID',
  'STUDY_FROZEN',
  'STUDY_NOT_FROZEN',
  'STUDY_BLINDED',
];

/** Set in the details of an error that came when images had been written: it is no refusal any more. */
const WRITTEN = 'imagesWritten';

/** The exit status and the one line of standard error that anything thrown stands for. */
export function failureOf(thrown: unknown): { status: number; line: string } {
  if (thrown instanceof CommanderError) {
    return { status: EXIT.refused, line: oneLine(thrown.message.replace(/^error: /, '')) };
  }
  const error = toLightboxError(thrown);
  const status =
    error.code === 'CANCELLED'
      ? EXIT.interrupted
      : REFUSALS.includes(error.code) && !(WRITTEN in error.details)
        ? EXIT.refused
        : EXIT.failed;
  return { status, line: oneLine(`${error.message} (${error.code})`) };
}

/** An error as it stands where `written` images are there already. */
export function failedAfter(written: number, thrown: unknown): LightboxError {
  const error = toLightboxError(thrown);
  if (written === 0) return error;
  return new LightboxError(
    error.code,
    error.message,
    { ...error.details, [WRITTEN]: written },
    { cause: thrown },
  );
}

/** A refusal of the command line itself. */
export function badInput(message: string): LightboxError {
  return new LightboxError('BAD_INPUT', message);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
