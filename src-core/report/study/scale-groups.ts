import { clusteredBootstrapSteps } from '../../stats/rating/clustered-bootstrap.ts';
import { ratingDistribution, weightedMean } from '../../stats/rating/distribution.ts';
import { mapSteps, type Steps, within } from '../../stats/steps.ts';
import { armsOf, asEstimate, readersOf, type StudyContext } from './context.ts';
import { type LikertItem, meanOfRatings, type Rated } from './ratings.ts';
import type { ScaleGroup } from './scale-types.ts';

/** By readers, cases and what else the table of a paper has, each over arms and within them. */
const GROUPINGS = [
  ['finding', ({ finding }: Rated) => finding],
  ['view', ({ view }: Rated) => view],
  ['session', ({ session }: Rated) => String(session)],
  ['text-control', ({ row }: Rated) => row.textControl],
] as const;

/** Distributions and means of one item: all, by arm, and by reader, finding, view, session over arms and within them. */
export function* scaleGroups(
  context: StudyContext,
  item: LikertItem,
  all: readonly Rated[],
  name: string,
): Steps<ScaleGroup[]> {
  const { protocol, level, replicates, methods } = context;
  methods.use('two-way-clustered-mean', 'one-way-clustered-share', 'clustered-bootstrap');
  const scale = Array.from({ length: item.max - item.min + 1 }, (_, step) => item.min + step);
  const arms = armsOf(protocol, all);
  const summary = (own: readonly Rated[]) => ({
    distribution: ratingDistribution(
      own.map(({ value }) => value),
      scale,
    ),
    mean: asEstimate(meanOfRatings(own, item, level)),
  });
  const group = (
    by: ScaleGroup['by'],
    key: string | null,
    arm: string | null,
    own: readonly Rated[],
  ): ScaleGroup => ({
    by,
    group: key,
    arm,
    ...summary(own),
    bootstrap: null,
  });
  const ofArms: ScaleGroup[] = [];
  for (const [index, arm] of arms.entries()) {
    const own = all.filter((entry) => entry.arm === arm);
    const random = context.random(`${name}/mean/${arm}`);
    const steps = clusteredBootstrapSteps(own, weightedMean, { by: 'both', random, replicates, level });
    const bootstrap = yield* within(index / arms.length / 2, (index + 1) / arms.length / 2, steps);
    ofArms.push({ ...group('arm', arm, arm, own), bootstrap });
  }
  const groupings = [
    ...readersOf(protocol, all).map((readerId) => ({
      by: 'reader' as const,
      key: readerId,
      own: all.filter((entry) => entry.readerId === readerId),
    })),
    ...GROUPINGS.flatMap(([by, keyOf]) => {
      const keys = [...new Set(all.map(keyOf))].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
      if (keys.length < 2) return [];
      return keys.map((key) => ({ by, key, own: all.filter((entry) => keyOf(entry) === key) }));
    }),
  ];
  const overAndWithin = groupings.flatMap(({ by, key, own }) => [
    { by, key, arm: null, own },
    ...(arms.length < 2 ? [] : arms)
      .map((arm) => ({ by, key, arm, own: own.filter((entry) => entry.arm === arm) }))
      .filter((entry) => entry.own.length > 0),
  ]);
  const others = yield* within(
    0.5,
    1,
    mapSteps(overAndWithin, ({ by, key, arm, own }) => group(by, key, arm, own)),
  );
  return [group('all', null, null, all), ...ofArms, ...others];
}
