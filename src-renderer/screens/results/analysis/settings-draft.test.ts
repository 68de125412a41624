import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, settingsOf } from './settings-draft.ts';

test('per cent become a share without the last bits of a division', () => {
  expect(settingsOf(DEFAULT_SETTINGS)).toEqual({ level: 0.95, replicates: 2000, seed: 1 });
  expect(settingsOf({ levelPercent: 99.9, replicates: 100, seed: 0 })?.level).toBe(0.999);
});

test.each([
  { levelPercent: 49.9 },
  { levelPercent: 100 },
  { levelPercent: null },
  { replicates: 99 },
  { replicates: 150.5 },
  { seed: -1 },
  { seed: null },
])('nothing is sent while a field is out of its range: %o', (wrong) => {
  expect(settingsOf({ ...DEFAULT_SETTINGS, ...wrong })).toBeNull();
});
