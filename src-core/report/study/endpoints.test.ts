import { describe, expect, it } from 'vitest';
import type { Protocol } from '../../study/protocol.ts';
import { analyseStudy } from './analyse-study.ts';
import { endpoint, smallProtocol, smallStudy } from './test-small-study.ts';

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };
const SUPERIORITY = { kind: 'superiority' } as const;
const MARGIN = { kind: 'non-inferiority', margin: 0.5 } as const;

/** Most made films are told from real ones, and rated about as real. */
async function answered(endpoints: Protocol['endpoints']) {
  // A frozen protocol has one primary endpoint; the schema, and so an analysis, holds several too.
  const protocol = smallProtocol(
    [
      ['real', 'real', 8],
      ['made', 'synthetic', 8],
    ],
    4,
  );
  const study = smallStudy({ ...protocol, endpoints }, ({ caseId, readerId, truth }) => {
    const [film, reader] = [Number(caseId.slice(-1)), Number(readerId.slice(-1))];
    const right = (film * reader) % 5 !== 1;
    return {
      realOrSynthetic: right === (truth === 'real') ? 'real' : 'synthetic',
      confidence: 2,
      realism: 3 + ((film * reader + Number(truth === 'real')) % 3 === 0 ? 1 : 0),
    };
  });
  return (await analyseStudy(study, SETTINGS)).endpoints;
}

describe('several primary endpoints', () => {
  it('each p value is adjusted by Holm on the scale of its alpha, and the adjusted one decides', async () => {
    const [accuracy, realism] = await answered([
      endpoint('accuracy-against-chance', SUPERIORITY),
      endpoint('realism-difference', MARGIN),
    ]);
    // Non-inferiority is tested at half of alpha: its p value counts twice.
    const [first, second] = [accuracy?.pValue ?? 1, 2 * (realism?.pValue ?? 1)];
    const [low, high] = [Math.min(first, second), Math.max(first, second)];
    const adjusted = (p: number) => (p === low ? 2 * low : Math.max(2 * low, high));
    expect(accuracy?.holm?.pValue).toBeCloseTo(adjusted(first), 12);
    expect(realism?.holm?.pValue).toBeCloseTo(adjusted(second), 12);
    expect(accuracy?.holm?.decision).toBe('superior');
    // A one-sided p value between half of alpha and alpha does not decide.
    expect(realism?.pValue).toBeGreaterThan(0.025);
    expect(realism?.pValue).toBeLessThan(0.05);
    expect([realism?.decision, realism?.holm?.decision]).toEqual(['inconclusive', 'inconclusive']);
  });

  it('estimations and secondary endpoints do not', async () => {
    const [accuracy] = await answered([
      endpoint('accuracy-against-chance', SUPERIORITY),
      endpoint('agreement', { kind: 'estimation' }),
      endpoint('realism-difference', MARGIN, false),
    ]);
    expect(accuracy?.holm).toBeNull();
  });
});
