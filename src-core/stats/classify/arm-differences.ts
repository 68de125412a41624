import { seededRandom, shuffled } from '../../base/random.ts';
import { areaUnder } from './cross-validation.ts';

/** From here on a measure tells the arms often enough to be named. */
export const TELLING_AREA = 0.8;
export const TELLING_P = 0.01;
const PERMUTATIONS = 999;

/** How well one number of each film tells two arms. */
export interface ArmDifference {
  /** Area under the ROC curve, 0.5 (not at all) to 1 (always), whichever arm has the larger values. */
  readonly area: number;
  /** Of permuting the arms 999 times, two-sided. */
  readonly pValue: number;
}

/**
 * Whether values tell two groups apart, by the area under the ROC curve and a permutation test of it.
 * @returns null where a group is empty or holds what is no number.
 */
export function armDifference(
  first: readonly number[],
  second: readonly number[],
  seed: string,
): ArmDifference | null {
  const values = Float64Array.from([...first, ...second]);
  if (first.length === 0 || second.length === 0 || !values.every(Number.isFinite)) return null;
  const labels = [...first.map(() => 0), ...second.map(() => 1)];
  const areaOf = (own: readonly number[]): number => {
    const area = areaUnder(values, own);
    return Math.max(area, 1 - area);
  };
  const area = areaOf(labels);
  const random = seededRandom(`arm-difference/${seed}`);
  let above = 0;
  for (let draw = 0; draw < PERMUTATIONS; draw += 1) {
    if (areaOf(shuffled(random, labels)) >= area - 1e-12) above += 1;
  }
  return { area, pValue: (1 + above) / (1 + PERMUTATIONS) };
}

/** Large enough, and beyond chance. */
export function isTelling({ area, pValue }: ArmDifference): boolean {
  return area > TELLING_AREA && pValue <= TELLING_P;
}

/** The values of one measure, by arm. */
export type ValuesByArm = readonly (readonly [arm: string, values: readonly number[]])[];

/** A pair of arms that a measure tells apart. */
export interface TellingMeasure extends ArmDifference {
  readonly measure: string;
  readonly arms: readonly [string, string];
}

/** The measures by which two arms can be told, pair by pair. */
export function tellingMeasures(
  measures: readonly (readonly [measure: string, values: ValuesByArm])[],
  seed: string,
): TellingMeasure[] {
  return measures.flatMap(([measure, arms]) =>
    arms.flatMap(([first, own], index) =>
      arms.slice(index + 1).flatMap(([second, other]) => {
        const difference = armDifference(own, other, `${seed}/${measure}/${first}/${second}`);
        return difference !== null && isTelling(difference)
          ? [{ measure, arms: [first, second] as const, ...difference }]
          : [];
      }),
    ),
  );
}
