import type { ChanceCorrected, ObservedAgreement } from '../../stats/agreement/chance-corrected.ts';
import type { Kappa } from '../../stats/agreement/cohen-kappa.ts';
import type { IntraReader } from '../../stats/agreement/intra-reader.ts';
import type { IccAnalysis } from '../../stats/agreement/intraclass-correlation.ts';
import type { KrippendorffAlpha } from '../../stats/agreement/krippendorff-alpha.ts';
import type { AlphaInterval } from '../../stats/agreement/krippendorff-interval.ts';
import type { Statistic } from '../../stats/statistic.ts';

export interface AgreementAnalysis {
  readonly item: string;
  /** Of a presence item, the finding; of a multi-select, the option. */
  readonly part: string | null;
  readonly scale: 'nominal' | 'ordinal';
  readonly categories: readonly (string | number)[];
  readonly readers: readonly string[];
  /** Cases with at least one answer, and what of the cells of readers and cases is missing. */
  readonly cases: number;
  readonly missing: number;
  /** With fewer than two answers: they say nothing of agreement. */
  readonly unpairedCases: readonly string[];
  readonly percentage: Statistic<number>;
  /** The same with its interval. */
  readonly observed: Statistic<ObservedAgreement>;
  readonly fleiss: Statistic<ChanceCorrected>;
  readonly gwetAc1: Statistic<ChanceCorrected>;
  readonly brennanPrediger: Statistic<ChanceCorrected>;
  readonly alphaNominal: Statistic<KrippendorffAlpha>;
  /** Intervals by the jackknife over cases: of names of the nominal alpha, of scales of the ordinal one. */
  readonly alphaJackknife: Statistic<AlphaInterval>;
  /** Of scales; null of names. Weights are quadratic. */
  readonly gwetAc2: Statistic<ChanceCorrected> | null;
  readonly alphaOrdinal: Statistic<KrippendorffAlpha> | null;
  readonly alphaInterval: Statistic<KrippendorffAlpha> | null;
  readonly intraclassCorrelation: Statistic<IccAnalysis> | null;
  /** Every two readers: Cohen's kappa, of scales with quadratic weights too. */
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly cases: number;
    readonly identical: number | null;
    readonly kappa: Statistic<Kappa>;
    readonly weightedKappa: Statistic<Kappa> | null;
    readonly scott: Statistic<Omit<Kappa, 'test'>>;
  }[];
  /** Each reader with themselves, from hidden repeats in the same and in a later session; `readerId` null: all readers. */
  readonly repeats: readonly {
    readonly readerId: string | null;
    readonly placement: 'same-session' | 'later-session';
    readonly agreement: Statistic<IntraReader>;
  }[];
}
