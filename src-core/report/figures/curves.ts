import type { EmpiricalAuc } from '../../stats/roc/empirical-auc.ts';
import type { RocPoint } from '../../stats/roc/roc-curve.ts';
import type { Statistic } from '../../stats/statistic.ts';
import type { FigureOf } from '../figure.ts';
import { count, decimal, listed } from '../words/numbers.ts';

export interface RocPanelInput {
  readonly label: string;
  readonly readers: readonly {
    readonly reader: string;
    readonly points: readonly RocPoint[];
    readonly auc: Statistic<EmpiricalAuc>;
  }[];
  readonly mean: readonly RocPoint[];
  /** Area under the mean curve; null: not defined. */
  readonly meanAuc: number | null;
}

interface RocInput {
  readonly id: string;
  readonly panels: readonly RocPanelInput[];
  /** "positive", "synthetic": what sensitivity is about. */
  readonly positive: string;
  readonly negative: string;
  /** "600 readings of 60 cases": what the curves rest on. */
  readonly basis: string;
}

/** The readers' empirical ROC curves and their mean, a panel each; null where nobody has a curve. */
export function rocFigure({ id, panels, positive, negative, basis }: RocInput): FigureOf<'roc'> | null {
  const drawn = panels.flatMap((panel) => {
    const readers = panel.readers.filter(({ points }) => points.length >= 2);
    return readers.length === 0 ? [] : [{ ...panel, readers }];
  });
  if (drawn.length === 0) return null;
  const means = drawn.flatMap(({ label, meanAuc }) =>
    meanAuc === null ? [] : [`${label} ${decimal(meanAuc, 3)}`],
  );
  const readers = Math.max(...drawn.map((panel) => panel.readers.length));
  return {
    kind: 'roc',
    id,
    title: 'ROC curves',
    caption: `Empirical ROC curves of ${count(readers, 'reader')} (thin) and their mean across the chance line (thick), from ${basis}; ${positive} cases are positive. The area under the mean curve is the mean of the readers' AUCs. The diagonal is no skill. Intervals of the areas stand in the tables.`,
    alt: `Sensitivity against 1 minus specificity for ${count(drawn.length, 'panel')} (${listed(drawn.map(({ label }) => label))}), telling ${positive} from ${negative} cases; ${count(readers, 'reader')} each.${means.length === 0 ? '' : ` Mean AUC: ${listed(means)}.`}`,
    panels: drawn.map((panel) => ({
      label: panel.label,
      curves: [
        ...panel.readers.map(({ reader, points, auc }) => ({
          label: reader,
          role: 'reader' as const,
          points: points.map(toPoint),
          auc: auc.defined ? auc.value.estimate : null,
        })),
        ...(panel.mean.length >= 2
          ? [{ label: 'Mean', role: 'mean' as const, points: panel.mean.map(toPoint), auc: panel.meanAuc }]
          : []),
      ],
    })),
  };
}

function toPoint([x, y]: RocPoint): [number, number] {
  return [x, y];
}
