import { LightboxError } from '../../src-core/base/errors.ts';
import type { Handlers } from './handlers.ts';

const pending = (): never => {
  throw new LightboxError('INTERNAL', 'This call is not built yet.');
};

/** Calls of the contract whose use cases are still to come. */
export function pendingHandlers(): Pick<Handlers, 'design.preview'> {
  return {
    'design.preview': pending,
  };
}
