import { z } from 'zod';
import type { Aim } from '../../../../src-core/stats/power/margin-power.ts';
import type { AimedDesign, PrecisionDesign } from '../../../../src-core/stats/power/plan.ts';

export const POWER_QUESTIONS = [
  'accuracy',
  'choice',
  'preference',
  'realism',
  'alignment',
  'auc',
  'kappa',
  'icc',
] as const;
export type PowerQuestion = (typeof POWER_QUESTIONS)[number];

export const AIMS = ['superiority', 'non-inferiority', 'equivalence'] as const;
export type AimKind = (typeof AIMS)[number];

/** A difference in mean score between two arms, in points of a scale of 1 to 5. */
const SCORES = { difference: 0.5, readerDeviation: 0.3, caseDeviation: 0.6, residualDeviation: 0.8 } as const;

/** The inputs of each question beside readers, cases and alpha; with the values that stand until others are known. */
export const POWER_INPUTS = {
  /** Shares from 0 to 1. */
  accuracy: { truth: 0.6, chance: 0.5, readerDeviation: 0.05, caseDeviation: 0.15 },
  choice: { truth: 0.35, chance: 0.25, readerDeviation: 0.05, caseDeviation: 0.15 },
  preference: { truth: 0.6, readerDeviation: 0.05, caseDeviation: 0.15 },
  realism: SCORES,
  alignment: SCORES,
  /**
   * A difference in AUC, with the components of the VanDyke data as RJafroc documents them (five readers, 114 cases;
   * Van Dyke et al. 1993).
   */
  auc: {
    difference: 0.05,
    auc: 0.88,
    pilotCases: 114,
    readerVariance: 0.00153499935,
    interactionVariance: 0.00020040252,
    variance: 0.00080228827,
    cov1: 0.00034661371,
    cov2: 0.00034407483,
    cov3: 0.00023902837,
  },
  kappa: { kappa: 0.4, prevalence: 0.5 },
  icc: { icc: 0.6 },
} as const satisfies Record<PowerQuestion, Readonly<Record<string, number>>>;

export const powerPlanSchema = z.strictObject({
  question: z.enum(POWER_QUESTIONS),
  inputs: z.record(z.string(), z.number()),
  aim: z.enum(AIMS),
  /** Of non-inferiority and equivalence, in the question's own unit. */
  margin: z.number(),
  readers: z.int(),
  /** Cases of the study; of a difference in score, half of them in each arm. */
  cases: z.int(),
  alpha: z.number(),
  /** The power; of an agreement half the width of its interval. */
  wanted: z.number(),
});
export type PowerPlan = z.infer<typeof powerPlanSchema>;

/** Questions whose answer is how precise an estimate is, not whether a test finds something. */
export function asksPrecision(question: PowerQuestion): boolean {
  return question === 'kappa' || question === 'icc';
}

/** @param chance share of right choices without skill, in the draft */
export function newPlan(question: PowerQuestion, readers: number, cases: number, chance: number): PowerPlan {
  return {
    question,
    inputs: startInputs(question, chance),
    aim: 'superiority',
    margin: question === 'realism' || question === 'alignment' ? 0.5 : 0.05,
    readers: Math.max(2, readers),
    cases: Math.max(4, cases),
    alpha: 0.05,
    wanted: asksPrecision(question) ? 0.1 : 0.8,
  };
}

function startInputs(question: PowerQuestion, chance: number): PowerPlan['inputs'] {
  if (question === 'accuracy' || (question === 'choice' && chance < 0.5)) {
    return { ...POWER_INPUTS[question], chance, truth: Math.min(0.95, chance + 0.1) };
  }
  return { ...POWER_INPUTS[question] };
}

/** Another aim: against a margin no difference is expected to begin with, else one is. */
export function withAim(plan: PowerPlan, aim: AimKind, chance: number): PowerPlan {
  const start = startInputs(plan.question, chance);
  const expected = aim === 'superiority' ? start : withoutEffect(plan.question, plan.inputs);
  const kept = Object.entries(plan.inputs).filter(([name]) => name !== 'truth' && name !== 'difference');
  return { ...plan, aim, inputs: { ...expected, ...Object.fromEntries(kept) } };
}

function withoutEffect(question: PowerQuestion, inputs: PowerPlan['inputs']): PowerPlan['inputs'] {
  if ('difference' in inputs) return { ...inputs, difference: 0 };
  return { ...inputs, truth: question === 'preference' ? 0.5 : (inputs['chance'] ?? 0.5) };
}

/** The plan as the core knows it, with other numbers of readers and cases where they are given. */
export function designOf(
  plan: PowerPlan,
  readers = plan.readers,
  cases = plan.cases,
): AimedDesign | PrecisionDesign {
  const of = (name: string): number => plan.inputs[name] ?? 0;
  const spread = { readerDeviation: of('readerDeviation'), caseDeviation: of('caseDeviation') };
  switch (plan.question) {
    case 'accuracy':
    case 'choice':
    case 'preference': {
      const chance = plan.question === 'preference' ? 0.5 : of('chance');
      return { kind: 'proportion', readers, cases, truth: of('truth'), chance, ...spread };
    }
    case 'realism':
    case 'alignment':
      return {
        kind: 'difference',
        readers,
        casesPerArm: cases / 2,
        difference: of('difference'),
        ...spread,
        residualDeviation: of('residualDeviation'),
      };
    case 'auc':
      return {
        kind: 'auc',
        readers,
        cases,
        difference: of('difference'),
        pilot: {
          cases: of('pilotCases'),
          auc: of('auc'),
          readerVariance: of('readerVariance'),
          interactionVariance: of('interactionVariance'),
          variance: of('variance'),
          cov1: of('cov1'),
          cov2: of('cov2'),
          cov3: of('cov3'),
        },
      };
    case 'kappa':
      return { kind: 'kappa', readers, cases, kappa: of('kappa'), prevalence: of('prevalence') };
    case 'icc':
      return { kind: 'icc', readers, cases, icc: of('icc') };
  }
}

export function aimOf({ aim, margin }: PowerPlan): Aim {
  return aim === 'superiority' ? { kind: aim } : { kind: aim, margin };
}
