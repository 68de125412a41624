import type { CaseId } from '../../base/ids.ts';
import { type Random, seededRandom } from '../../base/random.ts';
import { studentTwoSided } from '../../stats/distributions.ts';
import type { ComparedMean } from '../../stats/proportion/clustered-mean.ts';
import { defined, type Interval, type Statistic } from '../../stats/statistic.ts';
import type { Clustered } from '../../stats/two-way-variance.ts';
import type { AnswerValue } from '../../study/answers.ts';
import { type InstrumentItem, itemsOfStage } from '../../study/instrument.ts';
import {
  type Protocol,
  type ProtocolArm,
  type ReadingPhase,
  type Truth,
  truthOf,
} from '../../study/protocol.ts';
import type { ResultRow } from '../../study/results.ts';
import { analysedRows } from '../../study/results-summary.ts';
import { caseGroups } from './case-groups.ts';
import { type MethodLog, methodLog } from './estimators.ts';
import type { Estimate, StudyInput, StudySettings, TestedEstimate } from './study-analysis.ts';

/** What every part of an analysis works with. */
export interface StudyContext extends StudySettings {
  readonly protocol: Protocol;
  /** All rows, by reader in the protocol's order, then by position. */
  readonly rows: readonly ResultRow[];
  /** Of each case, the group of cases it belongs to: itself, where it stands alone. */
  readonly groupOf: ReadonlyMap<CaseId, string>;
  readonly hasGroups: boolean;
  readonly methods: MethodLog;
  /** A generator for one draw, named: draws do not depend on one another. */
  random(what: string): Random;
}

/** One reading that counts in the main analysis. `case` is the group of cases: what clusters. */
export interface StudyReading extends Clustered {
  readonly readerId: string;
  readonly caseId: CaseId;
  readonly arm: string;
  readonly truth: Truth;
  readonly finding: string | null;
  readonly view: string | null;
  readonly session: number;
  readonly row: ResultRow;
}

export function studyContext({ protocol, rows }: StudyInput, settings: StudySettings): StudyContext {
  const rank = new Map(protocol.readers.map(({ id }, index) => [id, index]));
  const sorted = [...rows].sort(
    (first, second) =>
      (rank.get(first.readerId) ?? 0) - (rank.get(second.readerId) ?? 0) ||
      first.session - second.session ||
      first.position - second.position,
  );
  const groupOf = caseGroups(protocol);
  return {
    ...settings,
    protocol,
    rows: sorted,
    groupOf,
    hasGroups: new Set(groupOf.values()).size < groupOf.size,
    methods: methodLog(),
    random: (what) => seededRandom(`study-analysis/${settings.seed}/${what}`),
  };
}

/** Sorts as the protocol's readers do, and does not hang on their ids. */
export function readerKey({ readers }: Protocol, readerId: string): string {
  const place = readers.findIndex(({ id }) => id === readerId);
  return `reader ${String(place + 1).padStart(String(readers.length).length, '0')}`;
}

/** What was read for the analysis in one phase. */
export function phaseReadings(context: StudyContext, phase: string): StudyReading[] {
  const { protocol, groupOf } = context;
  return analysedRows(context.rows)
    .filter(({ studyPhase }) => studyPhase === phase)
    .map((row) => ({
      reader: readerKey(protocol, row.readerId),
      readerId: row.readerId,
      case: groupOf.get(row.caseId) ?? row.caseId,
      caseId: row.caseId,
      arm: row.arm,
      truth: row.truth,
      finding: row.finding,
      view: row.view,
      session: row.session,
      row,
    }));
}

/** The items that a phase asks, in the instrument's order. */
export function askedItems(
  { instrument }: Protocol,
  { stages }: Pick<ReadingPhase, 'stages'>,
): InstrumentItem[] {
  return stages.flatMap((stage) => itemsOfStage(instrument, stage));
}

export function answerTo({ row }: StudyReading, item: string): AnswerValue {
  return row.answers[item] ?? null;
}

/** Of alignment, films whose text was made wrong on purpose are reported apart. */
export function mainReadings(
  readings: readonly StudyReading[],
  { measures }: Pick<InstrumentItem, 'measures'>,
): readonly StudyReading[] {
  const ofText = measures === 'alignment' || measures === 'inclusion';
  return ofText ? readings.filter(({ row }) => row.textControl === 'matched') : readings;
}

/** Arms of one truth, in the protocol's order, that have readings. */
export function armsOf(
  { arms }: Protocol,
  readings: readonly StudyReading[],
  wanted: (truth: Truth) => boolean = () => true,
): string[] {
  const read = new Set(readings.map(({ arm }) => arm));
  return arms.filter((arm: ProtocolArm) => read.has(arm.id) && wanted(truthOf(arm))).map(({ id }) => id);
}

/** Readers who have a reading here, in the protocol's order. */
export function readersOf(
  { readers }: Protocol,
  readings: readonly { readonly readerId: string }[],
): string[] {
  const present = new Set(readings.map(({ readerId }) => readerId));
  return readers.filter(({ id }) => present.has(id)).map(({ id }) => id);
}

export function mapStatistic<From, To>(of: Statistic<From>, to: (value: From) => To): Statistic<To> {
  return of.defined ? defined(to(of.value)) : of;
}

/** Infinite degrees of freedom are none. */
export function toEstimate(of: {
  readonly estimate: number;
  readonly standardError: number;
  readonly df?: number | null;
  readonly interval: Interval;
}): Estimate {
  const { estimate, standardError, df = null, interval } = of;
  return { estimate, standardError, df: df !== null && Number.isFinite(df) ? df : null, interval };
}

export function toTested(
  of: Parameters<typeof toEstimate>[0] & Pick<TestedEstimate, 'test'>,
): TestedEstimate {
  const { statistic, distribution, df, pValue } = of.test;
  const finite = df?.every(Number.isFinite) === true ? { df } : {};
  return { ...toEstimate(of), test: { statistic, distribution, ...finite, pValue } };
}

/** An estimate with Student's test against a reference. */
export function testedAgainst(of: Estimate, reference: number): TestedEstimate {
  const statistic = (of.estimate - reference) / of.standardError;
  const df = of.df ?? Number.POSITIVE_INFINITY;
  const pValue = studentTwoSided(statistic, df);
  const distribution =
    of.df === null ? ({ distribution: 'normal' } as const) : ({ distribution: 't', df: [of.df] } as const);
  return { ...of, test: { statistic, ...distribution, pValue } };
}

export const asTested = (
  of: Statistic<ComparedMean | Parameters<typeof toTested>[0]>,
): Statistic<TestedEstimate> => mapStatistic(of, toTested);
export const asEstimate = (of: Statistic<Parameters<typeof toEstimate>[0]>): Statistic<Estimate> =>
  mapStatistic(of, toEstimate);
