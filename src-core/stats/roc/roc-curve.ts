import { at, mean } from '../numbers.ts';
import { defined, type Statistic, undefinedBecause } from '../statistic.ts';

/** 1 - specificity, then sensitivity; both from 0 to 1. */
export type RocPoint = readonly [number, number];

/** A mean of curves with more corners than this is taken at so many places. */
const MOST_PLACES = 200;

/**
 * The empirical ROC curve: its corners from (0, 0) to (1, 1), an operating point for each score that occurs; points
 * between two others on one line are left out.
 */
export function empiricalCurve(
  positives: readonly number[],
  negatives: readonly number[],
): Statistic<RocPoint[]> {
  if (positives.length === 0) return undefinedBecause('there is no positive case');
  if (negatives.length === 0) return undefinedBecause('there is no negative case');
  const tally = new Map<number, { up: number; down: number }>();
  const count = (score: number, list: 'up' | 'down') => {
    const entry = tally.get(score) ?? { up: 0, down: 0 };
    entry[list] += 1;
    tally.set(score, entry);
  };
  for (const score of positives) count(score, 'up');
  for (const score of negatives) count(score, 'down');
  // Counts rather than shares, so that what lies on a line is told exactly.
  const corners: RocPoint[] = [[0, 0]];
  let [x, y] = [0, 0];
  for (const [, { up, down }] of [...tally].sort(([first], [second]) => second - first)) {
    [x, y] = [x + down, y + up];
    const [last, before] = [corners.at(-1), corners.at(-2)];
    if (last !== undefined && before !== undefined && onLine(before, last, [x, y])) corners.pop();
    corners.push([x, y]);
  }
  return defined(corners.map(([down, up]): RocPoint => [down / negatives.length, up / positives.length]));
}

function onLine([x0, y0]: RocPoint, [x1, y1]: RocPoint, [x2, y2]: RocPoint): boolean {
  return (x1 - x0) * (y2 - y1) === (x2 - x1) * (y1 - y0);
}

/**
 * The mean of empirical curves, taken across the chance line: along each line on which sensitivity and 1 - specificity
 * have the same sum. Its area is the mean of the curves' areas (Chen and Samuelson, Br J Radiol 2014;87:20140016).
 * Exact up to 200 corners; beyond, at 200 places of the same distance.
 */
export function meanCurve(curves: readonly (readonly RocPoint[])[]): Statistic<RocPoint[]> {
  if (curves.length === 0) return undefinedBecause('there is no curve');
  const corners = [...new Set(curves.flatMap((curve) => curve.map(([x, y]) => x + y)))].sort((a, b) => a - b);
  const places =
    corners.length <= MOST_PLACES
      ? corners
      : Array.from({ length: MOST_PLACES }, (_, index) => (2 * index) / (MOST_PLACES - 1));
  return defined(
    places.map((place): RocPoint => {
      const height = mean(curves.map((curve) => heightAt(curve, place)));
      return [within((place - height) / 2), within((place + height) / 2)];
    }),
  );
}

/** Sensitivity less (1 - specificity) where their sum is `place`. */
function heightAt(curve: readonly RocPoint[], place: number): number {
  const after = curve.findIndex(([x, y]) => x + y >= place);
  if (after <= 0) return 0;
  const [[x0, y0], [x1, y1]] = [at(curve, after - 1), at(curve, after)];
  const share = (place - x0 - y0) / (x1 + y1 - x0 - y0);
  return y0 - x0 + share * (y1 - x1 - y0 + x0);
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}
