import type { Interval } from './statistic.ts';

/**
 * The interval of a share on its log-odds scale: half its width on the share's own scale, divided by p (1 - p), goes to
 * either side of the log odds. It stays within 0 and 1 and keeps its level where a symmetric one is too short on the far
 * side (Pepe, The Statistical Evaluation of Medical Tests, 2003, section 5.2.4).
 * @param share an AUC, a sensitivity, ...; above 0 and below 1
 * @param half quantile times standard error
 */
export function logitInterval(share: number, half: number, level: number): Interval {
  const step = half / (share * (1 - share));
  const moved = (by: number): number => 1 / (1 + Math.exp(-(Math.log(share / (1 - share)) + by)));
  return { lower: moved(-step), upper: moved(step), level };
}
