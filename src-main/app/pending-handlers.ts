import { LightboxError } from '../../src-core/base/errors.ts';
import type { HandlersOf } from './handlers.ts';

const pending = (): never => {
  throw new LightboxError('INTERNAL', 'This call is not built yet.');
};

/** Calls of the contract whose use cases are still to come. */
export function pendingHandlers(): HandlersOf<'conduct' | 'reader' | 'packages'> &
  Pick<HandlersOf<'design'>, 'design.preview'> {
  return {
    'design.preview': pending,
    'conduct.list': pending,
    'conduct.view': pending,
    'conduct.releasePhase': pending,
    'conduct.adjudicate': pending,
    'conduct.amend': pending,
    'conduct.unlockReader': pending,
    'conduct.waiveTraining': pending,
    'conduct.close': pending,
    'conduct.unblind': pending,
    'reader.assignments': pending,
    'reader.study': pending,
    'reader.resume': pending,
    'reader.beginSession': pending,
    'reader.endSession': pending,
    'reader.passGate': pending,
    'reader.submitTraining': pending,
    'reader.submit': pending,
    'reader.goBack': pending,
    'reader.revise': pending,
    'reader.pause': pending,
    'reader.unpause': pending,
    'reader.submitQuestionnaire': pending,
    'reader.sign': pending,
    'reader.writeReadings': pending,
    'packages.write': pending,
    'packages.takeReadings': pending,
    'packages.open': pending,
    'packages.accept': pending,
    'packages.cancel': pending,
  };
}
