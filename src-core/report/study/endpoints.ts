import { at } from '../../stats/numbers.ts';
import { equivalenceTest, nonInferiorityTest } from '../../stats/rating/equivalence.ts';
import { holmAdjusted } from '../../stats/rating/holm.ts';
import type { Protocol } from '../../study/protocol.ts';
import type { StudyContext } from './context.ts';
import { type EndpointEstimate, estimateOf } from './endpoint-estimates.ts';
import type { Decision, EndpointAnswer } from './study-analysis.ts';

type Endpoint = Protocol['endpoints'][number];

/** The one answer to each endpoint of the protocol, in its order. */
export function answerEndpoints(context: StudyContext): EndpointAnswer[] {
  const answers = context.protocol.endpoints.map((endpoint) => answer(context, endpoint));
  return withHolm(context, answers);
}

function answer(context: StudyContext, endpoint: Endpoint): EndpointAnswer {
  const found = estimateOf(context, endpoint.estimand, 1 - endpoint.alpha);
  const { id, estimand, primary, hypothesis, alpha } = endpoint;
  return {
    id,
    estimand,
    primary,
    hypothesis,
    alpha,
    ...found,
    ...judge(context, endpoint, found),
    holm: null,
  };
}

type Judgement = Pick<EndpointAnswer, 'equivalence' | 'nonInferiority' | 'decision' | 'pValue'>;

/**
 * Superiority is two-sided at alpha. Equivalence rejects both one-sided tests at alpha; non-inferiority its one at
 * alpha / 2, as the interval of level 1 - alpha does.
 */
function judge({ methods }: StudyContext, endpoint: Endpoint, found: EndpointEstimate): Judgement {
  const { hypothesis, alpha } = endpoint;
  const none = { equivalence: null, nonInferiority: null, pValue: null };
  if (!found.result.defined) return { ...none, decision: 'undefined' };
  const { estimate, standardError, df, test } = found.result.value;
  const beyond = { estimate: estimate - found.reference, standardError, df: df ?? Number.POSITIVE_INFINITY };
  switch (hypothesis.kind) {
    case 'estimation':
      return { ...none, decision: 'estimated' };
    case 'superiority': {
      const shown = beyond.estimate > 0 ? 'superior' : 'inferior';
      return { ...none, pValue: test.pValue, decision: test.pValue < alpha ? shown : 'not-shown' };
    }
    case 'non-inferiority': {
      methods.use('non-inferiority-test');
      const nonInferiority = nonInferiorityTest(beyond, hypothesis.margin, alpha / 2);
      const { pValue, nonInferior } = nonInferiority;
      return { ...none, nonInferiority, pValue, decision: nonInferior ? 'non-inferior' : 'inconclusive' };
    }
    case 'equivalence': {
      methods.use('two-one-sided-tests');
      const equivalence = equivalenceTest(beyond, hypothesis.margin, alpha);
      const { pValue, equivalent } = equivalence;
      return { ...none, equivalence, pValue, decision: equivalent ? 'equivalent' : 'inconclusive' };
    }
  }
}

/** Where there are several primary endpoints: each p value on the scale of its alpha, adjusted by Holm. */
function withHolm({ methods }: StudyContext, answers: readonly EndpointAnswer[]): EndpointAnswer[] {
  const tested = answers.filter(({ primary, pValue }) => primary && pValue !== null);
  if (tested.length < 2) return [...answers];
  methods.use('holm');
  const adjusted = holmAdjusted(tested.map(onAlpha));
  return answers.map((entry) => {
    const place = tested.indexOf(entry);
    if (place < 0) return entry;
    const pValue = at(adjusted, place);
    const rejected = pValue < entry.alpha;
    return { ...entry, holm: { pValue, decision: rejected ? entry.decision : withheld(entry) } };
  });
}

/** The test of non-inferiority is held against half of alpha. */
function onAlpha({ pValue, hypothesis }: EndpointAnswer): number {
  return Math.min(1, (pValue ?? 1) * (hypothesis.kind === 'non-inferiority' ? 2 : 1));
}

function withheld({ hypothesis }: EndpointAnswer): Decision {
  return hypothesis.kind === 'superiority' ? 'not-shown' : 'inconclusive';
}
