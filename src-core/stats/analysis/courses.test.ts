import { expect, test } from 'vitest';
import { rocCurves, timeCourses } from './courses.ts';

test("a reader's line of log times meets two points a doubling apart, and interrupted readings keep their flag", () => {
  // By hand: 10, 20, 40 seconds at places 1, 2, 3 double with each place.
  const [course] = timeCourses(
    [3, 1, 2].map((order) => ({
      reader: 'A',
      arm: 'real',
      order,
      seconds: 5 * 2 ** order,
      interrupted: order === 2,
    })),
  );
  expect(course?.points.map(({ order, interrupted }) => [order, interrupted])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
  expect(course?.trend.map(({ order }) => order)).toEqual([1, 3]);
  expect(course?.trend[0]?.seconds).toBeCloseTo(10, 10);
  expect(course?.trend[1]?.seconds).toBeCloseTo(40, 10);
});

test('fewer than three readings, or one place alone, have no line', () => {
  const at = (order: number) => ({ reader: 'A', arm: 'real', order, seconds: 9, interrupted: false });
  expect(timeCourses([at(1), at(2)])[0]?.trend).toEqual([]);
  expect(timeCourses([at(4), at(4), at(4)])[0]?.trend).toEqual([]);
});

test('curves stand by arm and reader; a reader without cases of one truth has none and is not in the mean', () => {
  const reading = (reader: string, positive: boolean, rating: number) => ({
    reader,
    arm: 'model',
    positive,
    rating,
  });
  const [arm] = rocCurves([reading('B', true, 2), reading('B', false, 1), reading('A', true, 2)]);
  expect(arm?.readers.map(({ reader, curve }) => [reader, curve.defined])).toEqual([
    ['A', false],
    ['B', true],
  ]);
  expect(arm?.mean).toEqual({
    defined: true,
    value: [
      [0, 0],
      [0, 1],
      [1, 1],
    ],
  });
});
