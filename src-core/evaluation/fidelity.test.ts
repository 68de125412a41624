import { describe, expect, it } from 'vitest';
import { float32FromBase64, readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { seededRandom } from '../base/random.ts';
import { definedValue, expectClose, reasonOf } from '../stats/test-golden.ts';
import { type FeatureMatrix, featureMatrix, pickRows } from './features.ts';
import { frechetDistance } from './frechet-distance.ts';
import { kernelDistance, squaredDiscrepancy } from './kernel-distance.ts';
import { manifoldMeasures } from './manifold.ts';
import { LEAST_SIDE, multiScaleSimilarity } from './ms-ssim.ts';
import { singularValues } from './singular-values.ts';

interface FeatureGolden {
  readonly name: string;
  readonly columns: number;
  readonly real: string;
  readonly made: string;
  readonly frechet: number;
  readonly discrepancyOfFirst: number;
  readonly cleanKernelDistance: number;
  readonly prdc: Readonly<
    Record<string, Readonly<Record<'precision' | 'recall' | 'density' | 'coverage', number>>>
  >;
}

interface PictureGolden {
  readonly width: number;
  readonly height: number;
  readonly first: string;
  readonly second: string;
  readonly value: number;
}

/** clean-fid, torchmetrics, prdc and pytorch-msssim: make_fidelity_goldens.py. */
const golden = readGoldenJson<{ features: FeatureGolden[]; pictures: PictureGolden[] }>('fidelity.json.gz');

function setOf(text: string, columns: number): FeatureMatrix {
  const values = Float64Array.from(float32FromBase64(text));
  return { rows: values.length / columns, columns, values };
}

describe.each(golden.features)('features: $name', ({ columns, real, made, ...expected }) => {
  const [first, second] = [setOf(real, columns), setOf(made, columns)];
  const head = (set: FeatureMatrix) =>
    pickRows(
      set,
      Array.from({ length: Math.min(first.rows, second.rows) }, (_, row) => row),
    );

  it('has the Frechet distance of clean-fid', () => {
    expectClose(definedValue(frechetDistance(first, second)) / expected.frechet, 1, 'ratio', 1e-6);
  });

  it('has the discrepancy of torchmetrics and clean-fid', () => {
    const found = squaredDiscrepancy(head(first), head(second));
    expectClose(found / expected.discrepancyOfFirst, 1, 'torchmetrics', 1e-9);
    expectClose(found / expected.cleanKernelDistance, 1, 'clean-fid', 1e-9);
  });

  it('has precision, recall, density and coverage of prdc', () => {
    for (const [neighbours, values] of Object.entries(expected.prdc)) {
      const found = definedValue(manifoldMeasures(first, second, Number(neighbours)));
      for (const [name, value] of Object.entries(values)) {
        expectClose(found[name as keyof typeof values], value, `${name} of ${neighbours}`, 1e-12);
      }
    }
  });
});

describe('distances between sets', () => {
  const random = seededRandom('fidelity');
  const uniform = () => random.nextUint32() / 2 ** 32;
  const cloud = (rows: number, shift: number) =>
    featureMatrix(Array.from({ length: rows }, () => Array.from({ length: 6 }, () => uniform() + shift)));

  it('are nothing between a set and itself', () => {
    const set = cloud(20, 0);
    expect(definedValue(frechetDistance(set, set))).toBeLessThan(1e-12);
    expect(definedValue(manifoldMeasures(set, set))).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
  });

  it('of all images as the one subset is the discrepancy itself, whatever the seed', () => {
    const [first, second] = [cloud(12, 0), cloud(12, 0.4)];
    const found = definedValue(kernelDistance(first, second, { random, subsets: 3 }));
    expectClose(found.estimate, squaredDiscrepancy(first, second), 'estimate', 1e-12);
    expect(found).toMatchObject({ subsets: 3, subsetSize: 12 });
    expect(found.deviation).toBeLessThan(1e-12);
  });

  it('repeat with their seed and grow with the shift', () => {
    const [first, near, far] = [cloud(40, 0), cloud(40, 0.1), cloud(40, 0.8)];
    const of = (second: FeatureMatrix) =>
      definedValue(kernelDistance(first, second, { random: seededRandom(3), subsets: 10, subsetSize: 20 }))
        .estimate;
    expect(of(near)).toBe(of(near));
    expect(of(far)).toBeGreaterThan(of(near));
  });

  it('say why they do not exist', () => {
    const [one, six] = [cloud(1, 0), cloud(6, 0)];
    expect(reasonOf(frechetDistance(one, six))).toBe('each set needs at least two images');
    expect(reasonOf(kernelDistance(six, one, { random }))).toBe('each set needs at least two images');
    expect(reasonOf(manifoldMeasures(cloud(5, 0), six))).toBe('each set needs more than 5 images');
  });

  it('refuse sets of two extractors, ragged rows and values that are not finite', () => {
    expect(() => frechetDistance(cloud(4, 0), featureMatrix([[1], [2]]))).toThrow(/6 and 1 features/);
    expect(() => featureMatrix([[1, 2], [3]])).toThrow(/Image 2 has 1 features, the first 2/);
    expect(() =>
      featureMatrix([
        [1, 2],
        [3, Number.NaN],
      ]),
    ).toThrow(/Feature 2 of image 2 is NaN/);
  });
});

describe('singular values', () => {
  it('of a matrix with known ones, small and large', () => {
    // Columns 3, 1e-6 and 0 times orthogonal ones.
    const values = Float64Array.from([3, 1e-6, 0, 3, -1e-6, 0, 0, 0, 0, 0, 0, 0]);
    const found = [...singularValues({ rows: 4, columns: 3, values })].sort((a, b) => a - b);
    expectClose(found[0] ?? 1, 0, 'nothing', 1e-15);
    expectClose((found[1] ?? 0) / 1e-6, Math.SQRT2, 'small', 1e-9);
    expectClose(found[2] ?? 0, 3 * Math.SQRT2, 'large', 1e-12);
  });

  it('of nothing but zeros are zeros', () => {
    expect([...singularValues({ rows: 3, columns: 3, values: new Float64Array(9) })]).toEqual([0, 0, 0]);
  });
});

describe('multi-scale structural similarity', () => {
  const picture = (hex: string, width: number, height: number) => ({
    width,
    height,
    pixels: Float64Array.from(Buffer.from(hex, 'hex'), (value) => value / 255),
  });

  it.each(golden.pictures)(
    'is that of pytorch-msssim: $width x $height',
    ({ width, height, first, second, value }) => {
      const found = multiScaleSimilarity(picture(first, width, height), picture(second, width, height));
      // pytorch-msssim keeps its window in float32.
      expectClose(found, value, 'similarity', 2e-6);
    },
  );

  it('of a picture with itself is 1', () => {
    const [{ width, height, first } = { width: 0, height: 0, first: '' }] = golden.pictures;
    expectClose(
      multiScaleSimilarity(picture(first, width, height), picture(first, width, height)),
      1,
      'same',
      1e-12,
    );
  });

  it('refuses pictures that are too small, or of two sizes', () => {
    const grey = (width: number) => ({ width, height: 200, pixels: new Float64Array(width * 200) });
    expect(() => multiScaleSimilarity(grey(LEAST_SIDE), grey(LEAST_SIDE))).toThrow(/sides above 160/);
    expect(() => multiScaleSimilarity(grey(170), grey(171))).toThrow(/170 x 200 and 171 x 200/);
  });
});
