import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptySelection,
  type GridKey,
  indexAfterKey,
  keepPresent,
  selectionAfterClick,
  selectionAfterKey,
  targetsOf,
} from './grid-selection.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
/** a b c / d e f / g h */
const SHAPE = { columns: 3, rowsPerPage: 2 };
const plain = (key: string): GridKey => ({ key, shiftKey: false, ctrlKey: false, metaKey: false });
const shift = (key: string): GridKey => ({ ...plain(key), shiftKey: true });
const at = (id: string) => ({ focused: id, anchor: id, selected: new Set<string>() });

describe('indexAfterKey in a grid of three columns with eight items', () => {
  it.each([
    ['ArrowRight', 2, 3],
    ['ArrowRight', 7, 7],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 5, 7],
    ['ArrowDown', 6, 6],
    ['ArrowUp', 4, 1],
    ['ArrowUp', 2, 2],
    ['PageDown', 1, 7],
    ['PageUp', 7, 1],
    ['PageUp', 4, 1],
    ['Home', 5, 0],
    ['End', 0, 7],
  ])('%s from %i leads to %i', (key, from, to) => {
    expect(indexAfterKey(key, from, IDS.length, SHAPE)).toBe(to);
  });

  it('leaves other keys alone', () => {
    expect(indexAfterKey('k', 3, IDS.length, SHAPE)).toBeNull();
  });

  it('never leaves the grid, whatever its shape', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }).chain((count) =>
          fc.record({
            count: fc.constant(count),
            index: fc.integer({ min: 0, max: count - 1 }),
            columns: fc.integer({ min: 1, max: 9 }),
            rowsPerPage: fc.integer({ min: 1, max: 5 }),
            key: fc.constantFrom(...keys),
          }),
        ),
        ({ count, index, columns, rowsPerPage, key }) => {
          const next = indexAfterKey(key, index, count, { columns, rowsPerPage });
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThan(count);
        },
      ),
    );
  });
});

describe('selection by keyboard', () => {
  it('moves without selecting, and toggles with Space', () => {
    const moved = selectionAfterKey(at('a'), IDS, plain('ArrowRight'), SHAPE);
    expect(moved.focused).toBe('b');
    expect(moved.selected.size).toBe(0);
    const selected = selectionAfterKey(moved, IDS, plain(' '), SHAPE);
    expect([...selected.selected]).toEqual(['b']);
    expect(selectionAfterKey(selected, IDS, plain(' '), SHAPE).selected.size).toBe(0);
  });

  it('extends from where Shift was first held, and shrinks again', () => {
    const wide = selectionAfterKey(at('b'), IDS, shift('ArrowDown'), SHAPE);
    expect([...wide.selected]).toEqual(['b', 'c', 'd', 'e']);
    const narrow = selectionAfterKey(wide, IDS, shift('ArrowLeft'), SHAPE);
    expect([...narrow.selected]).toEqual(['b', 'c', 'd']);
  });

  it('selects all with Ctrl+A and none with Escape', () => {
    const all = selectionAfterKey(at('c'), IDS, { ...plain('a'), ctrlKey: true }, SHAPE);
    expect(all.selected.size).toBe(IDS.length);
    expect(selectionAfterKey(all, IDS, plain('Escape'), SHAPE).selected.size).toBe(0);
  });

  it('is the same object after a key that means nothing here', () => {
    const selection = at('c');
    expect(selectionAfterKey(selection, IDS, plain('k'), SHAPE)).toBe(selection);
  });
});

describe('selection by mouse', () => {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false };

  it('moves with a click, toggles with Ctrl, selects a range with Shift', () => {
    const clicked = selectionAfterClick(emptySelection<string>(), IDS, 'c', none);
    expect(clicked.focused).toBe('c');
    const added = selectionAfterClick(clicked, IDS, 'e', { ...none, ctrlKey: true });
    expect([...added.selected]).toEqual(['e']);
    const range = selectionAfterClick(clicked, IDS, 'a', { ...none, shiftKey: true });
    expect([...range.selected]).toEqual(['a', 'b', 'c']);
  });
});

describe('what a decision applies to', () => {
  it('is the selection in the order of the grid, else the film the keyboard stands on', () => {
    expect(targetsOf({ focused: 'a', anchor: 'a', selected: new Set(['g', 'b']) }, IDS)).toEqual(['b', 'g']);
    expect(targetsOf(at('d'), IDS)).toEqual(['d']);
    expect(targetsOf(emptySelection<string>(), IDS)).toEqual([]);
  });

  it('never holds a film that left the grid', () => {
    const kept = keepPresent({ focused: 'h', anchor: 'h', selected: new Set(['a', 'h']) }, ['a', 'b']);
    expect(kept).toEqual({ focused: 'a', anchor: 'a', selected: new Set(['a']) });
    expect(keepPresent(kept, ['a', 'b'])).toBe(kept);
  });
});
