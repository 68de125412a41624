import { ANALYSIS_PARTS } from '../../src-core/contract/analysis-calls.ts';
import type { EventPayload } from '../../src-core/contract/events.ts';
import { remainingMs } from './single-task.ts';

type Part = (typeof ANALYSIS_PARTS)[number];

/** Messages closer together than this tell nobody more. */
const LEAST_MS = 100;

/**
 * What each part takes of the whole, in hundredths: measured on 20 readers of 600 cases with 2,000 replicates. It only
 * serves the remaining time.
 */
const SHARES: Readonly<Record<Part, number>> = {
  readings: 6,
  readers: 20,
  mrmc: 20,
  choices: 2,
  ratings: 30,
  agreement: 5,
  times: 7,
  figures: 10,
};

/**
 * Tells how far an analysis has come, with the time that remains of the whole at the pace so far. Parts that are left out
 * are taken as done once a later one begins.
 * @param now milliseconds of a clock that never goes back
 */
export function analysisProgress(
  tell: (payload: EventPayload<'analysis.progress'>) => void,
  now: () => number,
): (part: Part, done: number, total: number) => void {
  const begun = now();
  const whole = ANALYSIS_PARTS.reduce((sum, part) => sum + SHARES[part], 0);
  let [toldPart, toldAt]: [Part | null, number] = [null, begun];
  return (part, done, total) => {
    const at = now();
    if (part === toldPart && done < total && at - toldAt < LEAST_MS) return;
    [toldPart, toldAt] = [part, at];
    const before = ANALYSIS_PARTS.slice(0, ANALYSIS_PARTS.indexOf(part)).reduce(
      (sum, earlier) => sum + SHARES[earlier],
      0,
    );
    const share = total === 0 ? 0 : done / total;
    tell({ part, done, total, remainingMs: remainingMs(at - begun, before + SHARES[part] * share, whole) });
  };
}
