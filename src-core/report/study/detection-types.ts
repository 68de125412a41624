import type { MrmcDesign } from '../../stats/mrmc/mrmc-data.ts';
import type { Inference, OrComponents } from '../../stats/mrmc/obuchowski-rockette.ts';
import type { Proportion } from '../../stats/proportion/proportion-interval.ts';
import type { ReaderMeasures } from '../../stats/reader/confusion.ts';
import type { SignalDetection } from '../../stats/reader/signal-detection.ts';
import type { BinormalFit } from '../../stats/roc/binormal-auc.ts';
import type { AucComparison, EmpiricalAuc } from '../../stats/roc/empirical-auc.ts';
import type { RocPoint } from '../../stats/roc/roc-curve.ts';
import type { Interval, Statistic, TestResult } from '../../stats/statistic.ts';
import type { Estimate, TestedEstimate } from './study-analysis.ts';

/** Real or synthetic: synthetic is positive; films that are neither (autoencoded) are in no number but `called`. */
export interface DetectionAnalysis {
  readonly item: string;
  /** Null: a verdict without confidence is a score of two steps. */
  readonly confidenceItem: string | null;
  /** Generating models: each against all real films. */
  readonly models: readonly string[];
  /** Real arms, whose films every model shares. */
  readonly realArms: readonly string[];
  readonly controlArms: readonly string[];
  readonly syntheticCases: number;
  readonly realCases: number;
  /** By reader, then model; the last of each reader is all models together (`model` null) where there are several. */
  readonly readers: readonly ReaderDetection[];
  /** Every pair of models within each reader, by DeLong. */
  readonly comparisons: readonly {
    readonly readerId: string;
    readonly first: string;
    readonly second: string;
    readonly comparison: Statistic<AucComparison>;
  }[];
  /** Share called synthetic: by arm over readers (`readerId` null), then by reader and arm. */
  readonly called: readonly CalledSynthetic[];
  readonly chance: readonly ChanceTest[];
  /** Mean of the readers' curves across the chance line: the area under it is the mean of their AUCs. */
  readonly meanCurves: readonly { readonly model: string | null; readonly points: readonly RocPoint[] }[];
  /** Over readers and cases, models as modalities; `allModels` with every made film as of one modality. */
  readonly pooled: readonly PooledDetection[];
  /** Readers who have not read both real films and films of every model: without them. */
  readonly pooledWithout: readonly string[];
  readonly design: MrmcDesign | null;
  readonly subgroups: readonly DetectionSubgroup[];
}

export interface ReaderDetection {
  readonly readerId: string;
  /** Null: all models together. */
  readonly model: string | null;
  readonly measures: ReaderMeasures;
  readonly signalDetection: Statistic<SignalDetection>;
  /** Half of sensitivity plus specificity, with DeLong's variance, against 0.5. */
  readonly balancedAccuracy: Statistic<TestedEstimate>;
  /** Balanced accuracy's p value, by Holm over the readers of this model. */
  readonly holm: number | null;
  /** Exact binomial test of the share right against half; undefined unless as many real films as synthetic were read. */
  readonly binomial: Statistic<number>;
  readonly auc: Statistic<EmpiricalAuc>;
  readonly binormal: Statistic<BinormalFit>;
  readonly curve: readonly RocPoint[];
}

export interface CalledSynthetic {
  readonly readerId: string | null;
  readonly arm: string;
  readonly share: Statistic<Proportion>;
  /** Over readers: clustered by readers and cases. */
  readonly clustered: Statistic<Estimate>;
}

/** All readers together against no skill. */
export interface ChanceTest {
  /** Null: all models together. */
  readonly model: string | null;
  /** Balanced accuracy does not reward calling all films alike; the share right does, unless both are as many. */
  readonly quantity: 'balanced-accuracy' | 'share-right';
  readonly by: 'reader' | 'case' | 'reader-and-case' | 'mean-of-readers';
  readonly chance: number;
  readonly result: Statistic<TestedEstimate>;
}

/** `one-shot-mle`: with the variance that is never negative, where the unbiased one is not positive. */
export type PooledMethod =
  | 'or-delong'
  | 'or-jackknife'
  | 'or-bootstrap'
  | 'or-clustered'
  | 'one-shot'
  | 'one-shot-mle';

export interface PooledEstimate extends Estimate {
  /** On the log-odds scale, which keeps its level where the result is high or readers and cases are few. */
  readonly logitInterval: Interval;
}

export interface PooledDetection {
  readonly quantity: 'auc' | 'sensitivity' | 'specificity' | 'accuracy' | 'balanced-accuracy';
  readonly method: PooledMethod;
  readonly inference: Inference;
  /** True: every made film stands under one modality. */
  readonly allModels: boolean;
  readonly components: OrComponents | null;
  readonly models: readonly {
    readonly model: string | null;
    readonly result: Statistic<PooledEstimate>;
  }[];
  readonly comparisons: readonly {
    readonly first: string;
    readonly second: string;
    readonly result: Statistic<TestedEstimate>;
  }[];
  /** Of no difference between all models. */
  readonly global: Statistic<TestResult>;
}

export interface DetectionSubgroup {
  readonly by: 'finding' | 'view' | 'session';
  /** Null: not known. */
  readonly group: string | null;
  readonly readings: number;
  readonly sensitivity: Statistic<Estimate>;
  readonly specificity: Statistic<Estimate>;
  readonly balancedAccuracy: Statistic<TestedEstimate>;
}
