import { type Contender, type Drawing, median } from './contender.ts';

/** A contender's row of the report. */
export interface Row {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly images: number;
  readonly medianImageMs: number;
  readonly medianStepMs: number;
  readonly slowestStepMs: number;
  readonly outsideRun: number | null;
  readonly peakMemoryMb: number | null;
}

export type Start = () => Promise<Contender>;

/**
 * Draws with all contenders in turns, one image each, after one that warms up: what else the machine does
 * hits them alike. Needs the memory for all of them at once.
 */
export async function inTurns(starts: readonly Start[], images: number): Promise<Row[]> {
  const contenders: Contender[] = [];
  try {
    for (const start of starts) contenders.push(await start());
    const drawings = contenders.map((): Drawing[] => []);
    for (const contender of contenders) await contender.draw(0);
    for (let seed = 1; seed <= images; seed++) {
      for (const [index, contender] of contenders.entries()) {
        drawings[index]?.push(await contender.draw(seed));
      }
    }
    return contenders.map((contender, index) => rowOf(contender, drawings[index] ?? []));
  } finally {
    for (const contender of contenders) await contender.close();
  }
}

/** One contender after the other, for models of which only one fits into memory. */
export async function oneByOne(starts: readonly Start[], images: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const start of starts) rows.push(...(await inTurns([start], images)));
  return rows;
}

function rowOf(contender: Contender, drawings: readonly Drawing[]): Row {
  const steps = drawings.flatMap(({ stepMs }) => stepMs);
  const outside = drawings.map(({ outsideRun }) => outsideRun);
  const peak = contender.peakMemoryBytes();
  return {
    name: contender.name,
    versions: { ...contender.versions },
    images: drawings.length,
    medianImageMs: median(drawings.map(({ imageMs }) => imageMs)),
    medianStepMs: median(steps),
    slowestStepMs: Math.max(...steps),
    outsideRun: outside.every((part) => part !== null) ? median(outside) : null,
    peakMemoryMb: peak === null ? null : Math.round(peak / 1e6),
  };
}
