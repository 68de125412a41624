/**
 * The closed set of error codes. A code is stable: it crosses processes, is logged, and is what tests and
 * message files key on; the message may change.
 */
export const ERROR_CODES = [
  // General
  'BAD_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'INTERNAL',
  'CANCELLED',
  // Contract and roles
  'UNKNOWN_CALL',
  'FORBIDDEN_SENDER',
  'NOT_SIGNED_IN',
  'FORBIDDEN_ROLE',
  'SECRET_WRONG',
  // Models and engine
  'MODEL_NOT_FOUND',
  'MODEL_INVALID',
  'MODEL_UNSUPPORTED',
  'MODEL_CHANGED',
  'RECIPE_INVALID',
  'PROVIDER_UNAVAILABLE',
  'ENGINE_DIED',
  'ENGINE_FAILED',
  'OUTPUT_INVALID',
  'MEMORY_SHORT',
  'DEVICE_LOST',
  // Files
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'FILE_UNWRITABLE',
  'FILE_NOT_A_FILM',
  'FILE_UNSUPPORTED',
  'FILE_CORRUPT',
  'FILE_OVER_LIMIT',
  'CSV_INVALID',
  'DISK_FULL',
  // Store
  'STORE_FROM_FUTURE',
  'STORE_CORRUPT',
  'STORE_LOCKED',
  'CHAIN_BROKEN',
  'UNSEALING_FAILED',
  // Studies
  'STUDY_INVALID',
  'STUDY_FROZEN',
  'STUDY_NOT_FROZEN',
  'STUDY_BLINDED',
  'READING_OUT_OF_ORDER',
  'READING_CONFLICT',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Machine-readable facts about an error: plain JSON, so that it survives cloning between processes. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** The shape an error has when it crosses a process boundary. */
export interface ErrorPayload {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** The one error class of the product: what is wrong, where, and what to do, under a stable code. */
export class LightboxError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LightboxError';
    this.code = code;
    this.details = details;
  }

  toPayload(): ErrorPayload {
    return { code: this.code, message: this.message, details: this.details };
  }

  static fromPayload(payload: ErrorPayload): LightboxError {
    return new LightboxError(payload.code, payload.message, payload.details);
  }
}

/** Wraps anything thrown: a LightboxError stays as it is, everything else becomes INTERNAL. */
export function toLightboxError(thrown: unknown): LightboxError {
  if (thrown instanceof LightboxError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LightboxError('INTERNAL', message, {}, { cause: thrown });
}
