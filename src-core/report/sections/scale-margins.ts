import { caution, heading, plain } from '../blocks/blocks.ts';
import type { ReportBlock } from '../document.ts';
import type { ScaleAnalysis, ScaleComparison } from '../study/scale-types.ts';
import { equivalenceSentence, nonInferioritySentence } from '../words/margins.ts';
import { decimal } from '../words/numbers.ts';
import { sideOf } from './answers.ts';
import type { StudyContext } from './context.ts';

const two = (value: number): string => decimal(value, 2);

/** A scale's differences against the margins of the protocol; nothing where it sets none. */
export function marginBlocks(
  context: StudyContext,
  name: string,
  { measure, comparisons }: ScaleAnalysis,
): ReportBlock[] {
  const told = comparisons
    .filter((entry) => againstReal(context, entry))
    .flatMap((entry) => [
      ...equivalenceBlocks(name, entry),
      ...nonInferiorityBlocks(name, entry, nonInferiorityAlpha(context, measure)),
    ]);
  return told.length === 0
    ? []
    : [
        heading('Against the margin of the protocol'),
        plain(
          'Not adjusted for several endpoints, and exploratory for every arm by itself: the answer to an endpoint is the one in the Summary.',
        ),
        ...told,
      ];
}

/** The protocol's margin is of made films against real ones, and not of models against each other. */
function againstReal({ analysis }: StudyContext, { second }: ScaleComparison): boolean {
  return second.some((arm) => analysis.design.arms.some(({ id, truth }) => id === arm && truth === 'real'));
}

/** One-sided, of the endpoint that sets the margin: half of its alpha. */
function nonInferiorityAlpha({ analysis }: StudyContext, measure: ScaleAnalysis['measure']): number {
  const asked = analysis.endpoints.find(
    ({ estimand, hypothesis }) =>
      estimand === `${measure}-difference` && hypothesis.kind === 'non-inferiority',
  );
  return (asked?.alpha ?? 0.05) / 2;
}

function equivalenceBlocks(name: string, { first, second, equivalence }: ScaleComparison): ReportBlock[] {
  if (equivalence === null) return [];
  const [one, other] = [sideOf(first), sideOf(second)];
  if (!equivalence.defined)
    return [caution(`Equivalence of ${name} for ${one} and ${other} is not defined: ${equivalence.reason}.`)];
  const { value } = equivalence;
  const what = `mean ratings of ${name} for ${one} and for ${other}`;
  return [plain(equivalenceSentence(what, value, (1 - value.interval.level) / 2, two, ' points'))];
}

function nonInferiorityBlocks(
  name: string,
  { first, second, nonInferiority }: ScaleComparison,
  alpha: number,
): ReportBlock[] {
  if (nonInferiority === null) return [];
  const [one, other] = [sideOf(first), sideOf(second)];
  if (!nonInferiority.defined)
    return [
      caution(`Non-inferiority of ${name} for ${one} to ${other} is not defined: ${nonInferiority.reason}.`),
    ];
  const [made, real] = [`mean ${name} for ${one}`, `that for ${other}`];
  return [plain(nonInferioritySentence(made, real, nonInferiority.value, alpha, two, ' points'))];
}
