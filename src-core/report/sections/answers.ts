import type { EndpointAnswer, TestedEstimate } from '../study/study-analysis.ts';
import { againstSentence, differenceSentence } from '../words/findings.ts';
import { equivalenceSentence, nonInferioritySentence } from '../words/margins.ts';
import { capital, decimal, intervalText, listed, percent, pText, signed } from '../words/numbers.ts';
import { labelText, type StudyContext } from './context.ts';

/** How the quantity of an endpoint is said. */
interface Quantity {
  readonly name: string;
  readonly say: (value: number) => string;
  /** Of a difference, or of a margin. */
  readonly sayDifference: (value: number) => string;
  readonly unit: string;
}

export const PERCENTAGE_POINTS = ' percentage points';
const points = (value: number): string => decimal(value * 100, 1);

export function quantityOf(
  { estimand, estimator, item }: EndpointAnswer,
  { protocol, analysis }: Pick<StudyContext, 'protocol' | 'analysis'>,
): Quantity {
  switch (estimand) {
    case 'accuracy-against-chance':
      return {
        name: protocol.design.kind === 'single-film' ? 'balanced accuracy' : 'the share of right choices',
        say: percent,
        sayDifference: points,
        unit: PERCENTAGE_POINTS,
      };
    case 'preference':
      return { name: 'the share preferred', say: percent, sayDifference: points, unit: PERCENTAGE_POINTS };
    case 'realism-difference':
    case 'alignment-difference': {
      const asked = analysis.design.items.find(({ id }) => id === item);
      const option = asked?.kind === 'forced-choice' ? asked.options[0] : undefined;
      if (option !== undefined) {
        return {
          name: `the share answering "${labelText(option.label, option.value)}"`,
          say: (value) => signed(value * 100, 1),
          sayDifference: points,
          unit: PERCENTAGE_POINTS,
        };
      }
      const name = estimand === 'realism-difference' ? 'mean realism' : 'mean agreement with the text';
      return {
        name,
        say: (value) => signed(value, 2),
        sayDifference: (value) => decimal(value, 2),
        unit: ' points',
      };
    }
    case 'auc-difference':
      return {
        name: 'the AUC',
        say: (value) => signed(value, 3),
        sayDifference: (value) => decimal(value, 3),
        unit: '',
      };
    case 'agreement': {
      const name =
        estimator === 'fleiss-kappa'
          ? "Fleiss' kappa"
          : estimator === 'gwet-ac'
            ? "Gwet's coefficient"
            : 'agreement';
      const say = (value: number) => decimal(value, 3);
      return { name, say, sayDifference: say, unit: '' };
    }
  }
}

/** The one answer to an endpoint, in sentences. Its decision is the adjusted one where there is one. */
export function answerText(answer: EndpointAnswer, context: StudyContext): string {
  const { result } = answer;
  if (!result.defined) return `Not defined: ${result.reason}.`;
  const adjusted =
    answer.holm === null
      ? ''
      : ` Adjusted by Holm over the primary endpoints: ${pText(answer.holm.pValue, answer.alpha)}; this is what decides.`;
  return `${decided(answer, result.value, context)}${adjusted}`;
}

function decided(answer: EndpointAnswer, value: TestedEstimate, context: StudyContext): string {
  const { equivalence, nonInferiority, alpha } = answer;
  const { name, say, sayDifference, unit } = quantityOf(answer, context);
  const [first, second] = [sideOf(answer.first), sideOf(answer.second)];
  const decision = answer.holm?.decision ?? answer.decision;
  const level = `${intervalText(value.interval, say)}`;
  const against = isAgainst(answer);
  const reference = referenceText(answer, say);
  if (equivalence !== null) {
    const what = against ? `${name} and ${reference}` : `${plural(name)} for ${first} and for ${second}`;
    return `${estimateText(answer, value, context)} ${equivalenceSentence(what, { ...equivalence, equivalent: decision === 'equivalent' }, alpha, sayDifference, unit)}`;
  }
  if (nonInferiority !== null) {
    const held = { ...nonInferiority, nonInferior: decision === 'non-inferior' };
    const sides = against ? [name, reference] : [`${name} for ${first}`, `that for ${second}`];
    const sentence = nonInferioritySentence(
      sides[0] ?? '',
      sides[1] ?? '',
      held,
      alpha / 2,
      sayDifference,
      unit,
    );
    return `${estimateText(answer, value, context)} ${sentence}${ofDetection(answer) ? ' Non-inferior means not lower by the margin; the higher the value, the easier films are told apart.' : ''}`;
  }
  if (answer.hypothesis.kind === 'estimation') {
    return `${capital(name)}${against ? '' : `, ${first} minus ${second}`}: ${say(value.estimate)}${against ? '' : unit} (${level}). The endpoint is an estimation: no hypothesis was set, and none is tested.`;
  }
  const finding = { result: value, say, alpha, shown: decision === 'superior' || decision === 'inferior' };
  return against
    ? againstSentence(name, reference, answer.reference, finding)
    : differenceSentence(name, first, second, { ...finding, ...(unit === '' ? {} : { unit: unit.trim() }) });
}

function estimateText(answer: EndpointAnswer, value: TestedEstimate, context: StudyContext): string {
  const { name, say, unit } = quantityOf(answer, context);
  const against = isAgainst(answer);
  const of = against ? '' : `, ${sideOf(answer.first)} minus ${sideOf(answer.second)}`;
  return `${capital(name)}${of}: ${say(value.estimate)}${against ? '' : unit} (${intervalText(value.interval, say)}).`;
}

/** Whether a higher value speaks for the readers, and so against the films. */
function ofDetection({ estimand }: EndpointAnswer): boolean {
  return estimand === 'accuracy-against-chance' || estimand === 'auc-difference';
}

/** Whether the quantity stands against a fixed value rather than another arm's. */
export function isAgainst({ estimand }: EndpointAnswer): boolean {
  return estimand === 'accuracy-against-chance' || estimand === 'preference' || estimand === 'agreement';
}

function referenceText({ estimand, reference }: EndpointAnswer, say: (value: number) => string): string {
  return estimand === 'agreement'
    ? `no agreement beyond chance (${say(reference)})`
    : `chance (${say(reference)})`;
}

function plural(name: string): string {
  return name === 'the AUC' ? 'AUCs' : `values of ${name}`;
}

export function sideOf(arms: readonly string[]): string {
  if (arms.length === 0) return 'the other';
  return arms.length === 1 ? listed(arms) : `${listed(arms)} together`;
}
