import { describe, expect, it } from 'vitest';
import { analyseTable } from '../../stats/analysis/analyse.ts';
import { signedConfidence } from '../../stats/roc/signed-confidence.ts';
import { definedValue } from '../../stats/test-golden.ts';
import type { ResultRow } from '../../study/results.ts';
import { analyseStudy } from './analyse-study.ts';
import { endpoint, smallProtocol, smallStudy } from './test-small-study.ts';
import { testStudy } from './test-study-readings.ts';

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };

// Reader 1 calls the first real film synthetic and the rest right; reader 2 calls every film synthetic.
const CALLS = smallStudy(
  smallProtocol(
    [
      ['real', 'real', 4],
      ['made', 'synthetic', 2],
    ],
    2,
  ),
  ({ readerId, caseId, truth }) => ({
    realOrSynthetic:
      readerId === 'reader-2' || caseId === 'case-real-1' || truth === 'synthetic' ? 'synthetic' : 'real',
    confidence: 3,
    realism: truth === 'real' ? 5 : 2,
  }),
);

describe('real or synthetic by hand', () => {
  it('synthetic is positive: sensitivity, specificity, accuracy and balanced accuracy of each reader', async () => {
    const { phases } = await analyseStudy(CALLS, SETTINGS);
    const detection = phases[0]?.detection;
    const readers = detection?.readers.map(({ readerId, model, measures, balancedAccuracy }) => ({
      readerId,
      model,
      ...measures.counts,
      balanced: balancedAccuracy.defined ? balancedAccuracy.value.estimate : balancedAccuracy.reason,
    }));
    expect(readers).toEqual([
      {
        readerId: 'reader-1',
        model: 'made',
        truePositive: 2,
        falseNegative: 0,
        falsePositive: 1,
        trueNegative: 3,
        // (2/2 + 3/4) / 2
        balanced: 0.875,
      },
      {
        readerId: 'reader-2',
        model: 'made',
        truePositive: 2,
        falseNegative: 0,
        falsePositive: 4,
        trueNegative: 0,
        // Both call all films alike; DeLong's variance is 0 then.
        balanced: expect.stringContaining('varia'),
      },
    ]);
  });

  it('calling all alike is no skill, and no test of the share right against half is made of unequal numbers', async () => {
    const { phases } = await analyseStudy(CALLS, SETTINGS);
    const { chance = [], called = [] } = phases[0]?.detection ?? {};
    const both = chance.find(
      ({ quantity, by }) => quantity === 'balanced-accuracy' && by === 'mean-of-readers',
    );
    // (0.875 + 0.5) / 2
    expect(definedValue(both?.result ?? { defined: false, reason: 'none' }).estimate).toBe(0.6875);
    expect(chance.filter(({ quantity, result }) => quantity === 'share-right' && result.defined)).toEqual([]);
    const shares = called.filter(({ readerId }) => readerId === null).map(({ arm, share }) => [arm, share]);
    expect(shares).toEqual([
      ['real', expect.objectContaining({ value: expect.objectContaining({ successes: 5, trials: 8 }) })],
      ['made', expect.objectContaining({ value: expect.objectContaining({ successes: 4, trials: 4 }) })],
    ]);
  });

  it('films that are neither real nor synthetic change no number but the share called synthetic', async () => {
    const arms = [
      ['real', 'real', 6],
      ['made', 'synthetic', 6],
    ] as const;
    const rule = ({ caseId, readerId, truth }: ResultRow) => {
      const number = Number(caseId.split('-').at(-1));
      const odd = (number * Number(readerId.split('-').at(-1))) % 4 === 1;
      const synthetic = odd ? truth !== 'synthetic' : truth === 'synthetic';
      return {
        realOrSynthetic: synthetic ? 'synthetic' : 'real',
        confidence: 1 + (caseId.charCodeAt(9) % 5),
      };
    };
    const without = await analyseStudy(smallStudy(smallProtocol(arms, 3), rule), SETTINGS);
    const decoded = smallProtocol([...arms, ['decoded', 'autoencoded', 6]], 3);
    const beside = await analyseStudy(smallStudy(decoded, rule), SETTINGS);
    const [plain, other] = [without.phases[0]?.detection, beside.phases[0]?.detection];
    expect(other?.controlArms).toEqual(['decoded']);
    expect(other?.called.some(({ arm }) => arm === 'decoded')).toBe(true);
    // Places in the order differ, and with them the last digits of sums.
    const numbers = (of: typeof plain) =>
      JSON.stringify([of?.readers, of?.chance, of?.pooled, of?.realCases, of?.syntheticCases], (_, value) =>
        typeof value === 'number' ? Number(value.toPrecision(9)) : value,
      );
    expect(numbers(other)).toBe(numbers(plain));
    const arm = beside.phases[0]?.scales[0]?.groups.find(
      ({ by, group }) => by === 'arm' && group === 'decoded',
    );
    expect(arm?.distribution).toMatchObject({ value: { ratings: 18 } });
  });

  it("pooled areas are those of the same readings as a table, in which case groups don't count", async () => {
    const study = testStudy({ casesPerArm: 10, readers: 4, finished: true });
    const rows = study.rows.filter(
      ({ presentation, studyPhase }) => presentation === 'reading' && studyPhase === 'informed',
    );
    const scoreOf = ({ answers }: ResultRow): number =>
      signedConfidence(
        answers['realOrSynthetic'] === 'synthetic' ? 'synthetic' : 'real',
        Number(answers['confidence']),
      );
    const table = await analyseTable(
      {
        readings: rows.map((row) => ({
          ...{ reader: row.readerId, case: row.caseId, arm: row.arm, rating: scoreOf(row) },
          ...{ seconds: null, order: null },
        })),
        truth: new Map(rows.map(({ caseId, truth }) => [caseId, truth === 'synthetic'])),
      },
      { replicates: 100 },
    );
    const { phases } = await analyseStudy(study.input, SETTINGS);
    const found = phases[1]?.detection?.pooled.find(
      ({ quantity, method, inference }) =>
        quantity === 'auc' && method === 'or-delong' && inference === 'random readers and cases',
    );
    const expected = definedValue(table.mrmc.auc.deLong).analyses['random readers and cases'];
    expect(found?.models.map(({ result }) => definedValue(result).estimate)).toEqual(
      expected.modalities.map((modality) => definedValue(modality).estimate),
    );
    const [comparison] = expected.comparisons;
    if (comparison === undefined) throw new Error('No comparison.');
    expect(definedValue(found?.comparisons[0]?.result ?? comparison)).toMatchObject({
      estimate: definedValue(comparison).estimate,
      test: { pValue: definedValue(comparison).test.pValue },
    });
  });
});

