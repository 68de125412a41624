import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../base/errors.ts';
import { validateAnswers } from './answers.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { type Instrument, instrumentSchema, itemsOfStage } from './instrument.ts';

function refusalOf(run: () => unknown): LightboxError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof LightboxError) return thrown;
  }
  throw new Error('Nothing was refused.');
}

const COMPLETE = { realism: 4, realOrSynthetic: 'synthetic', confidence: 2 };

describe('instrument', () => {
  it('the default instrument fits the schema and asks alignment after everything else', () => {
    expect(instrumentSchema.parse(DEFAULT_INSTRUMENT)).toEqual(DEFAULT_INSTRUMENT);
    expect(itemsOfStage(DEFAULT_INSTRUMENT, 'realism').map(({ id }) => id)).toEqual([
      'realism',
      'realOrSynthetic',
      'confidence',
      'reasons',
    ]);
    expect(itemsOfStage(DEFAULT_INSTRUMENT, 'alignment').map(({ id }) => id)).toEqual(['alignment']);
  });

  it('refuses an item twice, a scale with a point unnamed, and a confidence item of another stage', () => {
    const [realism, verdict, ...rest] = DEFAULT_INSTRUMENT.items;
    const refused = (items: unknown[]): string =>
      instrumentSchema.safeParse({ ...DEFAULT_INSTRUMENT, items }).error?.issues[0]?.message ?? 'accepted';
    expect(refused([realism, realism])).toContain('"realism" is used twice');
    expect(refused([{ ...realism, max: 4 }])).toContain('anchor for every point');
    expect(refused([realism, { ...verdict, confidenceItem: 'alignment' }, ...rest])).toContain(
      'of its stage',
    );
    const options = [
      { value: 'yes', label: 'a.b', key: null },
      { value: 'no', label: 'a.b', key: null },
    ];
    expect(refused([realism, { ...verdict, options }, ...rest])).toContain('"real" and "synthetic"');
  });
});

describe('validateAnswers', () => {
  it('gives every item of the stage, an optional one without an answer as empty', () => {
    expect(validateAnswers(DEFAULT_INSTRUMENT, 'realism', COMPLETE)).toEqual({ ...COMPLETE, reasons: [] });
    expect(validateAnswers(DEFAULT_INSTRUMENT, 'alignment', { alignment: 5 })).toEqual({ alignment: 5 });
  });

  it('puts options into the order of the instrument, whatever the order of ticking', () => {
    const allReasons = ['texture', 'anatomy', 'devices', 'markers', 'borders', 'noise', 'other'];
    fc.assert(
      fc.property(fc.shuffledSubarray(allReasons), (reasons) => {
        const answers = validateAnswers(DEFAULT_INSTRUMENT, 'realism', { ...COMPLETE, reasons });
        expect(answers).toEqual({
          ...COMPLETE,
          reasons: allReasons.filter((reason) => reasons.includes(reason)),
        });
      }),
    );
  });

  it.each([
    ['realism', { ...COMPLETE, realism: 6 }],
    ['realism', { ...COMPLETE, realism: 0 }],
    ['realism', { ...COMPLETE, realism: 2.5 }],
    ['realism', { ...COMPLETE, realism: '4' }],
    ['confidence', { realism: 4, realOrSynthetic: 'real' }],
    ['confidence', { ...COMPLETE, confidence: null }],
    ['realOrSynthetic', { ...COMPLETE, realOrSynthetic: 'unsure' }],
    ['reasons', { ...COMPLETE, reasons: ['texture', 'texture'] }],
    ['reasons', { ...COMPLETE, reasons: ['colour'] }],
    ['reasons', { ...COMPLETE, reasons: 'texture' }],
    ['alignment', { ...COMPLETE, alignment: 3 }],
    ['constructor', { ...COMPLETE, constructor: 3 }],
  ])('refuses and names the item %s in %j', (item, answers) => {
    const refusal = refusalOf(() => validateAnswers(DEFAULT_INSTRUMENT, 'realism', answers));
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', details: { item } });
  });

  it.each([[null], [undefined], ['text'], [[]]])('refuses %j, which is no set of answers', (answers) => {
    expect(refusalOf(() => validateAnswers(DEFAULT_INSTRUMENT, 'realism', answers)).code).toBe('BAD_INPUT');
  });

  it('keeps a text as it was typed, and refuses what storage would change', () => {
    const instrument: Instrument = instrumentSchema.parse({
      id: 'with-comment',
      version: 1,
      items: [
        {
          id: 'comment',
          kind: 'free-text',
          stage: 'alignment',
          measures: 'comment',
          required: false,
          label: 'a.b',
          maxLength: 12,
        },
      ],
    });
    const read = (comment: unknown) => validateAnswers(instrument, 'alignment', { comment });
    expect(read(' Herz groß\n')).toEqual({ comment: ' Herz groß\n' });
    expect(read('   ')).toEqual({ comment: null });
    expect(refusalOf(() => read('thirteen char')).details).toEqual({ item: 'comment' });
    expect(refusalOf(() => read('a\0b')).message).toContain('no text');
    expect(refusalOf(() => read('\ud83d')).message).toContain('no text');
  });
});
