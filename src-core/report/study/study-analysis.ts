import type { EquivalenceTest, NonInferiorityTest } from '../../stats/rating/equivalence.ts';
import type { Interval, Statistic, TestResult } from '../../stats/statistic.ts';
import type { PartHooks } from '../../stats/steps.ts';
import type { TrialKind } from '../../study/allocation.ts';
import type { InstrumentItem } from '../../study/instrument.ts';
import type { ArmKind, Protocol, ProtocolArm, ProtocolReader, Truth } from '../../study/protocol.ts';
import type { ReaderSession, ResultRow } from '../../study/results.ts';
import type { EstimatorId } from './estimators.ts';
import type { PhaseAnalysis, PhaseComparison } from './phase-analysis.ts';
import type { TimeAnalysis } from './time-analysis.ts';

/**
 * Every number of an unblinded study, as plain JSON: no NaN, no infinity, what the data do not define says why. It holds
 * no words of a report, names of readers and labels of items apart.
 */
export interface StudyAnalysis {
  readonly formatVersion: 1;
  readonly provenance: Provenance;
  readonly design: StudyDesign;
  readonly flow: StudyFlow;
  /** One for each endpoint of the protocol, in its order. */
  readonly endpoints: readonly EndpointAnswer[];
  /** Of primary endpoints, in their order; none where nothing would be left out. */
  readonly sensitivity: readonly SensitivityAnalysis[];
  /** Each phase by itself, in the protocol's order; adjudications are counted in the flow alone. */
  readonly phases: readonly PhaseAnalysis[];
  /** What two phases both measure, of the same reader and case: the later against the first that did. */
  readonly phaseComparisons: readonly PhaseComparison[];
  readonly times: TimeAnalysis;
}

export interface Provenance {
  readonly product: { readonly name: string; readonly version: string };
  readonly protocolHash: string;
  /** SHA-256 of the table of readings, as it is exported. */
  readonly dataSha256: string;
  readonly settings: StudySettings;
  /** What was used, in the order of `ESTIMATORS`: for the methods. */
  readonly methods: readonly UsedEstimator[];
}

export interface UsedEstimator {
  readonly estimator: EstimatorId;
  readonly name: string;
  /** Paper or book it is taken from. */
  readonly source: string;
}

export interface StudySettings {
  /** Of every interval but an endpoint's own. */
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

export interface StudyDesign {
  readonly name: string;
  readonly kind: Protocol['design']['kind'];
  /** Shown at once. */
  readonly films: number;
  readonly arms: readonly StudyArm[];
  readonly readers: readonly ProtocolReader[];
  readonly items: readonly InstrumentItem[];
  readonly matrixSizePx: number;
  readonly clusters: ClusterUse;
}

export interface StudyArm {
  readonly id: string;
  readonly kind: ArmKind;
  readonly truth: Truth;
  readonly model: ProtocolArm['model'];
  readonly selection: ProtocolArm['selection'];
  readonly flow: ProtocolArm['flow'];
  /** Cases (of sets: targets) that every reader is to read for the analysis. */
  readonly cases: number;
}

/**
 * Films that belong together: of one patient, of one prompt, or a film with the film it was made from. Where there are
 * any, such a group takes the place of the case in what `entersBy` names.
 */
export interface ClusterUse {
  readonly patients: Protocol['clusters']['patients'];
  readonly prompts: Protocol['clusters']['prompts'];
  readonly cases: number;
  /** Groups of cases; as many as cases where each stands alone. */
  readonly groups: number;
  readonly largest: number;
  readonly entersBy: readonly EstimatorId[];
  /** Used although they take the cases of one group for independent. */
  readonly notIn: readonly EstimatorId[];
}

/** One reading that is missing or not complete. */
export interface MissingReading {
  readonly readerId: string;
  readonly phase: string;
  /** Of a set, its target. */
  readonly caseId: string;
  readonly arm: string;
  /** `unread`: never opened; else how far it came: `opened`, `<stage>-locked`. */
  readonly progress: string;
}

export interface StudyFlow {
  readonly arms: readonly ArmFlow[];
  readonly readers: readonly ReaderFlow[];
  /** Of presentation "reading", over all readers and phases. */
  readonly readings: ReadingCounts;
  /** Shown, and left out of the main analysis. */
  readonly excluded: readonly { readonly presentation: TrialKind; readonly readings: number }[];
  readonly missing: readonly MissingReading[];
  readonly amendments: readonly Amendment[];
}

export interface ReadingCounts {
  readonly expected: number;
  readonly complete: number;
  /** Opened, not complete. */
  readonly open: number;
  /** Never opened. */
  readonly missing: number;
  /** Complete, after the case was left and opened again in a later sign-in. */
  readonly interrupted: number;
}

export interface ArmFlow {
  readonly arm: string;
  readonly generated: number;
  readonly rejected: number;
  readonly kept: number;
  readonly used: number;
  /** Films by what they are for; their sum is `used`. */
  readonly roles: Readonly<Record<'reading' | 'training' | 'calibration' | 'attention', number>>;
  /** Cases that at least one reader has read completely in some phase. */
  readonly casesRead: number;
  readonly readings: ReadingCounts;
}

export interface ReaderFlow {
  readonly readerId: string;
  readonly status: 'not-started' | 'started' | 'finished' | 'signed';
  readonly readings: ReadingCounts;
  readonly sessionsEnded: number;
  readonly sessionsPlanned: number;
  /** Null: the protocol has none. */
  readonly attention: {
    readonly passed: number;
    readonly failed: number;
    readonly exceeded: boolean;
  } | null;
  readonly training: { readonly attempts: number; readonly outcome: string } | null;
  /** Changes of answers after they were locked; the first answers are analysed. */
  readonly revisions: number;
  /** Paused or idle while a case stood open, in seconds, over all readings. */
  readonly awaySeconds: number;
}

export interface Amendment {
  readonly at: string;
  readonly by: string;
  readonly text: string;
  readonly reason: string;
}

/** An estimate with its interval; `df` null: the normal distribution. */
export interface Estimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number | null;
  readonly interval: Interval;
}

