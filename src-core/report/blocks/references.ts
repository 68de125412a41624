import type { EstimatorId } from '../study/estimators.ts';
import { ESTIMATORS } from '../study/estimators.ts';

/** Works are numbered by their first citation; the list holds those cited, and no other. */
export interface References {
  /** "[3]", or "[3, 4]". */
  cite(...works: readonly string[]): string;
  list(): string[];
}

export function references(): References {
  const numbers = new Map<string, number>();
  const numberOf = (work: string): number => {
    const known = numbers.get(work) ?? numbers.size + 1;
    numbers.set(work, known);
    return known;
  };
  return {
    cite: (...works) => `[${[...new Set(works.map(numberOf))].join(', ')}]`,
    list: () => [...numbers].map(([work, number]) => `[${number}] ${work}.`),
  };
}

/** The works that an estimator is taken from, one each. */
export function sourcesOf(estimator: EstimatorId): string[] {
  return ESTIMATORS[estimator].source.split('; ');
}
