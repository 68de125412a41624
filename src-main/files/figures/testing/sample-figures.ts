import { type Random, seededRandom } from '../../../../src-core/base/random.ts';
import { drawPhantom } from '../../../../src-core/imaging/phantom.ts';
import type { Figure, FigureOf } from '../../../../src-core/report/figure.ts';
import { encodeGrey8Png } from '../../png.ts';

/** Figures with made-up numbers, usual ones and hard ones, for the sheet and the tests: the same at every call. */
export function sampleFigures(): Figure[] {
  return [
    roc('roc-one', ['LDM-512'], 4),
    roc('roc-two', ['Latent diffusion 512, 75 steps', 'GAN baseline'], 6),
    roc('roc-many', ARMS, 40),
    rocHard(),
    forest('forest-usual', [''], 12, 'linear'),
    forest('forest-arms', ARMS.slice(0, 3), 8, 'linear'),
    forest('forest-many', ARMS, 40, 'linear'),
    forestTimes(),
    forestHard(),
    likert('likert-five', 5, ARMS.slice(0, 4), ['']),
    likert('likert-seven', 7, ARMS.slice(0, 3), names(6)),
    likert('likert-eleven', 11, ARMS, names(20)),
    likertHard(),
    confusion('confusion-one', 1),
    confusion('confusion-usual', 7),
    confusion('confusion-many', 40),
    confusionHard(),
    agreement('agreement-usual', 6, false),
    agreement('agreement-negative', 14, true),
    agreement('agreement-many', 40, false),
    agreementHard(),
    timeOrder('time-order-one', 1, 120, 3),
    timeOrder('time-order-usual', 6, 200, 2),
    timeOrder('time-order-many', 40, 60, 6),
    timeOrderHard(),
    markMap('mark-map-usual', 5, true),
    markMap('mark-map-many', 24, true),
    markMapHard(),
    flow('flow-one', ['Synthetic films']),
    flow('flow-three', ['Real films', ...ARMS.slice(0, 2)]),
    flow('flow-six', ARMS),
  ];
}

const ARMS = ['RoentGen v2', 'LDM-512', 'CXR-GAN', 'Cheff', 'Demonstration model', 'Edited real films'];

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `Reader ${String(index + 1).padStart(2, '0')}`);

const about = (id: string, title: string) => ({
  id,
  title,
  caption: `${title}. Made-up numbers.`,
  alt: `${title}, drawn from made-up numbers.`,
});

const uniform = (random: Random): number => random.nextUint32() / 2 ** 32;

/** Sum of twelve uniforms less six: near enough to a standard normal for a picture. */
const normal = (random: Random): number =>
  Array.from({ length: 12 }, () => uniform(random)).reduce((sum, value) => sum + value, -6);

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

