import type { TFunction } from 'i18next';
import type { LightboxError } from '../../src-core/base/errors.ts';

export interface ErrorText {
  readonly title: string;
  /** The message main gave: what is wrong, where, and what to do. */
  readonly explanation: string;
}

/** The one place that turns an error into text. */
export function describeError(error: LightboxError, t: TFunction<'errors'>): ErrorText {
  return { title: t(error.code, { ns: 'errors' }), explanation: error.message };
}

/** An error that is worth showing: what a person cancelled is no news to them. */
export function unlessCancelled(error: LightboxError | null): LightboxError | null {
  return error?.code === 'CANCELLED' ? null : error;
}
