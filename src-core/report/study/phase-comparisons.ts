import { groupBy } from '../../base/collections.ts';
import { mean } from '../../stats/numbers.ts';
import { clusteredMean } from '../../stats/proportion/clustered-mean.ts';
import { clusteredBootstrapSteps } from '../../stats/rating/clustered-bootstrap.ts';
import { clusteredMeanDifference } from '../../stats/rating/clustered-difference.ts';
import { weightedMean, weightedMeanDifference } from '../../stats/rating/distribution.ts';
import { signedRankTest } from '../../stats/rating/wilcoxon.ts';
import { type Steps, within } from '../../stats/steps.ts';
import type { InstrumentItem } from '../../study/instrument.ts';
import { readingPhases, truthOf } from '../../study/protocol.ts';
import {
  answerTo,
  armsOf,
  askedItems,
  asTested,
  mainReadings,
  phaseReadings,
  type StudyContext,
  type StudyReading,
} from './context.ts';
import { isVerdict } from './detection-readings.ts';
import type { PhaseComparison } from './phase-analysis.ts';

interface Pairing {
  readonly earlier: { readonly phase: string; readonly item: InstrumentItem };
  readonly later: { readonly phase: string; readonly item: InstrumentItem };
  readonly quantity: Exclude<PhaseComparison['quantity'], 'arm-difference'>;
}

interface PairedReading extends StudyReading {
  readonly before: number;
  readonly after: number;
  /** After minus before. */
  readonly value: number;
}

/** What two phases both measure, of the same reader and case. */
export function* comparePhases(context: StudyContext): Steps<PhaseComparison[]> {
  const jobs = pairingsOf(context);
  const found: PhaseComparison[] = [];
  for (const [index, pairing] of jobs.entries()) {
    const [from, to] = [index / jobs.length, (index + 1) / jobs.length];
    found.push(...(yield* within(from, to, comparePairing(context, pairing))));
  }
  return found;
}

/** Each later phase's items with the first earlier item of the same kind, measure and scale. */
function pairingsOf({ protocol }: StudyContext): Pairing[] {
  const asked = readingPhases(protocol).flatMap((phase) =>
    askedItems(protocol, phase).map((item) => ({ phase: phase.id, item })),
  );
  return asked.flatMap((later, index) => {
    const quantity = quantityOf(later.item);
    const earlier = asked
      .slice(0, index)
      .find(({ phase, item }) => phase !== later.phase && isSameQuestion(item, later.item));
    return quantity === null || earlier === undefined ? [] : [{ earlier, later, quantity }];
  });
}

function quantityOf(item: InstrumentItem): Pairing['quantity'] | null {
  if (item.kind === 'likert') return 'scale';
  if (isVerdict(item)) return 'called-synthetic';
  return item.kind === 'film-choice' ? 'right' : null;
}

function isSameQuestion(one: InstrumentItem, other: InstrumentItem): boolean {
  if (one.measures !== other.measures || quantityOf(one) !== quantityOf(other)) return false;
  if (one.kind === 'likert' && other.kind === 'likert') return one.min === other.min && one.max === other.max;
  if (one.kind === 'film-choice' && other.kind === 'film-choice') return one.asks === other.asks;
  return one.kind === other.kind;
}

function numberOf(reading: StudyReading, item: InstrumentItem): number | null {
  const answer = answerTo(reading, item.id);
  if (item.kind === 'likert') return typeof answer === 'number' ? answer : null;
  if (item.kind === 'film-choice') return answer === null ? null : Number(answer === reading.row.targetPlace);
  return answer === 'real' || answer === 'synthetic' ? Number(answer === 'synthetic') : null;
}

function* comparePairing(context: StudyContext, pairing: Pairing): Steps<PhaseComparison[]> {
  const { paired, unpaired } = pairReadings(context, pairing);
  const arms = armsOf(context.protocol, paired);
  const groups = [null, ...(arms.length > 1 ? arms : [])];
  const found: PhaseComparison[] = [];
  for (const [index, arm] of groups.entries()) {
    const own = paired.filter((entry) => arm === null || entry.arm === arm);
    const left = unpaired.filter((entry) => arm === null || entry === arm).length;
    const steps = compareReadings(context, pairing, { arm, own, left });
    found.push(yield* within((0.8 * index) / groups.length, (0.8 * (index + 1)) / groups.length, steps));
  }
  const truths = new Set(paired.map(({ truth }) => truth));
  if (!truths.has('real') || !truths.has('synthetic') || pairing.quantity === 'right') return found;
  found.push(yield* within(0.8, 1, armDifference(context, pairing, paired, unpaired.length)));
  return found;
}

