import { describe, expect, it } from 'vitest';
import { newPlan, POWER_QUESTIONS, powerCurve, powerOf, solvePower } from './power-state.ts';

describe('the power helper', () => {
  it.each(POWER_QUESTIONS)(
    '%s: the fewest cases and readers reach the wanted power, one fewer does not',
    (question) => {
      const plan = newPlan(question, 6, 200, 0.5);
      const result = solvePower(plan);
      if (result.kind !== 'power') throw new Error(result.message);
      expect(result.power).toBeCloseTo(powerOf(plan), 12);
      if (result.casesNeeded !== null) {
        expect(powerOf(plan, 6, result.casesNeeded)).toBeGreaterThanOrEqual(0.8);
        expect(powerOf(plan, 6, result.casesNeeded - 1)).toBeLessThan(0.8);
      }
      expect(result.readersNeeded).not.toBeNull();
      expect(powerOf(plan, result.readersNeeded ?? 0)).toBeGreaterThanOrEqual(0.8);
    },
  );

  it('says why where the inputs cannot be', () => {
    const plan = newPlan('accuracy', 6, 60, 0.5);
    const impossible = { ...plan, inputs: { ...plan.inputs, readerDeviation: 0.6 } };
    expect(solvePower(impossible)).toMatchObject({ kind: 'refused', message: /cannot differ/ });
  });

  it('begins above the chance of a choice among four', () => {
    expect(newPlan('accuracy', 4, 40, 0.25).inputs).toMatchObject({ chance: 0.25, truth: 0.35 });
  });

  it('draws a curve that rises and goes past what the study has', () => {
    const plan = newPlan('difference', 6, 60, 0.5);
    const curve = powerCurve(plan, 'cases', 40);
    expect(curve[0]?.at).toBe(4);
    expect(curve.at(-1)?.at).toBe(90);
    expect(
      curve.every(({ power }, index) => index === 0 || power >= (curve[index - 1]?.power ?? 0) - 1e-9),
    ).toBe(true);
  });
});
