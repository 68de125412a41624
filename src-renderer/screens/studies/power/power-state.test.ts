import { describe, expect, it } from 'vitest';
import { finish } from '../../../../src-core/stats/steps.ts';
import { AIMS, asksPrecision, newPlan, POWER_QUESTIONS, withAim } from './power-plan.ts';
import { plannedValue, powerCurve, solvePower } from './power-state.ts';
import { simulationSteps } from './simulation.ts';

describe('the power helper', () => {
  it.each(POWER_QUESTIONS)(
    '%s: the fewest cases and readers reach what is wanted, one fewer does not',
    (question) => {
      const plan = newPlan(question, 6, 200, 0.5);
      const result = solvePower(plan);
      if (result.kind !== 'value') throw new Error(result.message);
      expect(result.value).toBeCloseTo(plannedValue(plan), 12);
      const reaches = (readers: number, cases: number): boolean =>
        asksPrecision(question)
          ? plannedValue(plan, readers, cases) <= plan.wanted
          : plannedValue(plan, readers, cases) >= plan.wanted;
      if (result.casesNeeded !== null) {
        expect(reaches(6, result.casesNeeded)).toBe(true);
        expect(reaches(6, result.casesNeeded - 1)).toBe(false);
      }
      expect(result.readersNeeded).not.toBeNull();
      expect(reaches(result.readersNeeded ?? 0, 200)).toBe(true);
    },
  );

  it('says why where the inputs cannot be', () => {
    const plan = newPlan('accuracy', 6, 60, 0.5);
    const impossible = { ...plan, inputs: { ...plan.inputs, readerDeviation: 0.6 } };
    expect(solvePower(impossible)).toMatchObject({ kind: 'refused', message: /cannot differ/ });
    const kappa = { ...newPlan('kappa', 6, 60, 0.5), inputs: { kappa: 2, prevalence: 0.5 } };
    expect(solvePower(kappa)).toMatchObject({ kind: 'refused', message: /from 0 to 1/ });
  });

  it('begins above the chance of a choice among four, and at it where they are to be within a margin', () => {
    const plan = newPlan('choice', 4, 40, 0.25);
    expect(plan.inputs).toMatchObject({ chance: 0.25, truth: 0.35 });
    const within = withAim(plan, 'equivalence', 0.25);
    expect(within).toMatchObject({ aim: 'equivalence', inputs: { chance: 0.25, truth: 0.25 } });
    expect(withAim(within, 'superiority', 0.25).inputs).toEqual(plan.inputs);
  });

  it('expects no difference of scores that are to be within a margin, and keeps the spreads put in', () => {
    const plan = newPlan('realism', 6, 60, 0.5);
    const changed = { ...plan, inputs: { ...plan.inputs, caseDeviation: 0.9 } };
    expect(withAim(changed, 'non-inferiority', 0.5).inputs).toMatchObject({
      difference: 0,
      caseDeviation: 0.9,
    });
  });

  it('draws a curve that rises and goes past what the study has', () => {
    const plan = newPlan('realism', 6, 60, 0.5);
    const curve = powerCurve(plan, 'cases', 40);
    expect(curve[0]?.at).toBe(4);
    expect(curve.at(-1)?.at).toBe(90);
    expect(
      curve.every(({ value }, index) => index === 0 || value >= (curve[index - 1]?.value ?? 0) - 1e-9),
    ).toBe(true);
  });
});

it.each(POWER_QUESTIONS)('%s is simulated for every aim, at every size asked for', (question) => {
  for (const aim of asksPrecision(question) ? (['superiority'] as const) : AIMS) {
    const plan = withAim(newPlan(question, 4, 20, 0.5), aim, 0.5);
    const sizes = [
      { readers: 4, cases: 20 },
      { readers: 4, cases: 30 },
    ];
    const found = finish(simulationSteps({ plan, sizes, replicates: 5, seed: 1 }));
    expect(found.map(({ readers, cases }) => ({ readers, cases }))).toEqual(sizes);
    for (const { estimate, interval } of found) {
      expect(estimate >= interval.lower && estimate <= interval.upper).toBe(true);
    }
  }
});
