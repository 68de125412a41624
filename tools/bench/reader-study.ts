import { seededRandom } from '../../src-core/base/random.ts';
import { analyseTable } from '../../src-core/stats/analysis/analyse.ts';
import type { ReadingTable, TableReading } from '../../src-core/stats/analysis/reading-table.ts';
import { normalDraw } from '../../src-core/stats/power/roe-metz.ts';

export interface StudySize {
  readonly readers: number;
  readonly cases: number;
  readonly arms: number;
}

/** Signed confidences of -4 to 4 without 0, log-normal times and places in the order, all drawn from one seed. */
export function drawReaderStudy({ readers, cases, arms }: StudySize, seed: number): ReadingTable {
  const random = seededRandom(seed);
  const draws = (count: number, deviation: number): number[] =>
    Array.from({ length: count }, () => deviation * normalDraw(random));
  const [ofReaders, ofCases] = [draws(readers, 0.5), draws(cases, 0.7)];
  const truth = new Map(Array.from({ length: cases }, (_, index) => [`c${index}`, index % 2 === 0]));
  const readings: TableReading[] = [];
  for (const [reader, readerEffect] of ofReaders.entries()) {
    for (let arm = 0; arm < arms; arm += 1) {
      for (const [place, caseEffect] of ofCases.entries()) {
        const shift = place % 2 === 0 ? 0.8 + 0.3 * arm : 0;
        const latent = readerEffect + caseEffect + shift + normalDraw(random);
        const steps = Math.max(-4, Math.min(4, Math.round(1.6 * latent)));
        const rating = steps === 0 ? (latent > 0 ? 1 : -1) : steps;
        const log = 2.5 + 0.3 * readerEffect + 0.2 * caseEffect + 0.4 * normalDraw(random);
        const order = arm * cases + place;
        readings.push({
          reader: `r${String(reader).padStart(3, '0')}`,
          case: `c${place}`,
          arm: `a${arm}`,
          rating,
          seconds: Math.exp(log),
          order,
        });
      }
    }
  }
  return { readings, truth };
}

/** What a run of the whole analysis took, and how it can be watched and ended. */
export interface WholeAnalysis {
  readonly processorMs: number;
  readonly byPartMs: Readonly<Record<string, number>>;
  /** The longest work without a turn for others, and between two reports of progress, in ms of the processor. */
  readonly longestStepMs: number;
  readonly longestSilenceMs: number;
  readonly reports: number;
  /** Of cancels at even shares of the run: until the analysis had ended, by the clock and of the processor. */
  readonly cancels: readonly { readonly clockMs: number; readonly processorMs: number }[];
}

const CANCELS = 12;

/** @param turn gives others on this thread their turn */
export async function measureWholeAnalysis(
  table: ReadingTable,
  replicates: number,
  turn: () => Promise<void>,
): Promise<WholeAnalysis> {
  const byPartMs: Record<string, number> = {};
  let [longestStepMs, longestSilenceMs, reports] = [0, 0, 0];
  const begin = process.cpuUsage();
  let [stepStart, lastReport] = [begin, begin];
  let partBegin = process.cpuUsage();
  const started = performance.now();
  await analyseTable(table, {
    replicates,
    hooks: {
      progress: (part, done, total) => {
        longestSilenceMs = Math.max(longestSilenceMs, processorMsSince(lastReport));
        lastReport = process.cpuUsage();
        reports += 1;
        if (done === 0) partBegin = process.cpuUsage();
        if (done === total) byPartMs[part] = processorMsSince(partBegin);
      },
      pause: async () => {
        longestStepMs = Math.max(longestStepMs, processorMsSince(stepStart));
        await turn();
        stepStart = process.cpuUsage();
      },
    },
  });
  const processorMs = processorMsSince(begin);
  const wallMs = performance.now() - started;
  const cancels: WholeAnalysis['cancels'][number][] = [];
  for (let cancel = 1; cancel <= CANCELS; cancel += 1) {
    cancels.push(await cancelAfter(table, replicates, turn, (wallMs * cancel) / (CANCELS + 1)));
  }
  return { processorMs, byPartMs, longestStepMs, longestSilenceMs, reports, cancels };
}

/** Cancels by a timer on the analysis' own thread, as a message would. A run that ends before gives 0. */
async function cancelAfter(
  table: ReadingTable,
  replicates: number,
  turn: () => Promise<void>,
  ms: number,
): Promise<WholeAnalysis['cancels'][number]> {
  const due = performance.now() + ms;
  // The timer waits for a step to end: what the step has taken when it is due counts, too.
  let [cancelled, stepStart] = [false, process.cpuUsage()];
  const timer = setTimeout(() => {
    cancelled = true;
  }, ms);
  const pause = async (): Promise<void> => {
    await turn();
    if (!cancelled) stepStart = process.cpuUsage();
  };
  try {
    await analyseTable(table, { replicates, hooks: { pause, isCancelled: () => cancelled } });
    return { clockMs: 0, processorMs: 0 };
  } catch {
    return { clockMs: performance.now() - due, processorMs: processorMsSince(stepStart) };
  } finally {
    clearTimeout(timer);
  }
}

export function processorMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
