import { expect, it } from 'vitest';
import type { CaseId } from '../../base/ids.ts';
import { DEFAULT_INSTRUMENT } from '../../study/default-instrument.ts';
import type { Instrument } from '../../study/instrument.ts';
import type { ResultRow } from '../../study/results.ts';
import { verdictScores } from './study-scores.ts';
import { testRow } from './test-rows.ts';

const row = (caseId: string, answers: ResultRow['answers'], change: Partial<ResultRow> = {}): ResultRow =>
  testRow({ caseId: caseId as CaseId, answers, ...change });
const made = { arm: 'model-a', armKind: 'synthetic', truth: 'synthetic' } as const;

it('scores verdicts with their confidence, and counts a reading without one of them as missing', () => {
  const [scores, ...others] = verdictScores(DEFAULT_INSTRUMENT, [
    row('c1', { realOrSynthetic: 'real', confidence: 4 }),
    row('c2', { realOrSynthetic: 'synthetic', confidence: 2 }, made),
    row('c3', { realOrSynthetic: null, confidence: null }, made),
    row('c4', { realOrSynthetic: 'synthetic', confidence: null }, made),
    row('c1', { realOrSynthetic: 'synthetic', confidence: 5 }, { presentation: 'repeat' }),
    row('c9', { realOrSynthetic: 'real', confidence: 5 }, { presentation: 'attention' }),
    row('c8', { realOrSynthetic: 'real', confidence: 5 }, { truth: 'control', armKind: 'autoencoded' }),
    row('c1', { realOrSynthetic: 'real', confidence: 1 }, { readerId: 'reader-b' }),
  ]);
  expect(others).toEqual([]);
  expect(scores?.name).toBe('real-or-synthetic');
  // Two readers are called Ada: their ids tell them apart.
  expect(scores?.table.readings.map(({ reader, case: id, rating }) => [reader, id, rating])).toEqual([
    ['Ada (reader-a)', 'c1', -4],
    ['Ada (reader-a)', 'c2', 2],
    ['Ada (reader-a)', 'c3', null],
    ['Ada (reader-a)', 'c4', null],
    ['Ada (reader-b)', 'c1', -1],
  ]);
  expect([...(scores?.table.truth ?? [])]).toEqual([
    ['c1', false],
    ['c2', true],
    ['c3', true],
    ['c4', true],
  ]);
});

it('gives a table a phase, counts confidence from 1 at its lowest step, and has none where nothing asks', () => {
  const fromZero: Instrument = {
    ...DEFAULT_INSTRUMENT,
    items: DEFAULT_INSTRUMENT.items.map((item) =>
      item.id === 'confidence' && item.kind === 'likert' ? { ...item, min: 0 } : item,
    ),
  };
  const tables = verdictScores(fromZero, [
    row('c1', { realOrSynthetic: 'real', confidence: 0 }),
    row('c1', { realOrSynthetic: 'synthetic', confidence: 5 }, { studyPhase: 'informed' }),
  ]);
  expect(tables.map(({ name, table }) => [name, table.readings[0]?.rating])).toEqual([
    ['real-or-synthetic-reading', -1],
    ['real-or-synthetic-informed', 6],
  ]);
  expect(verdictScores({ ...DEFAULT_INSTRUMENT, items: [] }, [row('c1', {})])).toEqual([]);
});
