import type { Proportion } from '../../stats/proportion/proportion-interval.ts';
import type { Interval, Statistic } from '../../stats/statistic.ts';
import type { Mark } from '../../study/answer-marks.ts';
import type { InstrumentItem } from '../../study/instrument.ts';
import type { Estimate, TestedEstimate } from './study-analysis.ts';

/** n-way choice and pairs. "Right": the target was chosen; of a preference, the film of the arm under study was. */
export interface ChoiceAnalysis {
  readonly item: string;
  readonly asks: 'real' | 'synthetic' | 'preference';
  readonly films: number;
  /** 1 / films. */
  readonly chance: number;
  readonly choices: number;
  readonly overall: {
    readonly byReaders: Statistic<TestedEstimate>;
    readonly byCases: Statistic<TestedEstimate>;
    readonly byBoth: Statistic<TestedEstimate>;
    readonly meanOfReaders: Statistic<TestedEstimate>;
  };
  /** (share - chance) / (1 - chance): 0 without skill, 1 for none wrong. */
  readonly skill: Statistic<{ readonly estimate: number; readonly interval: Interval }>;
  /** Of an observer without bias. */
  readonly dPrime: Statistic<number>;
  readonly readers: readonly ChoiceOfReader[];
  /** By the target's arm with the arms beside it, by finding, view, session. */
  readonly groups: readonly {
    readonly by: 'arm' | 'finding' | 'view' | 'session';
    readonly group: string | null;
    readonly choices: number;
    readonly right: number;
    readonly share: Statistic<TestedEstimate>;
  }[];
  /** From 1, left to right. */
  readonly positions: readonly {
    readonly place: number;
    readonly chosen: number;
    readonly targets: number;
    readonly right: number;
  }[];
  /** How often each arm's films were chosen, of how often they were shown. */
  readonly chosenByArm: readonly { readonly arm: string; readonly shown: number; readonly chosen: number }[];
}

export interface ChoiceOfReader {
  readonly readerId: string;
  readonly share: Statistic<Proportion>;
  /** Exact binomial, two-sided, against chance; null without a choice. */
  readonly pValue: number | null;
  /** Over readers. */
  readonly holm: number | null;
}

export interface SelectionAnalysis {
  readonly item: string;
  readonly kind: 'forced-choice' | 'multi-select';
  readonly measure: InstrumentItem['measures'];
  readonly arms: readonly {
    readonly arm: string;
    /** Readings in which it was asked and answered; of a multi-select, asked. */
    readonly readings: number;
    readonly options: readonly {
      readonly option: string;
      readonly count: number;
      /** Of the readings, clustered by readers and cases. */
      readonly share: Statistic<Estimate>;
    }[];
  }[];
}

export interface PresenceAnalysis {
  readonly item: string;
  readonly findings: readonly {
    readonly finding: string;
    readonly arms: readonly {
      readonly arm: string;
      readonly present: number;
      readonly absent: number;
      readonly unsure: number;
      readonly unanswered: number;
      /** Present, of the answered. */
      readonly share: Statistic<Estimate>;
    }[];
  }[];
}

export interface MarkAnalysis {
  readonly item: string;
  readonly arms: readonly {
    readonly arm: string;
    readonly readings: number;
    readonly withMarks: number;
    readonly marks: number;
  }[];
  /** Every film that was marked, most marks first, then by case. */
  readonly films: readonly MarkedFilm[];
}

export interface MarkedFilm {
  readonly caseId: string;
  readonly filmId: string;
  readonly arm: string;
  readonly readers: number;
  readonly marks: readonly { readonly readerId: string; readonly mark: Mark }[];
}
