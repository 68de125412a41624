import { expect, test } from 'vitest';
import { contentsKey, currentSection } from './current-section.ts';

test('the section in sight is the last that has come up to the line, the last one at the end', () => {
  expect(currentSection([200, 900, 1500], 120, false)).toBe(0);
  expect(currentSection([-700, 100, 700], 120, false)).toBe(1);
  expect(currentSection([-700, 121, 700], 120, false)).toBe(0);
  expect(currentSection([-1500, -600, 400], 120, true)).toBe(2);
  expect(currentSection([], 120, true)).toBe(-1);
});

test('arrows, Home and End go along the contents and stop at their ends; other keys are left alone', () => {
  expect(contentsKey('ArrowDown', 1, 3)).toBe(2);
  expect(contentsKey('ArrowDown', 2, 3)).toBe(2);
  expect(contentsKey('ArrowUp', 0, 3)).toBe(0);
  expect(contentsKey('Home', 2, 3)).toBe(0);
  expect(contentsKey('End', 0, 3)).toBe(2);
  expect(contentsKey('Tab', 0, 3)).toBeNull();
});
