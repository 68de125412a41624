import type { CumulativeLinkFit } from '../../stats/model/cumulative-link-mixed.ts';
import type { BootstrapResult } from '../../stats/rating/clustered-bootstrap.ts';
import type { RatingDistribution } from '../../stats/rating/distribution.ts';
import type { EquivalenceTest, NonInferiorityTest } from '../../stats/rating/equivalence.ts';
import type { TwoWayBootstrap } from '../../stats/rating/two-way-bootstrap.ts';
import type { WilcoxonTest } from '../../stats/rating/wilcoxon.ts';
import type { Statistic } from '../../stats/statistic.ts';
import type { Measure } from '../../study/instrument.ts';
import type { Estimate, TestedEstimate } from './study-analysis.ts';

/** Ratings of one Likert item in one phase. Of alignment, films with a text made wrong on purpose stand apart. */
export interface ScaleAnalysis {
  readonly item: string;
  readonly measure: Measure;
  readonly min: number;
  readonly max: number;
  readonly groups: readonly ScaleGroup[];
  /** Made arms against real ones, then made arms against each other. */
  readonly comparisons: readonly ScaleComparison[];
  /** Arms as covariates against the first real arm (or the first arm), readers and cases as effects. */
  readonly model: Statistic<CumulativeLinkFit>;
  /** The arm that the model's effects are against. */
  readonly modelReference: string | null;
  /** Null unless a text is shown and some are mismatched. */
  readonly textControls: TextControls | null;
}

export interface ScaleGroup {
  /** `text-control`: matched, wrong-side, wrong-finding, negated. */
  readonly by: 'all' | 'arm' | 'finding' | 'view' | 'reader' | 'session' | 'text-control';
  /** Null: not known; the reader's id. */
  readonly group: string | null;
  /** Within one arm; null: over arms. */
  readonly arm: string | null;
  readonly distribution: Statistic<RatingDistribution>;
  /** Of the mean: clustered by readers and cases; by reader: by cases alone. */
  readonly mean: Statistic<Estimate>;
  /** Of the mean, by resampling readers and cases; of groups by arm alone. */
  readonly bootstrap: Statistic<BootstrapResult> | null;
}

/** Differences are the first minus the second. */
export interface ScaleComparison {
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly difference: Statistic<TestedEstimate>;
  readonly bootstrap: {
    readonly byReaders: Statistic<BootstrapResult>;
    readonly byCases: Statistic<BootstrapResult>;
    /** Both drawn at once: errs on the wide side. */
    readonly byBoth: Statistic<BootstrapResult>;
    /** Variances of readers and of cases together: does not. */
    readonly twoWay: Statistic<TwoWayBootstrap>;
  };
  readonly readerDifferences: readonly { readonly readerId: string; readonly difference: number }[];
  /** Over readers, of their differences. */
  readonly signedRank: Statistic<WilcoxonTest>;
  /** Holm over the comparisons of this item; null: undefined. */
  readonly signedRankHolm: number | null;
  /** Within each reader; Holm over readers. */
  readonly rankSums: readonly {
    readonly readerId: string;
    readonly test: Statistic<WilcoxonTest>;
    readonly holm: number | null;
  }[];
  /** Against the protocol's margin for this item; null: it sets none. */
  readonly equivalence: Statistic<EquivalenceTest> | null;
  readonly nonInferiority: Statistic<NonInferiorityTest> | null;
}

/** Whether readers see that a text is wrong. */
export interface TextControls {
  readonly matched: Statistic<RatingDistribution>;
  readonly mismatched: Statistic<RatingDistribution>;
  /** Matched minus mismatched, clustered by readers and cases. */
  readonly difference: Statistic<TestedEstimate>;
  readonly byReader: readonly {
    readonly readerId: string;
    readonly matchedMean: number | null;
    readonly mismatchedMean: number | null;
  }[];
  /** Share of pairs in which a matched text is rated above a mismatched one, ties a half. */
  readonly commonLanguage: Statistic<number>;
}
