import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { toLightboxError } from '../../src-core/base/errors.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';

/** The audit log, newest first, and whether its chain and those of the readings verify. */
export function auditHandlers(ports: AppPorts): HandlersOf<'audit'> {
  return {
    'audit.list': ({ limit }) => {
      return {
        entries: ports.store.audit.latest(limit).map(({ sequence, at, actor, action, details }) => ({
          sequence,
          at,
          actor,
          action,
          details: canonicalJson(details),
        })),
        chainProblem: chainProblem(ports),
      };
    },
  };
}

function chainProblem({ store }: AppPorts): string | null {
  try {
    store.audit.verify();
    for (const { id } of store.studies.list()) store.readings.verify(id);
    return null;
  } catch (thrown) {
    return toLightboxError(thrown).message;
  }
}
