import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyMask, MARKED, paintRectangle, UNMARKED } from './mask.ts';
import { recordStep, redoStep, restoreRuns, runsOfMask, startHistory, undoStep } from './mask-history.ts';

const bytes = fc
  .array(fc.constantFrom(UNMARKED, MARKED), { minLength: 24, maxLength: 24 })
  .map((values) => Uint8Array.from(values));

describe('runs of a mask', () => {
  it('give the mask back', () => {
    fc.assert(
      fc.property(bytes, bytes, (drawn, other) => {
        const runs = runsOfMask({ bytes: drawn });
        const mask = { width: 6, height: 4, bytes: other };
        restoreRuns(mask, runs);
        expect(mask.bytes).toEqual(drawn);
        expect(runs.reduce((sum, length) => sum + length, 0)).toBe(24);
      }),
    );
  });
});

describe('the history of a mask', () => {
  const box = fc.record({
    x: fc.integer({ min: 0, max: 5 }),
    y: fc.integer({ min: 0, max: 3 }),
    width: fc.integer({ min: 1, max: 4 }),
    height: fc.integer({ min: 1, max: 3 }),
    value: fc.constantFrom(MARKED, UNMARKED),
  });

  it('goes back through every state that a step made and forward to the last', () => {
    fc.assert(
      fc.property(fc.array(box, { maxLength: 12 }), (steps) => {
        const mask = emptyMask(6, 4);
        let history = startHistory(mask);
        const states = [mask.bytes.slice()];
        for (const { value, ...part } of steps) {
          paintRectangle(mask, part, value);
          history = recordStep(history, mask);
          // A step that changed nothing is none.
          if (mask.bytes.some((byte, index) => byte !== states.at(-1)?.[index]))
            states.push(mask.bytes.slice());
        }
        for (const state of states.slice(0, -1).reverse()) {
          history = undoStep(history, mask);
          expect(mask.bytes).toEqual(state);
        }
        expect(undoStep(history, mask)).toBe(history);
        for (const state of states.slice(1)) {
          history = redoStep(history, mask);
          expect(mask.bytes).toEqual(state);
        }
        expect(redoStep(history, mask)).toBe(history);
      }),
    );
  });

  it('forgets what was undone once something else is drawn', () => {
    const mask = emptyMask(4, 1);
    let history = startHistory(mask);
    paintRectangle(mask, { x: 0, y: 0, width: 1, height: 1 }, MARKED);
    history = undoStep(recordStep(history, mask), mask);
    paintRectangle(mask, { x: 2, y: 0, width: 1, height: 1 }, MARKED);
    history = recordStep(history, mask);
    expect(redoStep(history, mask)).toBe(history);
    expect([...mask.bytes]).toEqual([0, 0, 255, 0]);
  });
});