describe('ratings by hand', () => {
  // Realism 5 of real films and 2 of made ones; one reader gives one made film 3.
  const study = smallStudy(
    smallProtocol(
      [
        ['real', 'real', 4],
        ['made', 'synthetic', 4],
      ],
      3,
      [endpoint('realism-difference', { kind: 'non-inferiority', margin: 0.5 })],
    ),
    ({ truth, readerId, caseId }) => ({
      realism: truth === 'real' ? 5 : readerId === 'reader-2' && caseId === 'case-made-3' ? 3 : 2,
      realOrSynthetic: truth,
      confidence: 5,
    }),
  );

  it('the difference is made minus real, and far below the margin it is not called non-inferior', async () => {
    const { endpoints, phases } = await analyseStudy(study, SETTINGS);
    // Twelve made ratings of mean (11 x 2 + 3) / 12 against 5.
    expect(definedValue(endpoints[0]?.result ?? { defined: false, reason: '' }).estimate).toBeCloseTo(
      25 / 12 - 5,
      12,
    );
    expect(endpoints[0]).toMatchObject({ decision: 'inconclusive', first: ['made'], second: ['real'] });
    const [comparison] = phases[0]?.scales[0]?.comparisons ?? [];
    expect(comparison?.readerDifferences).toEqual([
      { readerId: 'reader-1', difference: -3 },
      { readerId: 'reader-2', difference: -2.75 },
      { readerId: 'reader-3', difference: -3 },
    ]);
    expect(comparison?.nonInferiority).toMatchObject({ value: { nonInferior: false } });
    expect(comparison?.equivalence).toBeNull();
  });

  it('readers agree but for one rating of twenty-four', async () => {
    const { phases } = await analyseStudy(study, SETTINGS);
    const realism = phases[0]?.agreement.find(({ item }) => item === 'realism');
    // Seven of eight cases agree in 3 of 3 pairs, one in 1 of 3.
    expect(definedValue(realism?.percentage ?? { defined: false, reason: '' })).toBeCloseTo(
      (7 + 1 / 3) / 8,
      12,
    );
    expect(realism?.pairs.map(({ identical }) => identical)).toEqual([7 / 8, 1, 7 / 8]);
  });
});
