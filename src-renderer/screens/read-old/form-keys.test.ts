import { describe, expect, it } from 'vitest';
import type { InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { bindFormKeys, keyOf } from './form-keys.ts';
import { itemsOfStage } from './form-model.ts';
import { TEST_ITEMS } from './test-instrument.ts';

const keys = bindFormKeys(itemsOfStage(TEST_ITEMS, 'realism'));

describe('bindFormKeys', () => {
  it('gives every point of a scale its digit', () => {
    expect(keys.get('realism')?.map(({ key }) => key)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('keeps the keys the instrument names and fills in letters that nobody has', () => {
    expect(keyOf(keys, 'realOrSynthetic', 'synthetic')).toBe('s');
    expect(keys.get('reasons')).toEqual([
      { key: 'a', value: 'texture' },
      { key: 'b', value: 'anatomy' },
      { key: 'c', value: 'devices' },
    ]);
  });

  it('never gives away the letters that invert and magnify the film, nor one letter twice', () => {
    const many: InstrumentItemView = {
      kind: 'multi-select',
      id: 'many',
      stage: 'realism',
      required: false,
      labelKey: 'many',
      options: Array.from({ length: 30 }, (_, index) => ({ value: `v${index}`, labelKey: 'v', key: '' })),
    };
    const bound = [...bindFormKeys([...itemsOfStage(TEST_ITEMS, 'realism').slice(1, 2), many]).values()]
      .flat()
      .map(({ key }) => key);
    expect(new Set(bound).size).toBe(bound.length);
    // 26 letters without i and l; six of the thirty options stay without a key.
    expect(bound).toHaveLength(24);
    expect(bound).not.toContain('i');
    expect(bound).not.toContain('l');
  });

  it('gives the tenth point the key 0', () => {
    const ten: InstrumentItemView = {
      kind: 'likert',
      id: 'ten',
      stage: 'realism',
      required: true,
      min: 1,
      max: 10,
      labelKey: 'ten',
      anchorKeys: {},
    };
    expect(keyOf(bindFormKeys([ten]), 'ten', 10)).toBe('0');
  });
});
