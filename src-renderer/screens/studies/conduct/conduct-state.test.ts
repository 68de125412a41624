import { describe, expect, it } from 'vitest';
import type { ConductView, ReaderState } from '../../../../src-core/contract/conduct-calls.ts';
import { holdersOf, nextToAdjudicate, nextToRelease, readTotals } from './conduct-state.ts';

const phase = (number: number, kind: 'reading' | 'adjudication', released: boolean) => ({
  number,
  id: `phase-${number}`,
  kind,
  sessions: 1,
  released,
});
const phases = (...list: ConductView['phases']): Pick<ConductView, 'phases'> => ({ phases: list });

describe('what comes next in a study', () => {
  it('is the release of the first phase that readers do not know of', () => {
    const view = phases(
      phase(1, 'reading', true),
      phase(2, 'reading', false),
      phase(3, 'adjudication', false),
    );
    expect(nextToRelease(view)?.number).toBe(2);
    expect(nextToAdjudicate(view)).toBeNull();
  });

  it('is the adjudication once every phase before it is released', () => {
    const view = phases(phase(1, 'reading', true), phase(2, 'adjudication', false));
    expect(nextToRelease(view)).toBeNull();
    expect(nextToAdjudicate(view)?.id).toBe('phase-2');
    expect(nextToAdjudicate(phases(phase(1, 'reading', true)))).toBeNull();
  });

  it('knows who holds a phase already, while others have not finished what comes before', () => {
    const view = {
      ...phases(phase(1, 'reading', true), phase(2, 'reading', false), phase(3, 'adjudication', false)),
      readers: [1, 2, 1].map((sessions) => ({ sessions }) as ReaderState),
    };
    expect([1, 2].map((number) => holdersOf(view, number))).toEqual([3, 1]);
  });

  it('counts cases over all readers', () => {
    const readers = [
      { done: 3, total: 10 },
      { done: 10, total: 10 },
    ];
    expect(readTotals(readers)).toEqual({ done: 13, total: 20 });
  });
});
