import { groupBy } from '../../base/collections.ts';
import { timeCourses } from '../../stats/analysis/courses.ts';
import { linearMixedModelSteps } from '../../stats/model/linear-mixed.ts';
import { quantile, sum } from '../../stats/numbers.ts';
import { clusteredMean } from '../../stats/proportion/clustered-mean.ts';
import { defined, type Statistic, undefinedBecause } from '../../stats/statistic.ts';
import { mapSteps, type Steps, within } from '../../stats/steps.ts';
import { type Protocol, type ReadingPhase, readingPhases } from '../../study/protocol.ts';
import type { ResultRow } from '../../study/results.ts';
import {
  armsOf,
  mapStatistic,
  phaseReadings,
  readerKey,
  readersOf,
  type StudyContext,
  type StudyReading,
} from './context.ts';
import { learning } from './learning.ts';
import type {
  PhaseTimes,
  ReaderTimes,
  TimeAnalysis,
  TimeGroup,
  TimeModel,
  TimeSummary,
  TimeTerm,
} from './time-analysis.ts';

/** A complete reading with its time. */
interface Timed extends StudyReading {
  readonly phase: string;
  readonly seconds: number;
  /** Place in the reader's order within the phase, in hundreds, from 0. */
  readonly hundreds: number;
}

/** Share of the work that the models are. */
const MODELS = 0.7;

/** Reading times: summaries, mixed models of their logs, each reader along the order; and what was learned on the way. */
export function* analyseTimes(context: StudyContext): Steps<TimeAnalysis> {
  const phases = readingPhases(context.protocol);
  const timed = new Map(phases.map((phase) => [phase.id, timedReadings(context, phase)]));
  const all = [...timed.values()].flat();
  const jobs = [
    ...(phases.length > 1 ? [{ phase: null, readings: 'all' as const, own: all }] : []),
    ...phases.flatMap(({ id }) => {
      const own = timed.get(id) ?? [];
      const smooth = own.filter(({ row }) => !row.interrupted);
      return [
        { phase: id, readings: 'all' as const, own },
        // The same where nothing was interrupted.
        ...(smooth.length < own.length
          ? [{ phase: id, readings: 'uninterrupted' as const, own: smooth }]
          : []),
      ];
    }),
  ];
  const models: TimeModel[] = [];
  for (const [index, { phase, readings, own }] of jobs.entries()) {
    const steps = timeModel(context, own, { phase, readings });
    models.push(yield* within((MODELS * index) / jobs.length, (MODELS * (index + 1)) / jobs.length, steps));
  }
  const summaries: PhaseTimes[] = [];
  for (const [index, phase] of phases.entries()) {
    const from = MODELS + ((1 - MODELS) * index) / phases.length;
    const steps = phaseTimes(context, phase, timed.get(phase.id) ?? []);
    summaries.push(yield* within(from, from + (1 - MODELS) / phases.length, steps));
  }
  const readers = phases.flatMap(({ id }) => readerTimes(context.protocol, id, timed.get(id) ?? []));
  const learned = yield* within(
    1,
    1,
    mapSteps(phases, (phase) => learning(context, phase)),
  );
  return { phases: summaries, models, readers, learning: learned.flat() };
}

/** Of all stages of the phase together; null where one was not timed. */
function millisecondsOf({ stages }: ResultRow, asked: readonly string[]): number | null {
  const times = asked.map((stage) => stages[stage]?.timeMs ?? null);
  return times.includes(null) ? null : sum(times.map((time) => time ?? 0));
}

function timedReadings(context: StudyContext, { id, stages }: ReadingPhase): Timed[] {
  const complete = phaseReadings(context, id).filter(({ row }) => row.phase === 'done');
  const firsts = new Map(
    [...groupBy(complete, ({ readerId }) => readerId)].map(([readerId, own]) => [
      readerId,
      Math.min(...own.map(({ row }) => row.position)),
    ]),
  );
  return complete.flatMap((reading) => {
    const time = millisecondsOf(reading.row, stages);
    if (time === null || time <= 0) return [];
    const hundreds = (reading.row.position - (firsts.get(reading.readerId) ?? 1)) / 100;
    return [{ ...reading, phase: id, seconds: time / 1000, hundreds }];
  });
}