/** A difference, or a share against chance: with the test of none, two-sided. */
export interface TestedEstimate extends Estimate {
  readonly test: TestResult;
}

export type Decision =
  /** An estimation has no hypothesis. */
  | 'estimated'
  /** The test of superiority rejects, towards the better side; or towards the worse. */
  | 'superior'
  | 'inferior'
  | 'not-shown'
  | 'non-inferior'
  | 'equivalent'
  /** A margin was set, and the data do not decide. */
  | 'inconclusive'
  | 'undefined';

/** The one answer to an endpoint of the protocol. */
export interface EndpointAnswer {
  readonly id: string;
  readonly estimand: Protocol['endpoints'][number]['estimand'];
  readonly primary: boolean;
  readonly hypothesis: Protocol['endpoints'][number]['hypothesis'];
  readonly alpha: number;
  /** Which readings it rests on; null where no phase asks for it. */
  readonly phase: string | null;
  readonly item: string | null;
  readonly estimator: EstimatorId;
  /**
   * What is compared: arms of the first side against those of the second (a difference is the first minus the second;
   * accuracy: made against real), or one side against `reference`.
   */
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** The value of no effect: chance, or 0. */
  readonly reference: number;
  /** The interval is of level 1 - alpha. */
  readonly result: Statistic<TestedEstimate>;
  /** Of the estimate minus `reference`; null unless the hypothesis is of that kind and the result is defined. */
  readonly equivalence: EquivalenceTest | null;
  readonly nonInferiority: NonInferiorityTest | null;
  readonly decision: Decision;
  /** The p value that decides; null: estimation, or undefined. */
  readonly pValue: number | null;
  /** Holm's over the primary endpoints that have a p value, where there are several; null elsewhere. */
  readonly holm: { readonly pValue: number; readonly decision: Decision } | null;
  /** The same for each arm or pair of arms, where the answer pools several. Exploratory. */
  readonly parts: readonly EndpointPart[];
}

export interface EndpointPart {
  readonly first: string;
  readonly second: string | null;
  readonly result: Statistic<TestedEstimate>;
}

/** A primary endpoint's quantity again, from fewer readings. It decides nothing. */
export interface SensitivityAnalysis {
  /** Its id. */
  readonly endpoint: string;
  /** `interrupted`: readings that were; `attention`: readers who failed more checks than the protocol allows. */
  readonly without: 'interrupted' | 'attention';
  /** Complete readings of the endpoint's phase that are left out. */
  readonly readings: number;
  /** Readers who are left out as a whole. */
  readonly readers: readonly string[];
  readonly estimator: EstimatorId;
  /** The interval is of level 1 - alpha, the test of no effect, two-sided. */
  readonly result: Statistic<TestedEstimate>;
}

/** What an analysis of a study rests on. Orders of rows and sessions do not matter. */
export interface StudyInput {
  readonly protocol: Protocol;
  readonly protocolHash: string;
  /** Of `joinResults`. */
  readonly rows: readonly ResultRow[];
  /** Of `readerSessions`: what was allocated, and what was recorded beside answers. */
  readonly sessions: readonly ReaderSession[];
  readonly amendments: readonly Amendment[];
  readonly dataSha256: string;
  readonly product: { readonly name: string; readonly version: string };
}

/** As `ANALYSIS_PARTS` of the contract, without the figures, which are made of the finished analysis. */
export const STUDY_PARTS = [
  'readings',
  'readers',
  'mrmc',
  'choices',
  'ratings',
  'agreement',
  'times',
] as const;
export type StudyPart = (typeof STUDY_PARTS)[number];

export type StudyHooks = PartHooks<StudyPart>;
