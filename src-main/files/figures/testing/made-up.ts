import type { Random } from '../../../../src-core/base/random.ts';

/** Names of generating models, as they come in studies. */
export const ARMS = [
  'RoentGen v2',
  'LDM-512',
  'CXR-GAN',
  'Cheff',
  'Demonstration model',
  'Edited real films',
];

export const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `Reader ${String(index + 1).padStart(2, '0')}`);

export const about = (id: string, title: string) => ({
  id,
  title,
  caption: `${title}. Made-up numbers.`,
  alt: `${title}, drawn from made-up numbers.`,
});

export const uniform = (random: Random): number => random.nextUint32() / 2 ** 32;

/** Sum of twelve uniforms less six: near enough to a standard normal for a picture. */
export const normal = (random: Random): number =>
  Array.from({ length: 12 }, () => uniform(random)).reduce((sum, value) => sum + value, -6);
