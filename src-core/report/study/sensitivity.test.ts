import { describe, expect, it } from 'vitest';
import type { Statistic } from '../../stats/statistic.ts';
import { finish } from '../../stats/steps.ts';
import { definedValue } from '../../stats/test-golden.ts';
import { analyseStudy } from './analyse-study.ts';
import { studyContext } from './context.ts';
import { answerEndpoints } from './endpoints.ts';
import { studyFlow } from './flow.ts';
import { analyseSensitivity } from './sensitivity.ts';
import type { StudyInput, TestedEstimate } from './study-analysis.ts';
import { endpoint, smallProtocol, smallStudy } from './test-small-study.ts';

const SETTINGS = { level: 0.95, replicates: 20, seed: 1 };

// Three readers of four real and four made films. Real films are rated 4, by reader 2 5; made ones 3, but once 1 by
// reader 1 and once 2 by reader 3.
const study = smallStudy(
  smallProtocol(
    [
      ['real', 'real', 4],
      ['made', 'synthetic', 4],
    ],
    3,
    [
      endpoint('realism-difference', { kind: 'superiority' }),
      endpoint('accuracy-against-chance', { kind: 'superiority' }, false),
    ],
  ),
  ({ readerId, caseId, truth }) => ({
    realism:
      truth === 'real'
        ? readerId === 'reader-2'
          ? 5
          : 4
        : readerId === 'reader-1' && caseId === 'case-made-1'
          ? 1
          : readerId === 'reader-3' && caseId === 'case-made-2'
            ? 2
            : 3,
  }),
);

type Row = StudyInput['rows'][number];

function interrupted(is: (row: Row) => boolean): StudyInput {
  return { ...study, rows: study.rows.map((row) => ({ ...row, interrupted: is(row) })) };
}

const estimateOf = (result: Statistic<TestedEstimate> | undefined): number =>
  definedValue(result ?? { defined: false, reason: 'there is none' }).estimate;

describe('sensitivity analyses', () => {
  it('are none where nothing was interrupted and nobody failed', async () => {
    expect(
      (
        await analyseStudy(
          interrupted(() => false),
          SETTINGS,
        )
      ).sensitivity,
    ).toEqual([]);
  });

  it('give the primary endpoint without the interrupted reading, and leave the answer as it is', async () => {
    const plain = await analyseStudy(
      interrupted(() => false),
      SETTINGS,
    );
    const { endpoints, sensitivity } = await analyseStudy(
      interrupted(({ readerId, caseId }) => readerId === 'reader-1' && caseId === 'case-made-1'),
      SETTINGS,
    );
    expect(endpoints).toEqual(plain.endpoints);
    expect(sensitivity).toEqual([
      {
        endpoint: 'realism-difference',
        without: 'interrupted',
        readings: 1,
        readers: [],
        estimator: 'two-way-clustered-mean',
        result: expect.anything(),
      },
    ]);
    // Means of made minus real: 33/12 - 52/12 of all, 32/11 - 52/12 without the rating of 1.
    expect(estimateOf(endpoints[0]?.result)).toBeCloseTo(-19 / 12, 12);
    expect(estimateOf(sensitivity[0]?.result)).toBeCloseTo(-47 / 33, 12);
  });

  it('give it without a reader who failed more attention checks than the protocol allows', () => {
    const input = interrupted(() => false);
    const context = studyContext(input, SETTINGS);
    const flow = studyFlow(input);
    const failing = {
      ...flow,
      readers: flow.readers.map((reader) => ({
        ...reader,
        attention: { passed: 1, failed: 2, exceeded: reader.readerId === 'reader-1' },
      })),
    };
    const found = finish(analyseSensitivity(context, answerEndpoints(context), failing));
    expect(found).toMatchObject([{ without: 'attention', readings: 8, readers: ['reader-1'] }]);
    // 23/8 - 36/8 of readers 2 and 3.
    expect(estimateOf(found[0]?.result)).toBeCloseTo(-13 / 8, 12);
  });

  it('say that no reading is left where all were interrupted', async () => {
    const { sensitivity } = await analyseStudy(
      interrupted(() => true),
      SETTINGS,
    );
    expect(sensitivity).toMatchObject([{ readings: 24, result: { defined: false } }]);
  });
});
