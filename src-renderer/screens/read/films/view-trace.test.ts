import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViewStep } from '../../../../src-core/study/session-events.ts';
import { MAX_STEPS, ViewTrace } from './view-trace.ts';

const windowAt = (atMs: number, width = atMs, film = 1): ViewStep => ({
  kind: 'window',
  atMs,
  film,
  centre: 128,
  width,
});

function traced(steps: readonly ViewStep[]): readonly ViewStep[] {
  const trace = new ViewTrace();
  for (const step of steps) trace.add(step);
  return trace.steps;
}
const times = (steps: readonly ViewStep[]): number[] => traced(steps).map(({ atMs }) => atMs);

describe('ViewTrace', () => {
  it('keeps one step of a drag in 100 ms, and the value the drag ended with', () => {
    const drag = Array.from({ length: 36 }, (_, index) => windowAt(10 * index));
    expect(times(drag)).toEqual([0, 100, 200, 300, 350]);
    expect(times([...drag, windowAt(1000)])).toEqual([0, 100, 200, 300, 350, 1000]);
  });

  it('keeps two single steps, however near they are', () => {
    expect(times([windowAt(0), windowAt(30)])).toEqual([0, 30]);
  });

  it('thins every film and every kind by itself', () => {
    const inverted: ViewStep = { kind: 'invert', atMs: 20, film: 1, inverted: true };
    expect(traced([windowAt(0), windowAt(10, 5, 2), inverted])).toHaveLength(3);
  });

  it('never grows past its limit and never loses the last value, whatever is done for however long', () => {
    const many = Array.from({ length: 40_000 }, (_, index) => windowAt(100 * index));
    const kept = traced(many);
    expect(kept.length).toBeLessThanOrEqual(MAX_STEPS);
    expect(kept.at(-1)).toEqual(many.at(-1));
    expect(kept[0]).toEqual(many[0]);
  });

  it('stands in order and ends each film’s each kind with the value it ended with', () => {
    const gap = fc.integer({ min: 0, max: 250 });
    const event = fc.record({ gap, film: fc.integer({ min: 1, max: 3 }), width: fc.integer() });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), (events) => {
        let atMs = 0;
        const steps = events.map((one) => {
          atMs += one.gap;
          return windowAt(atMs, one.width, one.film);
        });
        const kept = traced(steps);
        expect(kept.map((step) => step.atMs)).toEqual(kept.map((step) => step.atMs).sort((a, b) => a - b));
        for (const film of new Set(steps.map((step) => step.film)))
          expect(kept.filter((step) => step.film === film).at(-1)).toEqual(
            steps.filter((step) => step.film === film).at(-1),
          );
      }),
    );
  });
});
