import { LightboxError } from '../base/errors.ts';
import type { Protocol } from './protocol.ts';
import { expectedAnswers, isExpected } from './reader-plan.ts';
import type { ReaderSession } from './results.ts';
import { trialOf } from './session-state.ts';

/** How one reader did on the attention checks read so far. The coordinator's side, after unblinding or not. */
export interface AttentionReport {
  readonly readerId: string;
  readonly passed: number;
  readonly failed: number;
  /** More failures than the protocol allows. */
  readonly exceeded: boolean;
}

/**
 * Counts a reader's attention checks: one is failed when any of its expected answers was not given. An adjudication has
 * none.
 * @throws LightboxError NOT_FOUND when the allocation is not of this protocol.
 */
export function attentionReport(
  protocol: Protocol,
  { readerId, allocation, state }: ReaderSession,
): AttentionReport {
  const outcomes = allocation.sessions.flatMap((session) => {
    const phase = protocol.phases.find(({ id }) => id === session.phase);
    if (phase === undefined) {
      throw new LightboxError('NOT_FOUND', `The study has no phase ${session.phase}.`, {
        phase: session.phase,
      });
    }
    return session.trials
      .filter(({ kind }) => kind === 'attention')
      .flatMap((trial) => {
        const { locked } = trialOf(state, trial.readerCaseId);
        if (locked.length < phase.stages.length) return [];
        const given = Object.assign({}, ...locked.map(({ answers }) => answers));
        const expected = Object.entries(expectedAnswers(protocol, trial, phase.stages));
        // A check whose answers another phase asks tells nothing here.
        if (expected.length === 0) return [];
        return expected.every(([item, value]) => isExpected(given[item] ?? null, value));
      });
  });
  const failed = outcomes.filter((passed) => !passed).length;
  const most = protocol.attention?.maxFailures ?? null;
  return {
    readerId,
    passed: outcomes.length - failed,
    failed,
    exceeded: most !== null && failed > most,
  };
}
