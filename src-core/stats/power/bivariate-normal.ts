import { normalCdf } from '../distributions.ts';

/** Nodes and weights of Gauss and Legendre on -1 to 1, ten points: the positive half. */
const NODES = [
  0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717,
] as const;
const WEIGHTS = [
  0.2955242247147529, 0.2692667193099963, 0.219086362515982, 0.1494513491505806, 0.0666713443086881,
] as const;
const PANELS = 8;

/**
 * P(X <= h and Y <= k) of two standard normal numbers with a correlation, by Plackett's integral over the arc sine of the
 * correlation (Drezner and Wesolowsky, J Stat Comput Simul 1990).
 * @param correlation -1 to 1
 */
export function bivariateNormalCdf(h: number, k: number, correlation: number): number {
  if (correlation >= 1) return normalCdf(Math.min(h, k));
  if (correlation <= -1) return Math.max(0, normalCdf(h) + normalCdf(k) - 1);
  const end = Math.asin(correlation);
  const half = end / PANELS / 2;
  let total = 0;
  for (let panel = 0; panel < PANELS; panel += 1) {
    const centre = (2 * panel + 1) * half;
    NODES.forEach((node, index) => {
      const weight = WEIGHTS[index] ?? 0;
      total += weight * (density(h, k, centre - half * node) + density(h, k, centre + half * node));
    });
  }
  return normalCdf(h) * normalCdf(k) + (total * half) / (2 * Math.PI);
}

function density(h: number, k: number, angle: number): number {
  const cosine = Math.cos(angle);
  return Math.exp(-(h * h + k * k - 2 * h * k * Math.sin(angle)) / (2 * cosine * cosine));
}
