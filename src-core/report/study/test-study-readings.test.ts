import { expect, it } from 'vitest';
import { testChoiceStudy, testStudy } from './test-study-readings.ts';

it('the test study is read through the real session, is a function of its seed, and is not quite finished', () => {
  const { rows, sessions } = testStudy();
  expect(testStudy().rows).toEqual(rows);
  expect(sessions.filter(({ state }) => state.signature !== null)).toHaveLength(5);
  const shown = new Set(rows.map(({ presentation }) => presentation));
  expect([...shown].sort()).toEqual(['attention', 'calibration', 'reading', 'repeat']);
  expect(rows.filter(({ interrupted }) => interrupted).length).toBeGreaterThan(3);
});

it('sets of films are read too', () => {
  const { rows } = testChoiceStudy(4);
  expect(rows).toHaveLength(150);
  expect(rows.filter(({ correct }) => correct).length).toBeGreaterThan(50);
});
