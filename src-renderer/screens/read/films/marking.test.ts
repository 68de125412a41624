import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../../src-core/study/answer-marks.ts';
import { validateAnswers } from '../../../../src-core/study/answers.ts';
import { PLACES } from '../test-instrument.ts';
import {
  type Marking,
  type MarkingAction,
  type MarkingResult,
  type MarkingRules,
  markAt,
  reduceMarking,
} from './marking.ts';

const RULES: MarkingRules = { shapes: PLACES.shapes, maxMarks: 3, sizePx: 64, films: 2 };
const START: Marking = {
  itemId: 'places',
  shape: 'point',
  film: 1,
  at: { x: 32, y: 32 },
  corner: null,
  selected: null,
};

function acted(actions: readonly MarkingAction[], from: Partial<Marking> = {}): MarkingResult {
  return actions.reduce<MarkingResult>(
    ({ marking, marks }, action) => reduceMarking(marking, marks, action, RULES),
    { marking: { ...START, ...from }, marks: [] },
  );
}
const move = (x: number, y: number, box = false): MarkingAction => ({ kind: 'move', by: { x, y }, box });
const SET: MarkingAction = { kind: 'set' };

describe('marking by keys', () => {
  it('sets a point where the crosshair was moved to, never outside the film', () => {
    expect(acted([move(5, -8), SET]).marks).toEqual([
      { shape: 'point', film: 1, x: 37, y: 24, comment: null },
    ]);
    expect(acted([move(-500, 500), SET]).marks).toMatchObject([{ x: 0, y: 64 }]);
  });

  it('draws a box from corner to corner, whichever way it goes', () => {
    const box = { shape: 'box', film: 1, x: 20, y: 26, width: 12, height: 6, comment: null };
    expect(acted([SET, move(-12, -6), SET], { shape: 'box' }).marks).toEqual([box]);
    // Shift with an arrow begins it from a point's crosshair too.
    expect(acted([move(-12, 0, true), move(0, -6, true), SET]).marks).toEqual([box]);
  });

  it('makes no box of no width, and leaves one that was begun', () => {
    expect(acted([SET, move(9, 0), SET], { shape: 'box' }).marks).toEqual([]);
    expect(acted([SET, move(9, 9), { kind: 'drop' }], { shape: 'box' }).marking.corner).toBeNull();
  });

  it('goes through the marks and back to the crosshair, moves the held one, and takes it away', () => {
    const two: MarkingAction[] = [SET, move(10, 10), SET];
    const next: MarkingAction = { kind: 'step-selection', step: 1 };
    expect(acted([...two, next]).marking).toMatchObject({ selected: 0, at: { x: 32, y: 32 } });
    expect(acted([...two, next, next, next]).marking.selected).toBeNull();
    expect(acted([...two, { kind: 'step-selection', step: -1 }]).marking.selected).toBe(1);
    expect(acted([...two, next, move(-2, 0)]).marks).toMatchObject([{ x: 30 }, { x: 42 }]);
    expect(acted([...two, next, { kind: 'remove' }]).marks).toMatchObject([{ x: 42 }]);
  });

  it('sets no more marks than the question takes, and none on a film that is not there', () => {
    expect(acted([SET, move(1, 0), SET, move(1, 0), SET, move(1, 0), SET]).marks).toHaveLength(3);
    expect(acted([{ kind: 'film', film: 2 }, SET]).marks).toMatchObject([{ film: 2 }]);
    expect(acted([{ kind: 'film', film: 3 }]).marking.film).toBe(1);
  });

  it('gives only marks that the instrument accepts, whatever is done', () => {
    const by = fc.record({
      x: fc.double({ min: -80, max: 80, noNaN: true }),
      y: fc.integer({ min: -80, max: 80 }),
    });
    const action: fc.Arbitrary<MarkingAction> = fc.oneof(
      fc.record({ kind: fc.constant('move' as const), by, box: fc.boolean() }),
      fc.record({ kind: fc.constant('point-at' as const), film: fc.integer({ min: 1, max: 2 }), at: by }),
      fc.record({ kind: fc.constant('film' as const), film: fc.integer({ min: 1, max: 4 }) }),
      fc.record({
        kind: fc.constant('step-selection' as const),
        step: fc.constantFrom(1 as const, -1 as const),
      }),
      fc.constantFrom<MarkingAction>(SET, { kind: 'remove' }, { kind: 'drop' }, { kind: 'begin-box' }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const { marks } = acted(actions);
        const context = { earlier: {}, matrixSizePx: 64, films: 2 };
        const { places } = validateAnswers({ items: [PLACES] }, 'film', { places: marks }, context);
        expect(places).toEqual(marks);
      }),
    );
  });
});

describe('markAt', () => {
  const marks: readonly Mark[] = [
    { shape: 'box', film: 1, x: 10, y: 10, width: 20, height: 20, comment: null },
    { shape: 'point', film: 1, x: 20, y: 20, comment: null },
  ];

  it('finds a point within reach and a box by its border, on its own film', () => {
    expect(markAt(marks, 1, { x: 21, y: 21 }, 2)).toBe(1);
    expect(markAt(marks, 1, { x: 11, y: 25 }, 2)).toBe(0);
    expect(markAt(marks, 1, { x: 26, y: 26 }, 2)).toBeNull();
    expect(markAt(marks, 2, { x: 20, y: 20 }, 2)).toBeNull();
  });
});
