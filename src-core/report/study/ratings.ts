import { clusteredMean } from '../../stats/proportion/clustered-mean.ts';
import type { InstrumentItem } from '../../study/instrument.ts';
import { answerTo, type StudyReading } from './context.ts';

export type LikertItem = Extract<InstrumentItem, { kind: 'likert' }>;

export interface Rated extends StudyReading {
  readonly value: number;
}

/** The readings in which an item has a number. */
export function ratedReadings(readings: readonly StudyReading[], item: string): Rated[] {
  return readings.flatMap((reading) => {
    const value = answerTo(reading, item);
    return typeof value === 'number' ? [{ ...reading, value }] : [];
  });
}

/** The mean of ratings, clustered by readers and groups of cases; by cases alone where one reader read. */
export function meanOfRatings(values: readonly Rated[], { min, max }: LikertItem, level: number) {
  const single = new Set(values.map(({ reader }) => reader)).size < 2;
  return clusteredMean(values, 0, single ? 'case' : 'reader-and-case', level, [min, max]);
}
