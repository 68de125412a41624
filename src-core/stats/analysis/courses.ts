import { naturalOrder } from '../../base/natural-order.ts';
import { covariance, groupBy, mean, variance } from '../numbers.ts';
import { empiricalCurve, meanCurve } from '../roc/roc-curve.ts';
import type { RatedReading } from './reading-table.ts';

type ScoredReading = Pick<RatedReading, 'reader' | 'arm' | 'positive' | 'rating'>;

/** The readers' ROC curves under each arm, and their mean over the readers who have one. */
export function rocCurves(readings: readonly ScoredReading[]) {
  return byName(readings, ({ arm }) => arm).map(([arm, ofArm]) => {
    const readers = byName(ofArm, ({ reader }) => reader).map(([reader, own]) => {
      const scores = (positive: boolean) =>
        own.filter((entry) => entry.positive === positive).map(({ rating }) => rating);
      return { reader, curve: empiricalCurve(scores(true), scores(false)) };
    });
    return {
      arm,
      readers,
      mean: meanCurve(readers.flatMap(({ curve }) => (curve.defined ? [curve.value] : []))),
    };
  });
}

/** A reading with its time and its place in the reader's order. */
export interface TimedReading {
  readonly reader: string;
  readonly arm: string;
  readonly order: number;
  /** Above 0. */
  readonly seconds: number;
  readonly interrupted: boolean;
}

export type TimeCourse = ReturnType<typeof timeCourses>[number];

/** Each reader's times in order, with the line fitted to their logarithms by least squares, at its two ends. */
export function timeCourses(readings: readonly TimedReading[]) {
  return byName(readings, ({ reader }) => reader).map(([reader, own]) => {
    const points = own
      .map(({ arm, order, seconds, interrupted }) => ({ arm, order, seconds, interrupted }))
      .sort((first, second) => first.order - second.order);
    return { reader, points, trend: trendOf(points) };
  });
}

function trendOf(points: readonly Pick<TimedReading, 'order' | 'seconds'>[]) {
  const orders = points.map(({ order }) => order);
  const logs = points.map(({ seconds }) => Math.log(seconds));
  if (points.length < 3 || variance(orders) === 0) return [];
  const slope = covariance(orders, logs) / variance(orders);
  return [Math.min(...orders), Math.max(...orders)].map((order) => ({
    order,
    seconds: Math.exp(mean(logs) + slope * (order - mean(orders))),
  }));
}

/** Groups by name, in the natural order of names. */
function byName<Item>(items: readonly Item[], nameOf: (item: Item) => string): [string, Item[]][] {
  return [...groupBy(items, nameOf)].sort(([first], [second]) => naturalOrder(first, second));
}
