import { at, mean } from '../../stats/numbers.ts';
import type { RocPoint } from './detection-types.ts';

/**
 * The mean of ROC curves at equal false-positive rate (Chen and Samuelson, Br J Radiol 2014): at each rate where one of
 * them bends, the mean of where they begin to rise and the mean of where they end, so that the area under it is the mean
 * of theirs.
 * @param curves of points (1 - specificity, sensitivity) from (0, 0) to (1, 1), rising; at least one
 */
export function meanCurve(curves: readonly (readonly RocPoint[])[]): RocPoint[] {
  const rates = [...new Set(curves.flat().map(([rate]) => rate))].sort((a, b) => a - b);
  const points = rates.flatMap((rate): RocPoint[] => {
    const ends = curves.map((curve) => heights(curve, rate));
    const [low, high] = [mean(ends.map(([from]) => from)), mean(ends.map(([, to]) => to))];
    return low === high
      ? [[rate, low]]
      : [
          [rate, low],
          [rate, high],
        ];
  });
  return points;
}

/** The lowest and the highest sensitivity of a curve at one false-positive rate. */
function heights(curve: readonly RocPoint[], rate: number): [number, number] {
  const here = curve.filter(([x]) => x === rate).map(([, y]) => y);
  if (here.length > 0) return [Math.min(...here), Math.max(...here)];
  const next = curve.findIndex(([x]) => x > rate);
  const [[x0, y0], [x1, y1]] = [at(curve, next - 1), at(curve, next)];
  const height = y0 + ((y1 - y0) * (rate - x0)) / (x1 - x0);
  return [height, height];
}
