import { expect, test } from 'vitest';
import { at, mean } from '../numbers.ts';
import { empiricalAuc } from './empirical-auc.ts';
import { empiricalCurve, meanCurve, type RocPoint } from './roc-curve.ts';

function areaUnder(curve: readonly RocPoint[]): number {
  return curve
    .slice(1)
    .reduce((area, [x, y], index) => area + ((x - at(curve, index)[0]) * (y + at(curve, index)[1])) / 2, 0);
}

const READERS = [
  { positives: [1, 2, 3, 4, 4, 5], negatives: [1, 1, 2, 3, 4] },
  { positives: [5, 5, 5, 4, 1], negatives: [1, 2, 2, 2, 5, 3] },
  { positives: [-3, 2, 0.5, 7], negatives: [-4, -3, 1, 0.2, 0.1] },
] as const;

const curves = READERS.map(({ positives, negatives }) => {
  const curve = empiricalCurve(positives, negatives);
  if (!curve.defined) throw new Error(curve.reason);
  return curve.value;
});

test('the corners of a curve are the operating points of its scores; what lies on one line is left out', () => {
  // By hand: 2 of 2 positives and 0 of 2 negatives at 3, then both negatives one after the other on one line.
  expect(empiricalCurve([3, 3], [2, 1])).toEqual({
    defined: true,
    value: [
      [0, 0],
      [0, 1],
      [1, 1],
    ],
  });
  expect(empiricalCurve([2, 1], [2, 1])).toEqual({
    defined: true,
    value: [
      [0, 0],
      [1, 1],
    ],
  });
});

test('the area under a curve is the empirical AUC', () => {
  for (const [index, { positives, negatives }] of READERS.entries()) {
    const cases = [
      ...positives.map((score, place) => ({ case: `p${place}`, positive: true, score })),
      ...negatives.map((score, place) => ({ case: `n${place}`, positive: false, score })),
    ];
    const auc = empiricalAuc(cases);
    expect(areaUnder(at(curves, index))).toBeCloseTo(auc.defined ? auc.value.estimate : Number.NaN, 12);
  }
});

test('the area under the mean of curves is the mean of their areas, and the mean rises on both axes', () => {
  const found = meanCurve(curves);
  const points = found.defined ? found.value : [];
  expect(areaUnder(points)).toBeCloseTo(mean(curves.map(areaUnder)), 12);
  expect(points.at(0)).toEqual([0, 0]);
  expect(points.at(-1)).toEqual([1, 1]);
  for (const [index, [x, y]] of points.slice(1).entries()) {
    expect(x).toBeGreaterThanOrEqual(at(points, index)[0] - 1e-12);
    expect(y).toBeGreaterThanOrEqual(at(points, index)[1] - 1e-12);
  }
});

test('beyond 200 corners the mean is taken at 200 places, within 1e-4 of the area', () => {
  const many = Array.from({ length: 150 }, (_, index) => index);
  const fine = [0, 0.5].map((shift) =>
    empiricalCurve(
      many.map((x) => x + 40 + shift),
      many.map((x) => x * 1.01),
    ),
  );
  const values = fine.flatMap((curve) => (curve.defined ? [curve.value] : []));
  const found = meanCurve(values);
  expect(found.defined ? found.value : []).toHaveLength(200);
  expect(areaUnder(found.defined ? found.value : [])).toBeCloseTo(mean(values.map(areaUnder)), 4);
});

test('a curve without cases of one truth, and a mean without curves, say so', () => {
  expect(empiricalCurve([], [1])).toEqual({ defined: false, reason: 'there is no positive case' });
  expect(empiricalCurve([1], [])).toEqual({ defined: false, reason: 'there is no negative case' });
  expect(meanCurve([])).toEqual({ defined: false, reason: 'there is no curve' });
});
