import { describe, expect, it } from 'vitest';
import { DEFAULT_INSTRUMENT } from '../../../../src-core/study/default-instrument.ts';
import { type Instrument, instrumentSchema, itemSchema } from '../../../../src-core/study/instrument.ts';
import { INSTRUMENT_PRESETS } from '../../../../src-core/study/instrument-presets.ts';
import { readInstrument, writeInstrument } from './instrument-file.ts';
import {
  ITEM_KINDS,
  newItem,
  optionValue,
  withFilmCount,
  withItem,
  withMovedItem,
  withNewOption,
  withNewStage,
  withoutItem,
  withoutStage,
  withScale,
  withStage,
} from './instrument-state.ts';

const words = { question: 'What?', options: ['Yes', 'No'] };
const sound = (instrument: Instrument) => instrumentSchema.safeParse(instrument).success;
const turing = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === 'visual-turing-test');
if (turing === undefined) throw new Error('no preset');
const TURING = turing.instrument;
const placeOf = (instrument: Instrument, id: string) => instrument.items.findIndex((item) => item.id === id);

describe('a new item', () => {
  it.each(ITEM_KINDS)('of the kind %s is sound as it stands, twice in one instrument', (kind) => {
    const first = newItem(DEFAULT_INSTRUMENT.items, kind, 'alignment', words);
    const items = [...DEFAULT_INSTRUMENT.items, first];
    const second = newItem(items, kind, 'alignment', words);
    expect(itemSchema.safeParse(first).success).toBe(true);
    expect(sound({ ...DEFAULT_INSTRUMENT, items: [...items, second] })).toBe(true);
  });
});

describe('editing', () => {
  it('a new id is followed by conditions and confidences', () => {
    const index = placeOf(TURING, 'realOrSynthetic');
    const item = TURING.items[index];
    if (item === undefined) throw new Error('no item');
    const renamed = withItem(TURING, index, { ...item, id: 'verdict' });
    expect(renamed.items.find(({ id }) => id === 'reasons')?.when?.item).toBe('verdict');
    const confidence = placeOf(TURING, 'confidence');
    const other = TURING.items[confidence];
    if (other === undefined) throw new Error('no item');
    expect(withItem(TURING, confidence, { ...other, id: 'sure' }).items[0]).toMatchObject({
      confidenceItem: 'sure',
    });
  });

  it('what depended on an item that goes is asked always', () => {
    const left = withoutItem(TURING, placeOf(TURING, 'realOrSynthetic'));
    expect(left.items.find(({ id }) => id === 'reasons')?.when).toBeNull();
    expect(sound(left)).toBe(true);
    expect(withoutItem(TURING, placeOf(TURING, 'confidence')).items[0]).toMatchObject({
      confidenceItem: null,
    });
  });

  it('moves an item by one place and not past the ends', () => {
    const ids = (instrument: Instrument) => instrument.items.map(({ id }) => id);
    expect(ids(withMovedItem(TURING, 0, 1))[1]).toBe(ids(TURING)[0]);
    expect(withMovedItem(TURING, 0, -1)).toBe(TURING);
    expect(withMovedItem(TURING, TURING.items.length - 1, 1)).toBe(TURING);
  });

  it('stages: items follow a new name and go with their stage', () => {
    const renamed = withStage(DEFAULT_INSTRUMENT, 0, { id: 'look', shows: 'film' });
    expect(sound(renamed)).toBe(true);
    const left = withoutStage(DEFAULT_INSTRUMENT, 1);
    expect(left.items.every(({ stage }) => stage === 'realism')).toBe(true);
    expect(sound(left)).toBe(true);
    expect(withNewStage(withNewStage(left)).stages.map(({ id }) => id)).toEqual([
      'realism',
      'stage',
      'stage2',
    ]);
  });

  it('a scale with other ends keeps the words of the points that stay', () => {
    const [realism] = DEFAULT_INSTRUMENT.items;
    if (realism?.kind !== 'likert') throw new Error('no scale');
    const longer = withScale(realism, 0, 10);
    if (longer.kind !== 'likert') throw new Error('no scale');
    expect(longer.anchors.slice(0, 2)).toEqual([null, realism.anchors[0]]);
    expect(longer.keys).toHaveLength(11);
    expect(longer.anchors).toHaveLength(11);
  });

  it('a choice among other numbers of films has a key for each', () => {
    const item = newItem([], 'film-choice', 'realism', words);
    if (item.kind !== 'film-choice') throw new Error('no choice');
    expect(withFilmCount(item, 4)).toMatchObject({ films: 4, keys: ['1', '2', '3', '4'] });
  });

  it('options get a value of their own from their words', () => {
    expect(optionValue('Lower left (basal)', [])).toBe('lower-left-basal');
    expect(optionValue('Ödem', ['odem'])).toBe('odem2');
    expect(optionValue('123', [])).toBe('option');
    expect(withNewOption([], 'Other')).toEqual([{ value: 'other', label: { text: 'Other' }, key: null }]);
  });
});

describe('an instrument as a file', () => {
  it('is read back as it was written', () => {
    for (const { instrument } of INSTRUMENT_PRESETS) {
      expect(readInstrument(writeInstrument(instrument))).toEqual({ kind: 'instrument', instrument });
    }
  });

  it('is refused with the place of every fault', () => {
    expect(readInstrument('{')).toMatchObject({ kind: 'refused', faults: [{ at: '' }] });
    const broken = { ...DEFAULT_INSTRUMENT, items: [{ ...DEFAULT_INSTRUMENT.items[0], max: 99 }], more: 1 };
    const read = readInstrument(JSON.stringify(broken));
    if (read.kind !== 'refused') throw new Error('it was read');
    expect(read.faults.map(({ at }) => at)).toContain('items[0].max');
    const [first] = DEFAULT_INSTRUMENT.items;
    const twice = readInstrument(JSON.stringify({ ...DEFAULT_INSTRUMENT, items: [first, first] }));
    expect(JSON.stringify(twice)).toContain('is used twice');
  });
});
