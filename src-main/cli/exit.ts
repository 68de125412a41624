import { CommanderError } from 'commander';
import { type ErrorCode, LightboxError, toLightboxError } from '../../src-core/base/errors.ts';

/** Exit status: 0 done, 1 failed while running, 2 refused before anything was written, 130 interrupted. */
export const EXIT = { done: 0, failed: 1, refused: 2, interrupted: 130, terminated: 143 } as const;

/** Errors that are the request's own: bad input, or a model, provider or folder that cannot serve it. */
const REFUSALS: readonly ErrorCode[] = [
  'BAD_INPUT',
  'NOT_FOUND',
  'MODEL_NOT_FOUND',
  'MODEL_INVALID',
  'MODEL_UNSUPPORTED',
  'MODEL_CHANGED',
  'PROVIDER_UNAVAILABLE',
  'FILE_UNWRITABLE',
];

/** The exit status and the one line of standard error that anything thrown stands for. */
export function failureOf(thrown: unknown): { status: number; line: string } {
  if (thrown instanceof CommanderError) {
    return { status: EXIT.refused, line: oneLine(thrown.message.replace(/^error: /, '')) };
  }
  const error = toLightboxError(thrown);
  const status =
    error.code === 'CANCELLED'
      ? EXIT.interrupted
      : REFUSALS.includes(error.code)
        ? EXIT.refused
        : EXIT.failed;
  return { status, line: oneLine(`${error.message} (${error.code})`) };
}

/** A refusal of the command line itself. */
export function badInput(message: string): LightboxError {
  return new LightboxError('BAD_INPUT', message);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
