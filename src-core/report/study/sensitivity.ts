import { undefinedBecause } from '../../stats/statistic.ts';
import type { Steps } from '../../stats/steps.ts';
import { analysedRows } from '../../study/results-summary.ts';
import { readersOf, type StudyContext } from './context.ts';
import { estimateOf } from './endpoint-estimates.ts';
import type { EndpointAnswer, SensitivityAnalysis, StudyFlow } from './study-analysis.ts';

/**
 * Each primary endpoint again without readings that were interrupted, and without readers who failed more attention
 * checks than the protocol allows; each only where it leaves something out that the answer rests on. They stand beside
 * the answer and never in its place: nothing is decided by them.
 */
export function* analyseSensitivity(
  context: StudyContext,
  endpoints: readonly EndpointAnswer[],
  { readers }: StudyFlow,
): Steps<SensitivityAnalysis[]> {
  const failed = new Set(
    readers.filter(({ attention }) => attention?.exceeded === true).map(({ readerId }) => readerId),
  );
  const ways = [
    { without: 'interrupted', left: (row: Row) => row.interrupted },
    { without: 'attention', left: (row: Row) => failed.has(row.readerId) },
  ] as const;
  const primary = endpoints.filter((answer) => answer.primary);
  const found: SensitivityAnalysis[] = [];
  for (const [index, answer] of primary.entries()) {
    yield index / primary.length;
    for (const { without, left } of ways) {
      const lost = analysed(context, answer).filter(left);
      if (lost.length === 0) continue;
      const kept = { ...context, rows: context.rows.filter((row) => !left(row)) };
      const { estimator, phase, result } = estimateOf(kept, answer.estimand, 1 - answer.alpha);
      found.push({
        endpoint: answer.id,
        without,
        readings: lost.length,
        readers: without === 'attention' ? readersOf(context.protocol, lost) : [],
        estimator,
        // With nothing left, a later phase would answer in place of this one.
        result: phase === answer.phase ? result : undefinedBecause('no reading is left'),
      });
    }
  }
  return found;
}

type Row = StudyContext['rows'][number];

/** The readings of the endpoint's phase that count in the main analysis. */
function analysed({ rows }: StudyContext, { phase }: EndpointAnswer): Row[] {
  return analysedRows(rows).filter(({ studyPhase }) => studyPhase === phase);
}
