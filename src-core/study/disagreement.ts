import { groupBy } from '../base/collections.ts';
import type { AnswerValue } from './answers.ts';
import type { Protocol } from './protocol.ts';
import type { ResultRow } from './results.ts';
import { analysedRows } from './results-summary.ts';

type Adjudication = Extract<Protocol['phases'][number], { kind: 'adjudication' }>;

/**
 * The units on which readers disagree, by the adjudication's rule, in the order of the rows: Likert answers that lie
 * at least `least` points apart, or choices that are not all the same. Only what readers read for the analysis
 * counts, and of one reader the first answer.
 *
 * @returns ids for `allocateAdjudication`: the case's, or the set's.
 */
export function disputedUnits(
  { design }: Pick<Protocol, 'design'>,
  { disagreement: { item, least } }: Pick<Adjudication, 'disagreement'>,
  rows: readonly ResultRow[],
): string[] {
  const setOf = new Map(
    design.kind === 'single-film' ? [] : design.sets.map(({ setId, target }) => [target, setId]),
  );
  const answered = analysedRows(rows).filter(({ answers }) => (answers[item] ?? null) !== null);
  return [...groupBy(answered, ({ caseId }) => caseId)].flatMap(([caseId, own]) => {
    const answers = own.map((row) => row.answers[item] ?? null);
    return disagree(answers, least) ? [setOf.get(caseId) ?? caseId] : [];
  });
}

function disagree(answers: readonly AnswerValue[], least: number): boolean {
  const numbers = answers.filter((answer): answer is number => typeof answer === 'number');
  if (numbers.length === answers.length && numbers.length > 0) {
    return Math.max(...numbers) - Math.min(...numbers) >= least;
  }
  return new Set(answers).size > 1;
}
