import { LightboxError } from '../../src-core/base/errors.ts';
import type { HandlersOf } from './handlers.ts';

const pending = (): never => {
  throw new LightboxError('INTERNAL', 'This call is not built yet.');
};

/** Calls of the contract whose use cases are still to come. */
export function pendingHandlers(): HandlersOf<'analysis'> {
  return {
    'analysis.study': pending,
    'analysis.chooseFile': pending,
    'analysis.file': pending,
    'analysis.cancel': pending,
    'analysis.saveReport': pending,
    'analysis.saveFigure': pending,
    'analysis.export': pending,
  };
}