function* phaseTimes(
  context: StudyContext,
  { id, stages }: ReadingPhase,
  timed: readonly Timed[],
): Steps<PhaseTimes> {
  const { protocol } = context;
  const complete = phaseReadings(context, id).filter(({ row }) => row.phase === 'done');
  const ofKey = (by: TimeGroup['by'], key: string, isOwn: (entry: Timed) => boolean) => ({
    by,
    key,
    own: timed.filter(isOwn),
  });
  const sessions = [...new Set(timed.map(({ session }) => session))].sort((a, b) => a - b);
  const groupings = [
    ofKey('all', '', () => true),
    ...armsOf(protocol, timed).map((arm) => ofKey('arm', arm, (entry) => entry.arm === arm)),
    ...readersOf(protocol, timed).map((readerId) =>
      ofKey('reader', readerId, (entry) => entry.readerId === readerId),
    ),
    ...sessions.map((session) => ofKey('session', String(session), (entry) => entry.session === session)),
  ];
  const groups = yield* mapSteps(
    groupings,
    ({ by, key, own }): TimeGroup => ({
      by,
      group: key,
      summary: summaryOf(context, own),
      uninterrupted: summaryOf(
        context,
        own.filter(({ row }) => !row.interrupted),
      ),
    }),
  );
  return {
    phase: id,
    timed: timed.length,
    untimed: complete.length - timed.length,
    interrupted: complete.filter(({ row }) => row.interrupted).length,
    groups,
    stages: stages.map((stage) => ({
      stage,
      summary: summaryOf(
        context,
        timed.flatMap((entry) => {
          const time = millisecondsOf(entry.row, [stage]);
          return time === null || time <= 0 ? [] : [{ ...entry, seconds: time / 1000 }];
        }),
      ),
    })),
  };
}

function summaryOf({ level, methods }: StudyContext, own: readonly Timed[]): Statistic<TimeSummary> {
  if (own.length === 0) return undefinedBecause('no reading was timed');
  methods.use('two-way-clustered-mean');
  const seconds = own.map((entry) => entry.seconds);
  const logs = own.map((entry) => ({ ...entry, value: Math.log(entry.seconds) }));
  const single = new Set(own.map(({ reader }) => reader)).size < 2;
  const meanOfLogs = clusteredMean(logs, 0, single ? 'case' : 'reader-and-case', level);
  return defined({
    readings: own.length,
    median: quantile(seconds, 0.5),
    quartiles: [quantile(seconds, 0.25), quantile(seconds, 0.75)] as const,
    geometricMean: mapStatistic(meanOfLogs, ({ estimate, interval }) => ({
      estimate: Math.exp(estimate),
      interval: { ...interval, lower: Math.exp(interval.lower), upper: Math.exp(interval.upper) },
    })),
  });
}

interface Term {
  readonly term: TimeTerm;
  covariateOf(entry: Timed): number;
}

function* timeModel(
  context: StudyContext,
  own: readonly Timed[],
  { phase, readings }: Pick<TimeModel, 'phase' | 'readings'>,
): Steps<TimeModel> {
  const terms = termsOf(context.protocol, own, phase);
  context.methods.use('linear-mixed-model');
  const fit = yield* linearMixedModelSteps(
    own.map((entry) => ({
      reader: entry.reader,
      case: entry.caseId,
      value: Math.log(entry.seconds),
      covariates: terms.map(({ covariateOf }) => covariateOf(entry)),
    })),
    terms.map(({ term }) => term.name),
    context.level,
  );
  return { readings, phase, terms: terms.map(({ term }) => term), fit };
}

/** Only what varies: a constant has no effect to estimate. */
function termsOf(protocol: Protocol, own: readonly Timed[], phase: string | null): Term[] {
  const arms = armsOf(protocol, own);
  const reference = armsOf(protocol, own, (truth) => truth === 'real')[0] ?? arms[0] ?? '';
  const phases = readingPhases(protocol)
    .map(({ id }) => id)
    .filter((id) => own.some((entry) => entry.phase === id));
  const years = own.map(({ row }) => row.experienceYears);
  const known = years.every((value) => value !== null) && new Set(years).size > 1;
  const ordered = new Set(own.map(({ hundreds }) => hundreds)).size > 1;
  return [
    ...arms
      .filter((arm) => arm !== reference)
      .map((arm) => ({
        term: { kind: 'arm', name: `arm ${arm}`, arm, against: reference } as const,
        covariateOf: (entry: Timed) => Number(entry.arm === arm),
      })),
    ...(ordered
      ? [{ term: { kind: 'order', name: 'order' } as const, covariateOf: ({ hundreds }: Timed) => hundreds }]
      : []),
    ...(known
      ? [
          {
            term: { kind: 'experience', name: 'experience' } as const,
            covariateOf: ({ row }: Timed) => row.experienceYears ?? 0,
          },
        ]
      : []),
    ...(phase === null ? phases.slice(1) : []).map((later) => ({
      term: { kind: 'phase', name: `phase ${later}`, phase: later, against: phases[0] ?? '' } as const,
      covariateOf: (entry: Timed) => Number(entry.phase === later),
    })),
  ];
}

function readerTimes(protocol: Protocol, phase: string, timed: readonly Timed[]): ReaderTimes[] {
  const courses = timeCourses(
    timed.map(({ reader, arm, seconds, row }) => ({
      ...{ reader, arm, seconds },
      order: row.position,
      interrupted: row.interrupted,
    })),
  );
  return readersOf(protocol, timed).flatMap((readerId) => {
    const course = courses.find(({ reader }) => reader === readerKey(protocol, readerId));
    return course === undefined ? [] : [{ readerId, phase, points: course.points, trend: course.trend }];
  });
}
