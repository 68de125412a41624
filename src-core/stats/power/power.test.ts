import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { placements } from '../roc/placements.ts';
import { expectClose } from '../test-golden.ts';
import {
  binomialTestPower,
  crossedDifferencePower,
  crossedProportionPower,
  mrmcPower,
  type OrPilot,
  powerOfDifference,
  simulatedPower,
  smallestNumber,
} from './power.ts';
import { type RoeMetzModel, roeMetzAuc, roeMetzCells, roeMetzSeparation } from './roe-metz.ts';

describe('power by formula', () => {
  // Origin: RJafroc's documentation: components of the VanDyke data, 114 cases, observed difference 0.04380032.
  const pilot: OrPilot = {
    cases: 114,
    interactionVariance: 0.00020040252,
    variance: 0.00080228827,
    cov1: 0.00034661371,
    cov2: 0.00034407483,
    cov3: 0.00023902837,
  };

  it('of the MRMC comparison is that of RJafroc', () => {
    // Origin: RJafroc's tests, SsPowerGivenJK(dataset02, J = 6, K = 111), random readers and cases: 0.5526116.
    expectClose(mrmcPower(pilot, 0.04380032, 6, 111), 0.5526116, 'power', 1e-6);
  });

  it('the number of cases is the smallest that reaches the power', () => {
    const power = (cases: number) => mrmcPower(pilot, 0.05, 6, cases);
    const cases = smallestNumber(power, 0.8, 2, 10_000);
    expect(cases).not.toBeNull();
    expect(power(cases ?? 0)).toBeGreaterThanOrEqual(0.8);
    expect(power((cases ?? 0) - 1)).toBeLessThan(0.8);
    // With two readers no number of cases is enough for so small a difference.
    expect(smallestNumber((many) => mrmcPower(pilot, 0.01, 2, many), 0.8, 2, 1e6)).toBeNull();
  });

  it('of a difference is that of the noncentral t', () => {
    // Origin: scipy.stats: 1 - nct.cdf(t.ppf(.975, 12), 12, 2.5) + nct.cdf(-t.ppf(.975, 12), 12, 2.5).
    expectClose(powerOfDifference(0.5, 0.2, 12), 0.6320050494102719, 'power', 1e-9);
    // norm.sf(1.959964 - 2.5) + norm.cdf(-1.959964 - 2.5).
    expectClose(powerOfDifference(-0.5, 0.2, Number.POSITIVE_INFINITY), 0.7054180011138003, 'power', 1e-9);
  });

  it('of the exact binomial test sums the outcomes that reject', () => {
    // Of 12 at chance 1/2 the test rejects at 0 to 2 and 10 to 12: power at 0.8 is P(X >= 10) + P(X <= 2).
    const atLeastTen = 66 * 0.8 ** 10 * 0.2 ** 2 + 12 * 0.8 ** 11 * 0.2 + 0.8 ** 12;
    const atMostTwo = 66 * 0.8 ** 2 * 0.2 ** 10 + 12 * 0.8 * 0.2 ** 11 + 0.2 ** 12;
    expectClose(binomialTestPower(12, 0.8, 0.5), atLeastTen + atMostTwo, 'power', 1e-12);
  });

  it('of crossed readers and cases grows with either, and refuses impossible spreads', () => {
    const design = {
      readers: 8,
      cases: 50,
      truth: 0.32,
      chance: 0.25,
      readerDeviation: 0.05,
      caseDeviation: 0.1,
    };
    const power = crossedProportionPower(design);
    expect(crossedProportionPower({ ...design, readers: 16 })).toBeGreaterThan(power);
    expect(crossedProportionPower({ ...design, cases: 100 })).toBeGreaterThan(power);
    expect(() => crossedProportionPower({ ...design, truth: 1.4 })).toThrow('between 0 and 1');
    expect(() => crossedProportionPower({ ...design, readerDeviation: 0.6 })).toThrow(
      'cannot differ by more',
    );
  });
});

describe('power of a difference in mean score', () => {
  const design = {
    readers: 13,
    casesPerArm: 40,
    difference: 0.5,
    readerDeviation: 0.2 * Math.sqrt(13),
    caseDeviation: 0,
    residualDeviation: 0,
  };

  it('with differences of readers alone is that of the paired t test', () => {
    // The golden value of the noncentral t above: difference 0.5, standard error 0.2, 12 degrees of freedom.
    expectClose(crossedDifferencePower(design), 0.6320050494102719, 'power', 1e-9);
  });

  it('with differences of cases alone is that of the two-sample t test', () => {
    // Standard error 0.2 from 2 x 40 cases: scipy 1.17.1, nct with 78 degrees of freedom and noncentrality 2.5.
    const cases = { ...design, readerDeviation: 0, caseDeviation: 0.2 * Math.sqrt(20) };
    expectClose(crossedDifferencePower(cases), 0.6946831966918681, 'power', 1e-9);
  });

  it('is limited by the readers, however many cases are read', () => {
    const many = { ...design, readers: 3, casesPerArm: 100_000, caseDeviation: 0.6, residualDeviation: 0.8 };
    const few = crossedDifferencePower(many);
    expect(crossedDifferencePower({ ...many, casesPerArm: 1_000_000 }) - few).toBeLessThan(0.001);
    expect(crossedDifferencePower({ ...many, readers: 4 })).toBeGreaterThan(few);
    expect(() => crossedDifferencePower({ ...design, readerDeviation: 0 })).toThrow('do not vary');
  });
});

describe('the model of Roe and Metz', () => {
  const variances = {
    reader: 0.03,
    readerModality: 0.02,
    case: 0.3,
    caseModality: 0.3,
    readerCase: 0.2,
    error: 0.2,
  };
  const sizes = { readers: 5, positives: 40, negatives: 40, ...variances };

  it('has the AUC asked for, on average over many data sets', () => {
    const separation = roeMetzSeparation(sizes, 0.8);
    const model: RoeMetzModel = { ...sizes, separations: [separation, 0] };
    expectClose(roeMetzAuc(model, separation), 0.8, 'AUC', 1e-12);
    const random = seededRandom('roe-metz');
    const sums = [0, 0];
    for (let replicate = 0; replicate < 300; replicate += 1) {
      roeMetzCells(model, random).forEach((row, modality) => {
        for (const { positives, negatives } of row) {
          sums[modality] = (sums[modality] ?? 0) + placements(positives, negatives).auc / 1500;
        }
      });
    }
    // The mean of 300 data sets scatters by about 0.003.
    expectClose(sums[0] ?? 0, 0.8, 'first', 0.01);
    expectClose(sums[1] ?? 0, 0.5, 'second', 0.01);
  });

  it('a simulated power is the share of rejections', () => {
    expect(simulatedPower(4, (replicate) => replicate === 1)).toEqual({
      power: 0.25,
      standardError: Math.sqrt(0.1875 / 4),
    });
  });
});