/** Pairs, and the arms of readings that have an answer in one phase alone. */
function pairReadings(context: StudyContext, { earlier, later }: Pairing) {
  const valued = (side: Pairing['earlier']) =>
    mainReadings(phaseReadings(context, side.phase), side.item).flatMap((reading) => {
      const value = numberOf(reading, side.item);
      return value === null ? [] : [{ reading, value, key: `${reading.reader}\n${reading.caseId}` }];
    });
  const [before, after] = [valued(earlier), valued(later)];
  const first = new Map(before.map((entry) => [entry.key, entry]));
  const second = new Set(after.map(({ key }) => key));
  const paired = after.flatMap(({ reading, value, key }): PairedReading[] => {
    const beside = first.get(key);
    if (beside === undefined) return [];
    return [{ ...reading, before: beside.value, after: value, value: value - beside.value }];
  });
  const alone = [
    ...before.filter(({ key }) => !second.has(key)),
    ...after.filter(({ key }) => !first.has(key)),
  ];
  return { paired, unpaired: alone.map(({ reading }) => reading.arm) };
}

function baseOf({ earlier, later }: Pairing) {
  return {
    earlier: earlier.phase,
    later: later.phase,
    earlierItem: earlier.item.id,
    laterItem: later.item.id,
  };
}

function* compareReadings(
  context: StudyContext,
  pairing: Pairing,
  {
    arm,
    own,
    left,
  }: { readonly arm: string | null; readonly own: readonly PairedReading[]; readonly left: number },
): Steps<PhaseComparison> {
  const { level, replicates, methods } = context;
  methods.use('two-way-clustered-mean', 'clustered-bootstrap', 'signed-rank');
  const name = `phases/${pairing.later.phase}/${pairing.later.item.id}/${arm}`;
  const bootstrap = yield* clusteredBootstrapSteps(own, weightedMean, {
    by: 'both',
    random: context.random(name),
    replicates,
    level,
  });
  const ofReaders = [...groupBy(own, ({ reader }) => reader).values()].map((list) =>
    mean(list.map(({ value }) => value)),
  );
  const meanOf = (of: (entry: PairedReading) => number): number | null =>
    own.length === 0 ? null : mean(own.map(of));
  return {
    ...baseOf(pairing),
    quantity: pairing.quantity,
    arm,
    pairs: own.length,
    unpaired: left,
    earlierMean: meanOf(({ before }) => before),
    laterMean: meanOf(({ after }) => after),
    difference: asTested(clusteredMean(own, 0, 'reader-and-case', level)),
    bootstrap,
    signedRank: signedRankTest(ofReaders),
  };
}

/** How much more made films have changed than real ones. */
function* armDifference(
  context: StudyContext,
  pairing: Pairing,
  paired: readonly PairedReading[],
  left: number,
): Steps<PhaseComparison> {
  const { level, replicates, protocol } = context;
  const made = new Set(protocol.arms.filter((arm) => truthOf(arm) === 'synthetic').map(({ id }) => id));
  const own = paired
    .filter(({ truth }) => truth !== 'control')
    .map((entry) => ({ ...entry, inFirst: made.has(entry.arm) }));
  const bootstrap = yield* clusteredBootstrapSteps(own, weightedMeanDifference, {
    by: 'both',
    random: context.random(`phases/${pairing.later.phase}/${pairing.later.item.id}/arms`),
    replicates,
    level,
  });
  const gap = (of: (entry: PairedReading) => number, from: typeof own): number | null => {
    const sides = [true, false].map((inFirst) => from.filter((entry) => entry.inFirst === inFirst).map(of));
    const [first = [], second = []] = sides;
    return first.length === 0 || second.length === 0 ? null : mean(first) - mean(second);
  };
  const ofReaders = [...groupBy(own, ({ reader }) => reader).values()].flatMap(
    (list) => gap(({ value }) => value, list) ?? [],
  );
  return {
    ...baseOf(pairing),
    quantity: 'arm-difference',
    arm: null,
    pairs: own.length,
    unpaired: left,
    earlierMean: gap(({ before }) => before, own),
    laterMean: gap(({ after }) => after, own),
    difference: asTested(clusteredMeanDifference(own, 'reader-and-case', level)),
    bootstrap,
    signedRank: signedRankTest(ofReaders),
  };
}
