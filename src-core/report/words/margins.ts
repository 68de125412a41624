import type { EquivalenceTest, NonInferiorityTest } from '../../stats/rating/equivalence.ts';
import { capital, intervalText, levelText, pText } from './numbers.ts';

type Say = (value: number) => string;

/**
 * What two one-sided tests say of a difference against a margin: the one place where a report may call anything
 * equivalent, and then with the margin.
 * @param what plural: "mean ratings of A and B"
 * @param unit after the margin: " points"
 */
export function equivalenceSentence(
  what: string,
  test: EquivalenceTest,
  alpha: number,
  say: Say,
  unit = '',
): string {
  const { margin, interval, pValue } = test;
  const numbers = `${intervalText(interval, withSign(say))} against \u2212${say(margin)} to +${say(margin)}, two one-sided tests ${pText(pValue, alpha)}`;
  return test.equivalent
    ? `The ${what} were equivalent within the margin of \u00b1${say(margin)}${unit}: ${numbers}.`
    : `Equivalence of the ${what} within the margin of \u00b1${say(margin)}${unit} was not shown: ${numbers}. That shows neither that they differ nor that they do not.`;
}

/**
 * What a one-sided test says of a difference (first minus second, higher is better) against a margin.
 * @param first "realism of the model"
 */
export function nonInferioritySentence(
  first: string,
  second: string,
  test: NonInferiorityTest,
  alpha: number,
  say: Say,
  unit = '',
): string {
  const { margin, lowerBound, pValue } = test;
  const numbers = `lower ${levelText(1 - alpha)} bound of the difference ${withSign(say)(lowerBound)} against \u2212${say(margin)}, one-sided ${pText(pValue, alpha)}`;
  return test.nonInferior
    ? `${capital(first)} was non-inferior to ${second} within the margin of ${say(margin)}${unit}: ${numbers}.`
    : `Non-inferiority of ${first} to ${second} within the margin of ${say(margin)}${unit} was not shown: ${numbers}. This test does not ask whether it is inferior.`;
}

/** Bounds of a difference beside a margin that has signs. */
function withSign(say: Say): Say {
  return (value) => {
    const text = say(value);
    return value > 0 && /^[\d.]*[1-9]/.test(text) ? `+${text}` : text;
  };
}
