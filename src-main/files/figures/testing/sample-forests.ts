import { seededRandom } from '../../../../src-core/base/random.ts';
import type { FigureOf } from '../../../../src-core/report/figure.ts';
import { about, names, uniform } from './made-up.ts';

type ForestRow = FigureOf<'forest'>['rows'][number];

export function forest(
  id: string,
  groups: readonly string[],
  readers: number,
  scale: 'linear' | 'log',
): FigureOf<'forest'> {
  const random = seededRandom(id);
  const rows = groups.flatMap((group, arm) => {
    const single = names(readers).map((label): ForestRow => {
      const n = 60 + Math.floor(uniform(random) * 240);
      const estimate = Math.min(0.97, 0.55 + 0.06 * arm + 0.16 * uniform(random));
      const half = 1.96 * Math.sqrt((estimate * (1 - estimate)) / n);
      return {
        group,
        label,
        pooled: false,
        estimate,
        lower: estimate - half,
        upper: Math.min(1, estimate + half),
        n,
      };
    });
    const mean = single.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0) / readers;
    const pooled: ForestRow = {
      group,
      label: 'All readers (random)',
      pooled: true,
      estimate: mean,
      lower: mean - 0.05,
      upper: mean + 0.05,
      n: single.reduce((sum, { n }) => sum + (n ?? 0), 0),
    };
    return [...single, pooled];
  });
  return {
    kind: 'forest',
    ...about(id, 'Area under the ROC curve by reader'),
    axis: 'Area under the ROC curve',
    interval: '95% CI',
    scale,
    reference: 0.5,
    margin: null,
    rows,
  };
}

/** Ratios on a log axis with a margin. */
export function forestTimes(): FigureOf<'forest'> {
  const row = (
    label: string,
    estimate: number,
    lower: number,
    upper: number,
    n: number,
    pooled = false,
  ): ForestRow => ({
    group: 'Synthetic to real',
    label,
    pooled,
    estimate,
    lower,
    upper,
    n,
  });
  return {
    kind: 'forest',
    ...about('forest-log', 'Ratio of reading times'),
    axis: 'Ratio of geometric mean reading times (synthetic / real), log scale',
    interval: '95% CI',
    scale: 'log',
    reference: 1,
    margin: { lower: 0.8, upper: 1.25 },
    rows: [
      row('Reader 01', 0.92, 0.81, 1.05, 200),
      row('Reader 02', 1.13, 0.98, 1.31, 180),
      row('Reader 03', 1.71, 1.2, 2.44, 40),
      row('Reader 04', 0.99, 0.02, 61.2, 3),
      row('All readers', 1.02, 0.94, 1.12, 423, true),
    ],
  };
}

/** Undefined and equal values, bounds without end, wide intervals, long names, one open side of a margin. */
export function forestHard(): FigureOf<'forest'> {
  const row = (group: string, label: string, values: Partial<ForestRow>): ForestRow => ({
    group,
    label,
    pooled: false,
    estimate: null,
    lower: null,
    upper: null,
    n: null,
    ...values,
  });
  return {
    kind: 'forest',
    ...about('forest-hard', 'Differences of mean realism'),
    axis: 'Difference of mean realism, synthetic less real (points of a scale from 1 to 5)',
    interval: '95% CI',
    scale: 'linear',
    reference: 0,
    margin: { lower: -0.5, upper: null },
    rows: [
      row('Real', 'Zero', { estimate: 0, lower: 0, upper: 0, n: 12_345 }),
      row('Real', 'Not defined: all the same', { n: 0 }),
      row('Real', 'An attending of thoracic imaging at the second university hospital of the town', {
        estimate: -0.31,
        lower: -0.42,
        upper: -0.2,
        n: 80,
      }),
      row('Model of the second kind', 'Wide', { estimate: 0.2, lower: -14, upper: 14.4, n: 2 }),
      row('Model of the second kind', 'Half open', { estimate: 0.1, lower: null, upper: 0.4, n: 40 }),
      row('Model of the second kind', 'Pooled', {
        estimate: -0.12,
        lower: -0.3,
        upper: 0.06,
        n: 12_467,
        pooled: true,
      }),
    ],
  };
}
