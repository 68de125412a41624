import type { Instrument } from './instrument.ts';

const DIGITS = ['1', '2', '3', '4', '5'];

/**
 * The instrument of a study that does not bring its own: realism 1 to 5, real or synthetic with confidence 1 to
 * 5 and optional reasons, then text alignment 1 to 5. Labels are message keys.
 */
export const DEFAULT_INSTRUMENT: Instrument = {
  id: 'realism-alignment',
  version: 1,
  items: [
    {
      id: 'realism',
      kind: 'likert',
      stage: 'realism',
      measures: 'realism',
      required: true,
      label: 'instrument.realism.label',
      min: 1,
      max: 5,
      anchors: anchors('realism'),
      keys: DIGITS,
    },
    {
      id: 'realOrSynthetic',
      kind: 'forced-choice',
      stage: 'realism',
      measures: 'verdict',
      required: true,
      label: 'instrument.realOrSynthetic.label',
      options: [
        { value: 'real', label: 'instrument.realOrSynthetic.real', key: 'r' },
        { value: 'synthetic', label: 'instrument.realOrSynthetic.synthetic', key: 's' },
      ],
      confidenceItem: 'confidence',
    },
    {
      id: 'confidence',
      kind: 'likert',
      stage: 'realism',
      measures: 'confidence',
      required: true,
      label: 'instrument.confidence.label',
      min: 1,
      max: 5,
      anchors: anchors('confidence'),
      keys: DIGITS,
    },
    {
      id: 'reasons',
      kind: 'multi-select',
      stage: 'realism',
      measures: 'reasons',
      required: false,
      label: 'instrument.reasons.label',
      options: ['texture', 'anatomy', 'devices', 'markers', 'borders', 'noise', 'other'].map((value) => ({
        value,
        label: `instrument.reasons.${value}`,
        key: null,
      })),
    },
    {
      id: 'alignment',
      kind: 'likert',
      stage: 'alignment',
      measures: 'alignment',
      required: true,
      label: 'instrument.alignment.label',
      min: 1,
      max: 5,
      anchors: anchors('alignment'),
      keys: DIGITS,
    },
  ],
};

function anchors(item: string): string[] {
  return DIGITS.map((digit) => `instrument.${item}.anchor${digit}`);
}
