import { describe, expect, it } from 'vitest';
import { parseFrameList } from './frame-list.ts';

describe('parseFrameList', () => {
  it.each([
    ['2', 10, [2]],
    [' 4-6, 2;2 ', 10, [2, 4, 5, 6]],
    ['All', 3, [1, 2, 3]],
    ['1–2', 3, [1, 2]],
  ])('reads %j of %i frames', (text, count, frames) => {
    expect(parseFrameList(text, count)).toEqual(frames);
  });

  it.each(['', '0', '11', '3-2', '2-', 'two', '1,,2', '-1', '1.5', '1-9999999'])(
    'refuses %j of 10',
    (text) => {
      expect(parseFrameList(text, 10)).toBeUndefined();
    },
  );

  it('refuses more frames than are imported at once', () => {
    expect(parseFrameList('all', 1000)).toHaveLength(1000);
    expect(parseFrameList('all', 1001)).toBeUndefined();
    expect(parseFrameList('1-600, 601-1001', 1001)).toBeUndefined();
  });
});
