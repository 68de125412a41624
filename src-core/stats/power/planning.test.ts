import { describe, expect, it } from 'vitest';
import { readGoldenJson } from '../../../tools/goldens/golden-data.ts';
import { seededRandom } from '../../base/random.ts';
import { finish } from '../steps.ts';
import { expectClose } from '../test-golden.ts';
import { iccHalfWidth, kappaVariance } from './agreement-precision.ts';
import { bivariateNormalCdf } from './bivariate-normal.ts';
import { type Aim, powerOfAim } from './margin-power.ts';
import { type AimedDesign, designHalfWidth, designPower, type PrecisionDesign } from './plan.ts';
import { roeMetzComponents, roeMetzOfPilot } from './roe-metz-pilot.ts';
import { simulatedHalfWidthSteps, simulatedPowerSteps } from './simulate.ts';
import { PILOT } from './test-pilot.ts';

// Origin: tools/goldens/make_stats_power.py (scipy; Bloch and Kraemer's formula).
const golden = readGoldenJson<{
  margins: Record<
    'difference' | 'margin' | 'standardError' | 'df' | 'alpha' | 'nonInferiority' | 'equivalence',
    number
  >[];
  bivariate: Record<'h' | 'k' | 'correlation' | 'probability', number>[];
  kappas: Record<'kappa' | 'prevalence' | 'cases' | 'variance', number>[];
}>('stats-power.json.gz');

describe('power against a margin', () => {
  it.each(golden.margins)('is that of scipy: $difference within $margin, $df degrees of freedom', (entry) => {
    const of = (kind: 'non-inferiority' | 'equivalence') =>
      powerOfAim({ kind, margin: entry.margin }, entry.difference, entry, entry.alpha);
    expectClose(of('non-inferiority'), entry.nonInferiority, 'non-inferiority', 1e-6);
    expectClose(of('equivalence'), entry.equivalence, 'equivalence', 1e-6);
  });

  it('is refused without a margin', () => {
    const spread = { standardError: 0.1, df: 10 };
    expect(() => powerOfAim({ kind: 'equivalence', margin: 0 }, 0, spread)).toThrow('not above 0');
  });
});

describe('precision of agreement', () => {
  it('of an intraclass correlation is that of Bonett', () => {
    // Origin: Bonett 2002: four raters, 0.85 expected, a width of 0.2 needs 19.2 cases, to the digit published.
    expectClose(2 * iccHalfWidth({ readers: 4, cases: 19.2, icc: 0.85 }), 0.2, 'width', 5e-4);
  });

  it.each(golden.kappas)('of kappa with two readers is that of Bloch and Kraemer: $kappa', (entry) => {
    expectClose(kappaVariance({ ...entry, readers: 2 }), entry.variance, 'variance', 1e-9);
  });

  it('is refused for an agreement that cannot be', () => {
    const design = { kind: 'kappa', readers: 3, cases: 50, kappa: 1.2, prevalence: 0.5 } as const;
    expect(() => designHalfWidth(design, 0.05)).toThrow('from 0 to 1');
    expect(() => designHalfWidth({ ...design, kappa: 0.4, prevalence: 0 }, 0.05)).toThrow('positive calls');
    expect(() => designHalfWidth({ ...design, kappa: 0.4, readers: 1 }, 0.05)).toThrow('two readers');
  });
});

it.each(golden.bivariate)(
  'the bivariate normal distribution is that of scipy: $h, $k, $correlation',
  (entry) => {
    expectClose(bivariateNormalCdf(entry.h, entry.k, entry.correlation), entry.probability, 'P', 1e-9);
  },
);

