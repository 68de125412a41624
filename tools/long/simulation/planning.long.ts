import { expect, it } from 'vitest';
import { seededRandom } from '../../../src-core/base/random.ts';
import type { Aim } from '../../../src-core/stats/power/margin-power.ts';
import {
  type AimedDesign,
  designHalfWidth,
  designPower,
  type PrecisionDesign,
} from '../../../src-core/stats/power/plan.ts';
import { simulatedHalfWidthSteps, simulatedPowerSteps } from '../../../src-core/stats/power/simulate.ts';
import { PILOT } from '../../../src-core/stats/power/test-pilot.ts';
import { finish } from '../../../src-core/stats/steps.ts';
import { leaveLongResult, longTestSeed } from '../long-test.ts';
import { reportRate } from './rates.ts';

const NAME = 'Power by formula and by simulation';
const SETS = 2000;
const ALPHA = 0.05;

const SHARE = { kind: 'proportion', readerDeviation: 0.05, caseDeviation: 0.15 } as const;
const SCORES = {
  kind: 'difference',
  readers: 6,
  casesPerArm: 40,
  readerDeviation: 0.3,
  caseDeviation: 0.6,
  residualDeviation: 0.8,
} as const;
const AUC = { kind: 'auc', readers: 6, pilot: PILOT } as const;

const PLANS: readonly (readonly [string, AimedDesign, Aim])[] = [
  [
    'accuracy 0.6 against 0.5, 6 readers, 100 cases',
    { ...SHARE, readers: 6, cases: 100, truth: 0.6, chance: 0.5 },
    { kind: 'superiority' },
  ],
  [
    'choice among four, 0.33 right, 10 readers, 100 sets',
    { ...SHARE, readers: 10, cases: 100, truth: 0.33, chance: 0.25 },
    { kind: 'superiority' },
  ],
  [
    'accuracy 0.5 within 0.08 of chance, 10 readers, 100 cases',
    { ...SHARE, readers: 10, cases: 100, truth: 0.5, chance: 0.5 },
    { kind: 'equivalence', margin: 0.08 },
  ],
  ['scores that differ by 0.5, 6 readers, 80 cases', { ...SCORES, difference: 0.5 }, { kind: 'superiority' }],
  [
    'scores not lower by 0.5, 6 readers, 80 cases',
    { ...SCORES, difference: 0 },
    { kind: 'non-inferiority', margin: 0.5 },
  ],
  [
    'scores within 0.6, 6 readers, 80 cases',
    { ...SCORES, difference: 0 },
    { kind: 'equivalence', margin: 0.6 },
  ],
  [
    'AUCs of 0.93 and 0.88, 6 readers, 114 cases',
    { ...AUC, cases: 114, difference: 0.05 },
    { kind: 'superiority' },
  ],
  [
    'AUCs of 0.88 within 0.05, 6 readers, 200 cases',
    { ...AUC, cases: 200, difference: 0 },
    { kind: 'equivalence', margin: 0.05 },
  ],
];

it.each(PLANS)('power: %s', (name, design, aim) => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const options = { alpha: ALPHA, random: seededRandom(`${seed}/${name}`), replicates: SETS };
  const { estimate, undefinedSets } = finish(simulatedPowerSteps(design, aim, options));
  const rate = {
    name: `power, nominal by formula; ${name}`,
    nominal: designPower(design, aim, ALPHA),
    hits: Math.round(estimate * SETS),
    sets: SETS,
    undefinedSets,
  };
  reportRate(rate, seed, performance.now() - startMs, 0.1);
});

const PRECISIONS: readonly (readonly [string, PrecisionDesign])[] = [
  ['ICC of 0.6, 6 readers, 60 cases', { kind: 'icc', readers: 6, cases: 60, icc: 0.6 }],
  [
    'kappa of 0.4, 6 readers, 60 cases',
    { kind: 'kappa', readers: 6, cases: 60, kappa: 0.4, prevalence: 0.5 },
  ],
  [
    'kappa of 0.4, 2 readers, 100 cases',
    { kind: 'kappa', readers: 2, cases: 100, kappa: 0.4, prevalence: 0.3 },
  ],
];

it.each(PRECISIONS)('half-width: %s', (name, design) => {
  const startMs = performance.now();
  const seed = longTestSeed(NAME);
  const options = { alpha: ALPHA, random: seededRandom(`${seed}/${name}`), replicates: SETS };
  const { estimate, interval } = finish(simulatedHalfWidthSteps(design, options));
  const formula = designHalfWidth(design, ALPHA);
  const inside = formula >= interval.lower && formula <= interval.upper;
  const outcome = `${estimate.toFixed(4)} (${interval.lower.toFixed(4)} to ${interval.upper.toFixed(4)}) on average of ${SETS.toLocaleString('en')} data sets, by formula ${formula.toFixed(4)}: ${inside ? 'within' : 'outside'}`;
  process.stderr.write(`[long] half-width; ${name}: ${outcome}\n`);
  leaveLongResult({
    name: `Simulation: half-width of the interval; ${name}`,
    outcome,
    seed,
    tookMs: performance.now() - startMs,
  });
  expect(Math.abs(estimate / formula - 1), outcome).toBeLessThan(0.05);
});
