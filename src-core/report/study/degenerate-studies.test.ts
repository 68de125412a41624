import { describe, expect, it } from 'vitest';
import { INSTRUMENT_PRESETS } from '../../study/instrument-presets.ts';
import { analyseStudy } from './analyse-study.ts';
import { endpoint, smallProtocol, smallStudy } from './test-small-study.ts';
import { testStudy } from './test-study-readings.ts';

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };
const SUPERIORITY = { kind: 'superiority' } as const;
const ARMS = [
  ['real', 'real', 4],
  ['made', 'synthetic', 4],
] as const;
const ALL = [
  endpoint('accuracy-against-chance', SUPERIORITY),
  endpoint('realism-difference', { kind: 'equivalence', margin: 0.5 }, false),
  endpoint('alignment-difference', { kind: 'non-inferiority', margin: 0.5 }, false),
  endpoint('auc-difference', SUPERIORITY, false),
  endpoint('preference', SUPERIORITY, false),
  endpoint('agreement', { kind: 'estimation' }, false),
];

describe('studies with little in them', () => {
  it('nobody has begun: every reading is missing by name, every endpoint says why it has no answer', async () => {
    const study = smallStudy(smallProtocol(ARMS, 2, ALL), () => ({}));
    const { flow, endpoints, phases } = await analyseStudy({ ...study, rows: [], sessions: [] }, SETTINGS);
    expect(flow.readings).toEqual({ expected: 16, complete: 0, open: 0, missing: 16, interrupted: 0 });
    expect(flow.missing[0]).toEqual({
      readerId: 'reader-1',
      phase: 'reading',
      caseId: 'case-real-1',
      arm: 'real',
      progress: 'unread',
    });
    expect(flow.readers.map(({ status }) => status)).toEqual(['not-started', 'not-started']);
    expect(endpoints.map(({ decision }) => decision)).toEqual(Array(6).fill('undefined'));
    expect(endpoints.filter(({ result }) => result.defined || result.reason === '')).toEqual([]);
    expect(phases[0]?.readings).toBe(0);
  });

  it('one reader: the answer is for this reader, by cases alone', async () => {
    const study = smallStudy(smallProtocol(ARMS, 1, ALL), ({ caseId, truth }) => ({
      realOrSynthetic: caseId.endsWith('1') === (truth === 'real') ? 'synthetic' : 'real',
      confidence: 2,
      realism: truth === 'real' ? 4 + Number(caseId.endsWith('1')) : 3 - Number(caseId.endsWith('2')),
    }));
    const { endpoints } = await analyseStudy(study, SETTINGS);
    // Of either sort three of four are told.
    expect(endpoints[0]).toMatchObject({ estimator: 'empirical-auc', result: { value: { estimate: 0.75 } } });
    expect(endpoints[1]).toMatchObject({
      decision: 'inconclusive',
      // Made (3, 2, 3, 3) against real (5, 4, 4, 4).
      result: { value: { estimate: -1.5 } },
    });
    expect(endpoints[3]?.result).toMatchObject({ reason: expect.stringContaining('fewer than two') });
    expect(endpoints[4]?.result).toEqual({ defined: false, reason: 'no question asks for a preference' });
    expect(endpoints[5]?.decision).toBe('undefined');
  });

  it('one arm alone: nothing is compared', async () => {
    const study = smallStudy(smallProtocol([['real', 'real', 6]], 3, ALL), ({ position }) => ({
      realism: 1 + (position % 5),
    }));
    const { phases, endpoints } = await analyseStudy(study, SETTINGS);
    expect(phases[0]?.scales[0]?.comparisons).toEqual([]);
    expect(phases[0]?.scales[0]?.model).toEqual({
      defined: false,
      reason: 'the ratings are of a single arm',
    });
    expect(phases[0]?.detection).toMatchObject({ models: [], pooled: [], syntheticCases: 0, realCases: 6 });
    expect(endpoints.slice(0, 4).map(({ decision }) => decision)).toEqual(Array(4).fill('undefined'));
  });

  it('no verdict, no text: realism alone', async () => {
    const realism = INSTRUMENT_PRESETS.find(
      ({ instrument }) => instrument.id === 'realism-likert',
    )?.instrument;
    const study = smallStudy(smallProtocol(ARMS, 3, ALL, realism), ({ position }) => ({
      realism: 1 + (position % 5),
    }));
    const { phases, endpoints } = await analyseStudy(study, SETTINGS);
    expect(phases[0]).toMatchObject({ detection: null, choice: null, presence: [], marks: [] });
    expect(phases[0]?.scales.map(({ item }) => item)).toEqual(['realism']);
    expect(endpoints.map(({ result }) => result.defined)).toEqual([false, true, false, false, false, true]);
  });

  it('everybody answers alike: what has no variance says so', async () => {
    const study = smallStudy(smallProtocol(ARMS, 3, ALL), () => ({
      realism: 3,
      realOrSynthetic: 'real',
      confidence: 3,
      alignment: 3,
    }));
    const { endpoints, phases } = await analyseStudy(study, SETTINGS);
    expect(endpoints.map(({ decision }) => decision)).toEqual(Array(6).fill('undefined'));
    expect(phases[0]?.agreement.find(({ item }) => item === 'realism')).toMatchObject({
      percentage: { value: 1 },
      fleiss: { defined: false },
    });
  });

  it('a reader who stopped is counted, named, and left out of what needs everybody', async () => {
    const study = testStudy({ casesPerArm: 12, readers: 4 });
    const { flow, phases } = await analyseStudy(study.input, SETTINGS);
    const last = flow.readers.at(-1);
    expect(last).toMatchObject({ readerId: 'reader-4', status: 'started' });
    expect(flow.missing.every(({ readerId }) => readerId === 'reader-4')).toBe(true);
    expect(flow.missing.length).toBe(flow.readings.missing + flow.readings.open);
    expect(flow.readings.expected).toBe(4 * 36 * 2);
    expect(phases.map(({ readings }) => readings)).toEqual([
      4 * 36,
      flow.readings.complete + flow.readings.open - 4 * 36,
    ]);
    const excluded = Object.fromEntries(
      flow.excluded.map(({ presentation, readings }) => [presentation, readings]),
    );
    expect(excluded).toMatchObject({ calibration: 4 * 2 * 2, training: 4 });
  });
});