describe('a model of Roe and Metz for a pilot', () => {
  it('has the components of the pilot, but for whole cases', () => {
    const model = roeMetzOfPilot(PILOT, 0.05, 6, PILOT.cases);
    const found = roeMetzComponents(model, PILOT.auc + 0.025, model.positives);
    for (const name of ['readerVariance', 'interactionVariance'] as const) {
      expectClose(found[name], PILOT[name], name, 1e-9);
    }
    // Half a case in 54 is one per cent of a variance.
    for (const name of ['variance', 'cov1', 'cov2', 'cov3'] as const) {
      expect(Math.abs(found[name] / PILOT[name] - 1), name).toBeLessThan(0.01);
    }
  });

  it('is refused where no model has such components', () => {
    expect(() => roeMetzOfPilot({ ...PILOT, auc: 0.98 }, 0.05, 6, 100)).toThrow('between 0 and 1');
    expect(() => roeMetzOfPilot({ ...PILOT, readerVariance: 0.2 }, 0.05, 6, 100)).toThrow('Readers cannot');
    expect(() => roeMetzOfPilot({ ...PILOT, variance: 1 }, 0.05, 6, 100)).toThrow('check the pilot');
  });
});

describe('simulation', () => {
  const proportion = { kind: 'proportion', readerDeviation: 0.05, caseDeviation: 0.15 } as const;
  const difference = {
    kind: 'difference',
    readers: 6,
    casesPerArm: 40,
    readerDeviation: 0.3,
    caseDeviation: 0.6,
    residualDeviation: 0.8,
  } as const;
  const designs: readonly (readonly [string, AimedDesign, Aim])[] = [
    [
      'accuracy against chance',
      { ...proportion, readers: 6, cases: 100, truth: 0.6, chance: 0.5 },
      { kind: 'superiority' },
    ],
    [
      'accuracy near chance',
      { ...proportion, readers: 10, cases: 100, truth: 0.5, chance: 0.5 },
      { kind: 'equivalence', margin: 0.08 },
    ],
    ['a difference of scores', { ...difference, difference: 0.5 }, { kind: 'superiority' }],
    ['scores not inferior', { ...difference, difference: 0.1 }, { kind: 'non-inferiority', margin: 0.5 }],
    ['scores equivalent', { ...difference, difference: 0 }, { kind: 'equivalence', margin: 0.6 }],
    [
      'a difference of AUCs',
      { kind: 'auc', readers: 6, cases: 100, difference: 0.05, pilot: PILOT },
      { kind: 'superiority' },
    ],
  ];
  it.each(designs)('finds about the power of the formula: %s', (name, design, aim) => {
    const options = { alpha: 0.05, random: seededRandom(name), replicates: 300 };
    const found = finish(simulatedPowerSteps(design, aim, options));
    expect(found.undefinedSets).toBe(0);
    // 300 sets scatter by up to 0.029; formulas miss by up to 0.05 (degrees of freedom, estimated components).
    expect(Math.abs(found.estimate - designPower(design, aim, 0.05))).toBeLessThan(0.05 + 3 * 0.029);
    expect(found.interval.upper - found.interval.lower).toBeGreaterThan(0.02);
  });

  it('finds no more than the level where there is nothing to find', () => {
    const design = {
      ...proportion,
      kind: 'proportion',
      readers: 8,
      cases: 60,
      truth: 0.5,
      chance: 0.5,
    } as const;
    const options = { alpha: 0.05, random: seededRandom('null'), replicates: 600 };
    const found = finish(simulatedPowerSteps(design, { kind: 'superiority' }, options));
    // 0.05 and three standard errors of 600 sets.
    expect(found.estimate).toBeLessThan(0.05 + 3 * 0.0089);
  });

  it.each<[string, PrecisionDesign]>([
    ['intraclass correlation', { kind: 'icc', readers: 5, cases: 60, icc: 0.6 }],
    ['kappa', { kind: 'kappa', readers: 5, cases: 80, kappa: 0.4, prevalence: 0.4 }],
  ])('finds about the width of the formula: %s', (name, design) => {
    const options = { alpha: 0.05, random: seededRandom(name), replicates: 100 };
    const found = finish(simulatedHalfWidthSteps(design, options));
    expect(Math.abs(found.estimate / designHalfWidth(design, 0.05) - 1)).toBeLessThan(0.05);
  });

  it('repeats with its seed', () => {
    const [, design, aim] = designs[2] ?? [];
    if (design === undefined || aim === undefined) throw new Error('there is no design');
    const run = () =>
      finish(simulatedPowerSteps(design, aim, { alpha: 0.05, random: seededRandom(5), replicates: 40 }));
    expect(run()).toEqual(run());
  });
});
