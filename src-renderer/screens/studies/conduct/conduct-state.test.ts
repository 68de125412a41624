import { describe, expect, it } from 'vitest';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { nextToAdjudicate, nextToRelease, readTotals } from './conduct-state.ts';

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

  it('counts cases over all readers', () => {
    const readers = [
      { done: 3, total: 10 },
      { done: 10, total: 10 },
    ];
    expect(readTotals(readers)).toEqual({ done: 13, total: 20 });
  });
});