function roc(id: string, arms: readonly string[], readers: number): FigureOf<'roc'> {
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
function rocHard(): FigureOf<'roc'> {
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

type ForestRow = FigureOf<'forest'>['rows'][number];

function forest(
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
    scale,
    reference: 0.5,
    margin: null,
    rows,
  };
}

/** Ratios on a log axis with a margin. */
function forestTimes(): FigureOf<'forest'> {
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
function forestHard(): FigureOf<'forest'> {
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

const LABELS: Readonly<Record<number, readonly string[]>> = {
  5: ['Surely synthetic', 'Rather synthetic', 'Undecided', 'Rather real', 'Surely real'],
  7: ['Not at all', '', '', 'Partly', '', '', 'Fully'],
};

const scaleOf = (steps: number) =>
  Array.from({ length: steps }, (_, index) => ({
    value: steps === 11 ? index : index + 1,
    label: LABELS[steps]?.[index] ?? '',
  }));

function likert(
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
function likertHard(): FigureOf<'likert'> {
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

function confusion(id: string, readers: number): FigureOf<'confusion'> {
  const random = seededRandom(id);
  const panels = names(readers).map((label) => {
    const [right, wrong] = [40 + Math.floor(uniform(random) * 50), 10 + Math.floor(uniform(random) * 40)];
    return {
      label,
      trueNegatives: right,
      falsePositives: 100 - right,
      falseNegatives: wrong,
      truePositives: 100 - wrong,
    };
  });
  const about_ = about(id, 'Truth and call by reader');
  return { kind: 'confusion', ...about_, classes: ['Real', 'Synthetic'], panels };
}

function confusionHard(): FigureOf<'confusion'> {
  const panel = (
    label: string,
    [trueNegatives, falsePositives, falseNegatives, truePositives]: readonly [number, number, number, number],
  ) => ({ label, trueNegatives, falsePositives, falseNegatives, truePositives }) as const;
  return {
    kind: 'confusion',
    ...about('confusion-hard', 'Truth and call at the ends'),
    classes: ['Acquired from a patient', 'Generated by a diffusion model'],
    panels: [
      panel('No real films', [0, 0, 12, 30]),
      panel('All right', [100, 0, 0, 100]),
      panel('A consultant with a name that is far too long for a panel', [12_345, 6789, 1, 20_000]),
    ],
  };
}

function agreement(id: string, readers: number, negative: boolean): FigureOf<'agreement'> {
  const random = seededRandom(id);
  const values = Array.from({ length: readers }, () =>
    Array.from({ length: readers }, (): number | null => null),
  );
  for (let row = 0; row < readers; row++) {
    for (let column = 0; column <= row; column++) {
      const value =
        row === column ? 0.7 + 0.25 * uniform(random) : (negative ? -0.3 : 0.1) + 0.7 * uniform(random);
      for (const [at, other] of [
        [row, column],
        [column, row],
      ] as const) {
        const line = values[at];
        if (line !== undefined) line[other] = value;
      }
    }
  }
  return {
    kind: 'agreement',
    ...about(id, 'Agreement of readers'),
    measure: 'Weighted kappa (quadratic) of realism',
    readers: names(readers),
    values,
  };
}

function agreementHard(): FigureOf<'agreement'> {
  return {
    kind: 'agreement',
    ...about('agreement-hard', 'Agreement at the ends'),
    measure: "Gwet's AC1 of real or synthetic, films of all arms, main readings only, without repeats",
    readers: ['A', 'A reader with a name that is far too long for a matrix', 'C'],
    values: [
      [null, 1, -1],
      [1, 1, null],
      [-1, null, 0],
    ],
  };
}

function timeOrder(id: string, readers: number, cases: number, arms: number): FigureOf<'time-order'> {
  const random = seededRandom(id);
  const all = names(readers).map((label) => {
    const [level, drift] = [3 + 0.7 * uniform(random), -0.3 - 0.4 * uniform(random)];
    const seconds = (order: number): number => Math.exp(level + (drift * order) / cases);
    const points = Array.from({ length: cases }, (_, order) => ({
      order: order + 1,
      seconds: seconds(order) * Math.exp(0.4 * normal(random)),
      arm: ARMS[Math.floor(uniform(random) * arms)] ?? '',
      interrupted: uniform(random) < 0.04,
    }));
    const trend = [1, cases].map((order) => ({ order, seconds: seconds(order) }));
    return { label, points, trend };
  });
  return { kind: 'time-order', ...about(id, 'Reading time by place in the order'), readers: all };
}

function timeOrderHard(): FigureOf<'time-order'> {
  const point = (order: number, seconds: number, interrupted = false) => ({
    order,
    seconds,
    arm: 'An arm with a long name, as coordinators like to give them',
    interrupted,
  });
  return {
    kind: 'time-order',
    ...about('time-order-hard', 'Reading time at the ends'),
    readers: [
      { label: 'No readings', points: [], trend: [] },
      { label: 'One reading', points: [point(1, 12)], trend: [] },
      {
        label: 'A day away, and a name that is long',
        points: [point(1, 0.4), point(2, 86_000, true)],
        trend: [],
      },
    ],
  };
}

const SIDE_PX = 256;

function markMap(id: string, readers: number, film: boolean): FigureOf<'mark-map'> {
  const random = seededRandom(id);
  const marks = names(readers).flatMap((reader, index) => {
    const near = (centre: number) => centre + 9 * normal(random);
    const point = { reader, label: 'Nodule', x: near(90), y: near(110), width: null, height: null };
    const box = { reader, label: 'Opacity', x: near(150), y: near(150), width: 40, height: 32 };
    return index % 2 === 0 ? [point, box] : [point];
  });
  return {
    kind: 'mark-map',
    ...about(id, 'Marks on a film'),
    matrixSizePx: SIDE_PX,
    filmPng: film ? phantomPng() : null,
    marks,
  };
}

/** Marks on the edge and beyond, without the film. */
function markMapHard(): FigureOf<'mark-map'> {
  const at = (x: number, y: number) => ({ reader: 'Reader 01', label: '', x, y, width: null, height: null });
  return {
    kind: 'mark-map',
    ...about('mark-map-hard', 'Marks on the edge'),
    matrixSizePx: SIDE_PX,
    filmPng: null,
    marks: [at(0, 0), at(SIDE_PX, SIDE_PX), { ...at(240, 100), width: 60, height: 30 }],
  };
}

function phantomPng(): string {
  const { pixels, width, height } = drawPhantom(7, { sizePx: SIDE_PX }).radiograph;
  return Buffer.from(encodeGrey8Png(Uint8Array.from(pixels), width, height)).toString('base64');
}

function flow(id: string, arms: readonly string[]): FigureOf<'flow'> {
  return {
    kind: 'flow',
    ...about(id, 'Flow of cases'),
    arms: arms.map((label, index) => ({
      label,
      steps: [
        {
          label: index === 0 ? 'Imported into the library' : 'Generated',
          count: 1240 + 60 * index,
          left: [
            { reason: 'Rejected in curation: anatomy not plausible', count: 212 },
            { reason: 'Rejected in curation: text or devices burned in', count: 31 },
            { reason: 'Not drawn into the sample', count: 897 },
          ],
        },
        { label: 'In the frozen protocol', count: 100 + 60 * index, left: [] },
        {
          label: 'Allocated to readers (readings)',
          count: 1000,
          left: index === 1 ? [] : [{ reason: 'Reader withdrew', count: 100 }],
        },
        {
          label: 'Analysed (readings)',
          count: 900,
          left:
            index === 2
              ? [{ reason: 'Interrupted for more than an hour, left out of times', count: 14 }]
              : [],
        },
      ],
    })),
  };
}
