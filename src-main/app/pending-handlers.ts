import { LightboxError } from '../../src-core/base/errors.ts';
import type { Handlers, HandlersOf } from './handlers.ts';

const pending = (): never => {
  throw new LightboxError('INTERNAL', 'This call is not built yet.');
};

/** Calls of the contract whose use cases are still to come. */
export function pendingHandlers(): Omit<HandlersOf<'conduct'>, 'conduct.list'> &
  Pick<Handlers, 'design.preview'> {
  return {
    'design.preview': pending,
    'conduct.view': pending,
    'conduct.releasePhase': pending,
    'conduct.adjudicate': pending,
    'conduct.amend': pending,
    'conduct.unlockReader': pending,
    'conduct.waiveTraining': pending,
    'conduct.close': pending,
    'conduct.unblind': pending,
  };
}
