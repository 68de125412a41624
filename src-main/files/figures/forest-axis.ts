import type { FigureOf } from '../../../src-core/report/figure.ts';

type Forest = FigureOf<'forest'>;

/** What of a scale a forest shows; intervals that go beyond end in an arrow. */
export interface ForestAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly log: boolean;
}

/** Half of the estimates' own spread is room enough beside them; an interval much wider does not squeeze the others. */
const MOST_WIDTHS = 1.5;

/** The axis that all rows share. */
export function forestAxis({ rows, reference, margin, scale }: Forest, most: number): ForestAxis {
  const log = scale === 'log';
  const into = log ? Math.log10 : (value: number): number => value;
  const usable = (value: number | null | undefined): value is number =>
    value != null && Number.isFinite(value) && (!log || value > 0);
  const core = [...rows.map(({ estimate }) => estimate), reference, margin?.lower, margin?.upper].filter(
    usable,
  );
  const halves = rows
    .flatMap(({ estimate, lower, upper }) =>
      usable(estimate) && usable(lower) && usable(upper) ? [(into(upper) - into(lower)) / 2] : [],
    )
    .sort((a, b) => a - b);
  const half = halves[Math.floor(halves.length / 2)] ?? 0;
  const values = core.map(into);
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(half * (1 + MOST_WIDTHS), (to - from) * 0.25);
  const ends = rows
    .flatMap(({ lower, upper }) => [lower, upper])
    .filter(usable)
    .map(into);
  let low = Math.max(from - room, Math.min(from, ...ends));
  let high = Math.min(to + room, Math.max(to, ...ends));
  if (!(high > low)) [low, high] = values.length === 0 ? [0, 1] : [low - 0.5, high + 0.5];
  return log ? logAxis(low, high, most) : linearAxis(low, high, most);
}

/** Ticks at steps of 1, 2 or 5 times a power of ten; the ends lie at quarters of a step, so that no room is lost. */
function linearAxis(low: number, high: number, most: number): ForestAxis {
  const step = niceStep((high - low) / most);
  const quarter = step / 4;
  const whole = (value: number): number => Number(value.toFixed(10));
  const from = whole(Math.floor(low / quarter + 1e-9) * quarter);
  const to = whole(Math.ceil(high / quarter - 1e-9) * quarter);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => whole((first + index) * step));
  return { domain: [from, to], ticks, log: false };
}

function logAxis(low: number, high: number, most: number): ForestAxis {
  const within = (steps: readonly number[]): number[] => {
    const found: number[] = [];
    for (let power = Math.floor(low) - 1; power <= Math.ceil(high) + 1; power++) {
      for (const step of steps) found.push(Number((step * 10 ** power).toPrecision(6)));
    }
    return found;
  };
  for (const steps of [[1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const all = within(steps);
    const from = all.filter((value) => Math.log10(value) <= low + 1e-9).at(-1);
    const to = all.find((value) => Math.log10(value) >= high - 1e-9);
    if (from === undefined || to === undefined) continue;
    const ticks = all.filter((value) => value >= from && value <= to);
    if (ticks.length <= most + 1 || steps.length === 1) return { domain: [from, to], ticks, log: true };
  }
  throw new RangeError('no axis for these values');
}

export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(6));
}
