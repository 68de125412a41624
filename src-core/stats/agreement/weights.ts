import { LightboxError } from '../../base/errors.ts';

/** How much a disagreement counts as agreement: 1 on the diagonal, 0 for the worst. */
export type Weighting = 'identity' | 'linear' | 'quadratic' | 'ordinal';

/**
 * Agreement weights. Linear (Cicchetti and Allison 1971) and quadratic (Fleiss and Cohen 1973) by the categories' own
 * numbers, or by their places where they are texts; ordinal by ranks alone (Gwet, Handbook of Inter-Rater Reliability,
 * 4th edition, section 3.5).
 * @param categories in order, at least two unless the weighting is identity
 */
export function agreementWeights(
  categories: readonly (string | number)[],
  weighting: Weighting,
): readonly (readonly number[])[] {
  const scores = categories.map((category, index) => (typeof category === 'number' ? category : index + 1));
  const range = Math.max(...scores) - Math.min(...scores);
  if (!Number.isFinite(range)) throw new LightboxError('BAD_INPUT', 'A category is not a finite number.');
  const worst = pairsBetween(0, categories.length - 1);
  return scores.map((first, row) =>
    scores.map((second, column) => {
      if (row === column) return 1;
      if (weighting === 'identity') return 0;
      if (weighting === 'linear') return 1 - Math.abs(first - second) / range;
      if (weighting === 'quadratic') return 1 - ((first - second) / range) ** 2;
      return 1 - pairsBetween(row, column) / worst;
    }),
  );
}

/** Pairs of categories that lie between two, both counted. */
function pairsBetween(first: number, second: number): number {
  const steps = Math.abs(first - second);
  return (steps * (steps + 1)) / 2;
}
