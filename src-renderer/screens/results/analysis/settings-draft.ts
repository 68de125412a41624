import type { AnalysisSettings } from '../../../../src-core/contract/analysis-calls.ts';

/** The settings as they stand in their fields: null where one is empty. */
export interface SettingsDraft {
  readonly levelPercent: number | null;
  readonly replicates: number | null;
  readonly seed: number | null;
}

/** 2,000 replicates give percentiles of 95% that differ little from seed to seed; the seed makes them the same again. */
export const DEFAULT_SETTINGS: SettingsDraft = { levelPercent: 95, replicates: 2000, seed: 1 };

/** What the contract takes. */
export const SETTING_RANGES = {
  levelPercent: { min: 50, max: 99.9, whole: false },
  replicates: { min: 100, max: 100_000, whole: true },
  seed: { min: 0, max: 999_999_999, whole: true },
} as const satisfies Record<keyof SettingsDraft, { min: number; max: number; whole: boolean }>;

export function settingFits(name: keyof SettingsDraft, value: number | null): value is number {
  const { min, max, whole } = SETTING_RANGES[name];
  return value !== null && value >= min && value <= max && (!whole || Number.isInteger(value));
}

/** What is sent; null while a field is out of its range. */
export function settingsOf({ levelPercent, replicates, seed }: SettingsDraft): AnalysisSettings | null {
  if (!settingFits('levelPercent', levelPercent)) return null;
  if (!settingFits('replicates', replicates) || !settingFits('seed', seed)) return null;
  // 99.9 / 100 is a little more than 0.999.
  return { level: Number((levelPercent / 100).toFixed(6)), replicates, seed };
}
