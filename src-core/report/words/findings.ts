import type { Interval, TestResult } from '../../stats/statistic.ts';
import { capital, intervalText, rangeText, testText } from './numbers.ts';

/** What a sentence about a comparison needs of its result. */
export interface Tested {
  readonly estimate: number;
  readonly interval: Interval;
  readonly test: TestResult;
}

interface Finding {
  readonly result: Tested;
  /** A value of the quantity's own scale in words. */
  readonly say: (value: number) => string;
  /** After the estimate: "percentage points". */
  readonly unit?: string;
  /** Two-sided level of the test; absent: what the interval leaves out. */
  readonly alpha?: number;
  /** Whether the test decided for a difference; absent: its p value against alpha. */
  readonly shown?: boolean;
}

const unitOf = ({ unit }: Finding): string => (unit === undefined ? '' : ` ${unit}`);
const alphaOf = ({ result, alpha }: Finding): number => alpha ?? 1 - result.interval.level;

/** That a test is not significant is a statement about the data, and about nothing else. */
const NO_EQUIVALENCE = 'Without a margin set beforehand this says nothing of equivalence.';

/**
 * A difference between two sides in a sentence. One that is not significant is "not shown", with the range of values that
 * the data leave open.
 * @param what "the AUC", "mean realism": the difference is that of the first side minus the second
 */
export function differenceSentence(what: string, first: string, second: string, finding: Finding): string {
  const { result, say } = finding;
  const alpha = alphaOf(finding);
  const numbers = `difference ${say(result.estimate)}${unitOf(finding)} (${intervalText(result.interval, say)}), ${testText(result.test, alpha)}`;
  if (finding.shown ?? result.test.pValue < alpha) {
    const side = result.estimate > 0 ? 'higher' : 'lower';
    return `${capital(what)} was ${side} for ${first} than for ${second}: ${numbers}.`;
  }
  return `A difference in ${what} between ${first} and ${second} was not shown: ${numbers}. ${openRange(finding)} ${NO_EQUIVALENCE}`;
}

/**
 * A quantity against the value of no skill or no effect in a sentence.
 * @param reference "chance (50.0%)"
 */
export function againstSentence(
  what: string,
  reference: string,
  referenceValue: number,
  finding: Finding,
): string {
  const { result, say } = finding;
  const alpha = alphaOf(finding);
  const numbers = `${say(result.estimate)}${unitOf(finding)} (${intervalText(result.interval, say)}), ${testText(result.test, alpha)}`;
  if (finding.shown ?? result.test.pValue < alpha) {
    const side = result.estimate > referenceValue ? 'above' : 'below';
    return `${capital(what)} was ${side} ${reference}: ${numbers}.`;
  }
  return `A deviation of ${what} from ${reference} was not shown: ${numbers}. ${openRange(finding)} This does not show that there is none.`;
}

function openRange(finding: Finding): string {
  return `Values from ${rangeText(finding.result.interval, finding.say)}${unitOf(finding)} remain compatible with the data.`;
}
