/** Presets as the messages name them, by the ids of their instruments. */
export const PRESET_KEYS = [
  'realism-alignment',
  'realism-likert',
  'visual-turing-test',
  'pair-choice',
  'quartet-choice',
  'alignment-only',
  'realism-and-inclusion',
] as const;
type PresetKey = (typeof PRESET_KEYS)[number];

/** The name of a preset's texts; the default's for one that has none. */
export function presetKey(id: string): PresetKey {
  return PRESET_KEYS.find((key) => key === id) ?? 'realism-alignment';
}
