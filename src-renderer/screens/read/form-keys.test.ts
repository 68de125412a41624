import { describe, expect, it } from 'vitest';
import { type InstrumentItem, itemsOfStage } from '../../../src-core/study/instrument.ts';
import { RESERVED_KEYS } from '../../../src-core/study/instrument-checks.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import { commandOfKey } from '../../viewer/view-keys.ts';
import { bindFormKeys, keyOf } from './form-keys.ts';
import { stageItems } from './form-model.ts';
import { FINDINGS, NOTE, PLACES, REALISM_STAGE } from './test-instrument.ts';

const realism = stageItems(REALISM_STAGE);
const keys = bindFormKeys(realism);

function likertOf(min: number, max: number): InstrumentItem {
  const points = max - min + 1;
  const none = Array.from({ length: points }, () => null);
  return {
    id: 'scale',
    kind: 'likert',
    stage: 'film',
    measures: 'other',
    required: true,
    label: { text: 'How much?' },
    when: null,
    min,
    max,
    anchors: none,
    keys: none,
  };
}

describe('bindFormKeys', () => {
  it('gives every point of a scale its digit', () => {
    expect(keys.get('realism')?.map(({ key }) => key)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('keeps the keys the instrument names and fills in letters of the option’s own words', () => {
    expect(keyOf(keys, 'realOrSynthetic', 'answer', 'synthetic')).toBe('s');
    // R and S are taken by the question before: "Markers" takes its first letter, "Borders" its own, and so on.
    expect(keys.get('reasons')?.map(({ name, key }) => `${name} ${key}`)).toEqual([
      'texture t',
      'anatomy a',
      'devices d',
      'markers m',
      'borders b',
      'noise n',
      'other o',
    ]);
  });

  it('never gives a key of the film or of the room, nor one letter twice', () => {
    const many: InstrumentItem = {
      id: 'many',
      kind: 'multi-select',
      stage: 'realism',
      measures: 'other',
      required: false,
      label: { text: 'Many' },
      when: null,
      options: Array.from({ length: 30 }, (_, index) => ({
        value: `v${index}`,
        label: { text: 'Illegible' },
        key: null,
      })),
    };
    const bound = [...bindFormKeys([...realism.slice(1, 2), many]).values()].flat().map(({ key }) => key);
    expect(new Set(bound).size).toBe(bound.length);
    // 26 letters without i and l; six of the thirty options stay without a key.
    expect(bound).toHaveLength(24);
    expect(bound.filter((key) => RESERVED_KEYS.has(key))).toEqual([]);
  });

  it('binds no key of any preset that the reading viewer acts on, save 0', () => {
    for (const { instrument } of INSTRUMENT_PRESETS) {
      for (const { id } of instrument.stages) {
        const bound = [...bindFormKeys(itemsOfStage(instrument, id)).values()].flat();
        expect(bound.length).toBeGreaterThan(0);
        for (const { key } of bound) {
          const press = { key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
          expect(commandOfKey(press, 'reading'), `${instrument.id} ${key}`).toBeNull();
        }
      }
    }
  });

  it('gives the tenth point the key 0, and a letter where 0 is a point itself', () => {
    expect(keyOf(bindFormKeys([likertOf(1, 10)]), 'scale', 'answer', 10)).toBe('0');
    const eleven = bindFormKeys([likertOf(0, 10)]);
    expect(keyOf(eleven, 'scale', 'answer', 0)).toBe('0');
    expect(keyOf(eleven, 'scale', 'answer', 10)).toBe('a');
  });

  it('binds digits to the states of findings, letters to the findings, texts and shapes', () => {
    const bound = bindFormKeys([FINDINGS, PLACES, NOTE]);
    expect(bound.get('findings')?.map(({ kind, name, key }) => `${kind} ${name} ${key}`)).toEqual([
      'state present 1',
      'state absent 2',
      'state unsure 3',
      'finding effusion e',
      'finding edema d',
      'finding tube t',
      'rest-absent  r',
    ]);
    expect(bound.get('places')?.map(({ name, key }) => `${name} ${key}`)).toEqual(['point m', 'box b']);
    expect(bound.get('note')).toEqual([{ kind: 'write', name: '', key: 'n' }]);
  });
});
