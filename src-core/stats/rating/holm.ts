import { at } from '../numbers.ts';

/** P values adjusted for their number by Holm's step-down method (Scand J Stat 1979), in the order given. */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => at(pValues, a) - at(pValues, b));
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((index, place) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - place) * at(pValues, index)));
    adjusted[index] = largest;
  });
  return adjusted;
}
