import { groupBy } from '../../base/collections.ts';
import { mean } from '../../stats/numbers.ts';
import { clusteredMeanDifference } from '../../stats/rating/clustered-difference.ts';
import type { ReadingPhase } from '../../study/protocol.ts';
import {
  askedItems,
  asTested,
  mainReadings,
  phaseReadings,
  type StudyContext,
  type StudyReading,
} from './context.ts';
import { ratedReadings } from './ratings.ts';
import type { Learning } from './time-analysis.ts';

interface Valued extends StudyReading {
  readonly value: number;
}

/** Whether answers shift along the order: the later half of each reader's readings of a phase against the earlier. */
export function learning(context: StudyContext, phase: ReadingPhase): Learning[] {
  const readings = phaseReadings(context, phase.id);
  const items = askedItems(context.protocol, phase);
  const right = readings.flatMap((reading): Valued[] => {
    const { correct } = reading.row;
    return correct === null ? [] : [{ ...reading, value: Number(correct) }];
  });
  return [
    ...(right.length === 0 ? [] : [halves(context, phase.id, { item: null, quantity: 'right' }, right)]),
    ...items.flatMap((item) => {
      if (item.kind !== 'likert') return [];
      const rated = ratedReadings(mainReadings(readings, item), item.id);
      return [halves(context, phase.id, { item: item.id, quantity: 'scale' }, rated)];
    }),
  ];
}

function halves(
  { level, methods }: StudyContext,
  phase: string,
  of: Pick<Learning, 'item' | 'quantity'>,
  values: readonly Valued[],
): Learning {
  methods.use('two-way-clustered-mean');
  const placed = [...groupBy(values, ({ readerId }) => readerId).values()].flatMap((own) =>
    own.map((entry, index) => ({ ...entry, inFirst: index >= own.length / 2 })),
  );
  const meanOf = (later: boolean): number | null => {
    const half = placed.filter(({ inFirst }) => inFirst === later).map(({ value }) => value);
    return half.length === 0 ? null : mean(half);
  };
  return {
    phase,
    ...of,
    earlierMean: meanOf(false),
    laterMean: meanOf(true),
    difference: asTested(clusteredMeanDifference(placed, 'reader-and-case', level)),
  };
}
