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
