import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { verifyRecords } from './verify-records.ts';

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

/** The first thing that does not hold, of the log itself, of readers' chains with their signatures, and of studies. */
function chainProblem({ store }: AppPorts): string | null {
  const { audit, readers, studies } = verifyRecords(store);
  const problems = [audit.problem, ...[...readers, ...studies].flatMap((found) => found.problems)];
  return problems.find((problem) => problem !== null) ?? null;
}
