import { type Random, seededRandom } from '../../../../src-core/base/random.ts';
import type { FigureOf } from '../../../../src-core/report/figure.ts';
import { about, names, normal, uniform } from './made-up.ts';

function curve(random: Random, separation: number, steps: number): [number, number][] {
  const scores = (shift: number) => Array.from({ length: 60 }, () => normal(random) + shift);
  const [negative, positive] = [scores(0), scores(separation)];
  const above = (values: readonly number[], cut: number) =>
    values.filter((value) => value > cut).length / values.length;
  const cuts = Array.from({ length: steps }, (_, index) => 3 - (6 * index) / (steps - 1));
  const points = cuts.map((cut): [number, number] => [above(negative, cut), above(positive, cut)]);
  return [[0, 0], ...points, [1, 1]];
}

function areaUnder(points: readonly (readonly [number, number])[]): number {
  let area = 0;
  for (const [index, [x, y]] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined) area += ((x - before[0]) * (y + before[1])) / 2;
  }
  return area;
}

export function roc(id: string, arms: readonly string[], readers: number): FigureOf<'roc'> {
  const random = seededRandom(id);
  const panels = arms.map((label, arm) => {
    const curves = names(readers).map((name) => {
      const points = curve(random, 0.4 + 0.35 * arm + 0.4 * uniform(random), 9);
      return { label: name, role: 'reader' as const, points, auc: areaUnder(points) };
    });
    const at = (index: number) => {
      const all = curves.map(({ points }) => points[index] ?? ([1, 1] as const));
      const mean = (axis: 0 | 1) => all.reduce((sum, point) => sum + point[axis], 0) / all.length;
      return [mean(0), mean(1)] as [number, number];
    };
    const points = (curves[0]?.points ?? []).map((_, index) => at(index));
    const mean = { label: 'Mean of readers', role: 'mean' as const, points, auc: areaUnder(points) };
    return { label, curves: [...curves, mean] };
  });
  return { kind: 'roc', ...about(id, 'Real or synthetic: readers and their mean'), panels };
}

/** Perfect, worthless and inverted readers, an undefined area, a long name. */
export function rocHard(): FigureOf<'roc'> {
  const reader = (label: string, points: [number, number][], auc: number | null) =>
    ({ label, role: 'reader' as const, points, auc }) as const;
  return {
    kind: 'roc',
    ...about('roc-hard', 'Readers at the ends of the scale'),
    panels: [
      {
        label: 'A generating model with a name that no panel of a figure can hold in one line',
        curves: [
          reader(
            'Perfect',
            [
              [0, 0],
              [0, 1],
              [1, 1],
            ],
            1,
          ),
          reader(
            'Inverted',
            [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
            0,
          ),
          reader(
            'Consultant radiologist of the second university hospital',
            [
              [0, 0],
              [0.5, 0.5],
              [1, 1],
            ],
            0.5,
          ),
        ],
      },
      { label: 'No readings', curves: [] },
      {
        label: 'One threshold',
        curves: [
          reader(
            'Undefined',
            [
              [0, 0],
              [1, 1],
            ],
            null,
          ),
          {
            label: 'Mean',
            role: 'mean',
            points: [
              [0, 0],
              [0.25, 0.7],
              [1, 1],
            ],
            auc: 0.725,
          },
        ],
      },
    ],
  };
}
