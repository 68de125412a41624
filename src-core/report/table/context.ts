import type { Analysis } from '../../stats/analysis/analyse.ts';
import type { References } from '../blocks/references.ts';
import type { NameOf } from '../reader-names.ts';

/** Where a table comes from and what analysed it. */
export interface TableSource {
  readonly fileName: string;
  /** Of the file's bytes. */
  readonly dataSha256: string;
  readonly product: string;
  readonly version: string;
}

export interface TableContext {
  readonly analysis: Analysis;
  readonly source: TableSource;
  readonly nameOf: NameOf;
  readonly references: References;
}

/** Words for the truths of a table, negative first. */
export const CLASSES = ['Negative', 'Positive'] as const;
