import type { BootstrapResult } from '../../stats/rating/clustered-bootstrap.ts';
import type { WilcoxonTest } from '../../stats/rating/wilcoxon.ts';
import type { Statistic } from '../../stats/statistic.ts';
import type { AgreementAnalysis } from './agreement-types.ts';
import type { DetectionAnalysis } from './detection-types.ts';
import type { ChoiceAnalysis, MarkAnalysis, PresenceAnalysis, SelectionAnalysis } from './item-types.ts';
import type { ScaleAnalysis } from './scale-types.ts';
import type { TestedEstimate } from './study-analysis.ts';

/** One reading phase. What it does not ask is null or absent. */
export interface PhaseAnalysis {
  readonly phase: string;
  readonly purpose: 'blinded' | 'informed';
  readonly stages: readonly string[];
  /** Readings that count: complete to the stage of what is analysed. */
  readonly readings: number;
  readonly readers: readonly string[];
  /** Real or synthetic, of films shown by themselves. */
  readonly detection: DetectionAnalysis | null;
  /** The film chosen of those shown side by side. */
  readonly choice: ChoiceAnalysis | null;
  /** One for each Likert item that is asked, in the instrument's order. */
  readonly scales: readonly ScaleAnalysis[];
  /** Options by arm: forced choices (the verdict too) and multi-selects. */
  readonly selections: readonly SelectionAnalysis[];
  readonly presence: readonly PresenceAnalysis[];
  readonly marks: readonly MarkAnalysis[];
  /** Between readers and within them, one for each item with categories or a scale. */
  readonly agreement: readonly AgreementAnalysis[];
}

/**
 * The same readers' judgement of the same cases in two phases, by two items that measure the same on the same scale;
 * differences are the later minus the earlier.
 */
export interface PhaseComparison {
  readonly earlier: string;
  readonly later: string;
  readonly earlierItem: string;
  readonly laterItem: string;
  /**
   * `scale`: means of a Likert item; `called-synthetic`: of the verdict; `right`: of a choice; `arm-difference`: how much
   * the mean of `scale` or the share called synthetic of made films minus that of real ones has changed.
   */
  readonly quantity: 'scale' | 'called-synthetic' | 'right' | 'arm-difference';
  /** Null: all that the quantity applies to. */
  readonly arm: string | null;
  /** Readings with an answer in both. */
  readonly pairs: number;
  readonly unpaired: number;
  readonly earlierMean: number | null;
  readonly laterMean: number | null;
  readonly difference: Statistic<TestedEstimate>;
  readonly bootstrap: Statistic<BootstrapResult>;
  /** Over readers, of each reader's mean difference. */
  readonly signedRank: Statistic<WilcoxonTest>;
}
