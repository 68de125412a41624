import { seededRandom } from '../../../../src-core/base/random.ts';
import type { FigureOf } from '../../../../src-core/report/figure.ts';
import { about, uniform } from './made-up.ts';

const LABELS: Readonly<Record<number, readonly string[]>> = {
  5: ['Surely synthetic', 'Rather synthetic', 'Undecided', 'Rather real', 'Surely real'],
  7: ['Not at all', '', '', 'Partly', '', '', 'Fully'],
};

const scaleOf = (steps: number) =>
  Array.from({ length: steps }, (_, index) => ({
    value: steps === 11 ? index : index + 1,
    label: LABELS[steps]?.[index] ?? '',
  }));

export function likert(
  id: string,
  steps: number,
  groups: readonly string[],
  readers: readonly string[],
): FigureOf<'likert'> {
  const random = seededRandom(id);
  const scale = scaleOf(steps);
  const single = readers[0] === '';
  const rows = groups.flatMap((group, arm) =>
    readers.map((reader) => {
      const centre = steps * (0.35 + 0.1 * arm) + uniform(random) * 1.5;
      const counts = scale.map((_, step) =>
        Math.floor(60 * Math.exp(-((step - centre) ** 2) / (steps / 1.5)) + 3 * uniform(random)),
      );
      const total = counts.reduce((sum, value) => sum + value, 0);
      const mean = counts.reduce((sum, value, step) => sum + value * (scale[step]?.value ?? 0), 0) / total;
      return {
        group: single ? '' : group,
        label: single ? group : reader,
        counts,
        mean,
        median: Math.round(mean),
      };
    }),
  );
  return { kind: 'likert', ...about(id, 'Realism by arm'), scale, rows };
}

/** Nothing read, everything in one step, single readings, long labels of the scale. */
export function likertHard(): FigureOf<'likert'> {
  const scale = scaleOf(5).map(({ value }) => ({
    value,
    label: `An anchor of step ${value} that explains at some length what is meant by it`,
  }));
  const row = (label: string, counts: number[], mean: number | null, median: number | null) => ({
    group: 'Findings',
    label,
    counts,
    mean,
    median,
  });
  return {
    kind: 'likert',
    ...about('likert-hard', 'Alignment by finding'),
    scale,
    rows: [
      row('Pneumothorax', [0, 0, 0, 0, 0], null, null),
      row('Cardiomegaly', [0, 0, 140, 0, 0], 3, 3),
      row('Consolidation of the right lower lobe with an effusion of the same side', [1, 0, 0, 0, 1], 3, 3),
      row('Oedema', [1, 2, 1500, 3, 12_000], 4.77, 5),
      row('Nodule', [30, 1, 1, 1, 30], 3, 2.5),
    ],
  };
}
