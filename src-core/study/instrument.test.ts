import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerContext, isAsked, validateAnswers } from './answers.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { instrument1Schema } from './format-1/instrument.ts';
import { upgradeInstrument } from './format-1/upgrade.ts';
import {
  type Instrument,
  type InstrumentItem,
  instrumentSchema,
  itemsOfStage,
  questionnaireSchema,
} from './instrument.ts';
import { INSTRUMENT_PRESETS } from './instrument-presets.ts';
import { refusalOf } from './test-study.ts';

const CONTEXT: AnswerContext = { earlier: {}, matrixSizePx: 256, films: 1 };
const COMPLETE = { realism: 4, realOrSynthetic: 'synthetic', confidence: 2 };

const base = { stage: 'film', required: true, when: null, label: { text: 'Eine Frage?' } };
const likert = (id: string, change: object = {}) => ({
  ...base,
  id,
  kind: 'likert',
  measures: 'other',
  min: 1,
  max: 3,
  anchors: [{ text: 'schlecht' }, null, { text: 'gut' }],
  keys: ['1', '2', '3'],
  ...change,
});
const choice = (id: string, change: object = {}) => ({
  ...base,
  id,
  kind: 'forced-choice',
  measures: 'other',
  options: [
    { value: 'yes', label: { text: 'Ja' }, key: 'y' },
    { value: 'no', label: { text: 'Nein' }, key: 'n' },
  ],
  confidenceItem: null,
  ...change,
});
const presence = {
  ...base,
  id: 'findings',
  kind: 'presence',
  measures: 'presence',
  findings: [
    { value: 'effusion', label: { text: 'Effusion' }, key: 'e' },
    { value: 'edema', label: { text: 'Edema' }, key: 'd' },
  ],
  allowUnsure: true,
};
const marks = {
  ...base,
  id: 'places',
  kind: 'marks',
  measures: 'marks',
  required: false,
  shapes: [
    { shape: 'point', key: 'p' },
    { shape: 'box', key: 'b' },
  ],
  maxMarks: 2,
  comments: true,
};
const quartet = {
  ...base,
  id: 'which',
  kind: 'film-choice',
  measures: 'choice',
  films: 4,
  asks: 'real',
  keys: ['1', '2', '3', '4'],
  confidenceItem: null,
};

const instrumentOf = (...items: object[]): unknown => ({
  formatVersion: 2,
  id: 'test',
  version: 1,
  stages: [
    { id: 'film', shows: 'film' },
    { id: 'text', shows: 'film-and-text' },
  ],
  items: [...items, choice('last', { stage: 'text' })],
});
const read = (...items: object[]): Instrument => instrumentSchema.parse(instrumentOf(...items));
const faultOf = (instrument: unknown): string =>
  instrumentSchema
    .safeParse(instrument)
    .error?.issues.map(({ message }) => message)
    .join('; ') ?? 'accepted';

describe('instrument', () => {
  it.each(INSTRUMENT_PRESETS.map((preset) => [preset.instrument.id, preset] as const))(
    'the preset %s fits the schema and the design it is for',
    (_id, { instrument, films }) => {
      expect(instrumentSchema.parse(instrument)).toEqual(instrument);
      for (const item of instrument.items) if (item.kind === 'film-choice') expect(item.films).toBe(films);
    },
  );

  it('the default asks alignment after everything else', () => {
    expect(itemsOfStage(DEFAULT_INSTRUMENT, 'realism').map(({ id }) => id)).toEqual([
      'realism',
      'realOrSynthetic',
      'confidence',
      'reasons',
    ]);
    expect(itemsOfStage(DEFAULT_INSTRUMENT, 'alignment').map(({ id }) => id)).toEqual(['alignment']);
  });

  it('of format 1 says the same in format 2', () => {
    const { items } = upgradeInstrument(
      instrument1Schema.parse({
        id: 'old',
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
            max: 3,
            anchors: ['a.b', 'a.c', 'a.d'],
            keys: ['1', '2', '3'],
          },
        ],
      }),
    );
    expect(items).toMatchObject([
      {
        id: 'realism',
        label: { key: 'instrument.realism.label' },
        anchors: [{ key: 'a.b' }, {}, {}],
        when: null,
      },
    ]);
  });

  it.each<[string, unknown]>([
    ['"one" is used twice', instrumentOf(likert('one'), likert('one'))],
    ['anchor or null for every point', instrumentOf(likert('one', { max: 4 }))],
    ['no Likert item of its stage', instrumentOf(choice('one', { confidenceItem: 'last' }), likert('two'))],
    ['needs the options "real" and "synthetic"', instrumentOf(choice('one', { measures: 'verdict' }))],
    ['measures presence, which a likert item cannot', instrumentOf(likert('one', { measures: 'presence' }))],
    ['of the stage "nowhere", which is not declared', instrumentOf(likert('one', { stage: 'nowhere' }))],
    ['key or null for every film', instrumentOf({ ...quartet, films: 3 })],
    [
      'has one finding twice',
      instrumentOf({ ...presence, findings: [presence.findings[0], presence.findings[0]] }),
    ],
    ['"two" uses the key "y", which is a key of "one"', instrumentOf(choice('one'), choice('two'))],
    [
      '"one" uses the key "i", which the reading room needs',
      instrumentOf({ ...marks, id: 'one', shapes: [{ shape: 'point', key: 'I' }] }),
    ],
    [
      '"one" uses the key "pagedown", which the reading room needs',
      instrumentOf({ ...marks, id: 'one', shapes: [{ shape: 'point', key: 'PageDown' }] }),
    ],
    [
      'depends on "ghost", which is no item',
      instrumentOf(likert('one', { when: { rule: 'answered', item: 'ghost' } })),
    ],
    [
      'depends on the later item "two"',
      instrumentOf(likert('one', { when: { rule: 'answered', item: 'two' } }), likert('two')),
    ],
    [
      'depends on itself through "two"',
      instrumentOf(
        likert('one', { when: { rule: 'answered', item: 'two' } }),
        likert('two', { when: { rule: 'answered', item: 'one' } }),
      ),
    ],
    [
      'depends on the value 9, which "one" cannot have',
      instrumentOf(likert('one'), likert('two', { when: { rule: 'one-of', item: 'one', values: [9] } })),
    ],
    [
      'whose answers are no values',
      instrumentOf(marks, likert('two', { when: { rule: 'one-of', item: 'places', values: ['point'] } })),
    ],
    [
      'hides the text that an earlier stage has shown',
      {
        ...(instrumentOf(likert('one')) as Instrument),
        stages: [
          { id: 'text', shows: 'film-and-text' },
          { id: 'film', shows: 'film' },
        ],
      },
    ],
    ['the stage "film" has no item', instrumentOf()],
  ])('refused: %s', (words, instrument) => {
    expect(faultOf(instrument)).toContain(words);
  });

  it('lets two questions share digits, which act on the marked one', () => {
    expect(faultOf(instrumentOf(likert('one'), likert('two')))).toBe('accepted');
  });

  it('as a questionnaire asks nothing about a film', () => {
    const ask = (item: object) =>
      questionnaireSchema.safeParse({ items: [{ ...item, stage: 'questionnaire' }] });
    expect(ask(choice('noticed')).success).toBe(true);
    expect(ask(marks).error?.issues[0]?.message).toContain('a questionnaire shows none');
  });
});

describe('validateAnswers', () => {
  const answers = (instrument: Instrument, given: unknown, context: Partial<AnswerContext> = {}) =>
    validateAnswers(instrument, 'film', given, { ...CONTEXT, ...context });

  it('gives every item of the stage, an optional one without an answer as empty', () => {
    const realism = validateAnswers(DEFAULT_INSTRUMENT, 'realism', COMPLETE, CONTEXT);
    expect(realism).toEqual({ ...COMPLETE, reasons: [] });
    expect(validateAnswers(DEFAULT_INSTRUMENT, 'alignment', { alignment: 5 }, CONTEXT)).toEqual({
      alignment: 5,
    });
    expect(answers(read(marks, presence), { findings: { effusion: 'present', edema: 'unsure' } })).toEqual({
      places: [],
      findings: { effusion: 'present', edema: 'unsure' },
    });
  });

  it('puts options into the order of the instrument, whatever the order of ticking', () => {
    const allReasons = ['texture', 'anatomy', 'devices', 'markers', 'borders', 'noise', 'other'];
    fc.assert(
      fc.property(fc.shuffledSubarray(allReasons), (reasons) => {
        const read = validateAnswers(DEFAULT_INSTRUMENT, 'realism', { ...COMPLETE, reasons }, CONTEXT);
        expect(read).toEqual({
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
  ])('refuses and names the item %s in %j', (item, given) => {
    const refusal = refusalOf(() => validateAnswers(DEFAULT_INSTRUMENT, 'realism', given, CONTEXT));
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', details: { item } });
  });

  it.each([[null], [undefined], ['text'], [[]]])('refuses %j, which is no set of answers', (given) => {
    expect(refusalOf(() => answers(DEFAULT_INSTRUMENT, given)).code).toBe('BAD_INPUT');
  });

  it('keeps a text as it was typed, and refuses what storage would change', () => {
    const text = { ...base, id: 'comment', kind: 'free-text', measures: 'comment', required: false };
    const instrument = read({ ...text, maxLength: 12, key: null });
    const comment = (given: unknown) => answers(instrument, { comment: given });
    expect(comment(' Herz groß\n')).toEqual({ comment: ' Herz groß\n' });
    expect(comment('   ')).toEqual({ comment: null });
    expect(refusalOf(() => comment('thirteen char')).details).toEqual({ item: 'comment' });
    expect(refusalOf(() => comment('a\0b')).message).toContain('no text');
    expect(refusalOf(() => comment('\ud83d')).message).toContain('no text');
  });

  it('asks for every finding of a required presence item, and knows no other state or finding', () => {
    const of = (findings: unknown) => refusalOf(() => answers(read(presence), { findings })).message;
    expect(of({ effusion: 'present' })).toContain('needs an answer');
    expect(of({ effusion: 'present', edema: 'maybe' })).toContain('present, absent or unsure');
    expect(of({ effusion: 'present', edema: 'absent', mass: 'absent' })).toContain('no finding "mass"');
    expect(of(['effusion'])).toContain('must name a state');
    const optional = answers(read({ ...presence, required: false }), { findings: { edema: 'absent' } });
    expect(optional).toEqual({ findings: { effusion: null, edema: 'absent' } });
  });

  it('takes marks inside the film, in its coordinates, with comments where they are asked for', () => {
    const point = { shape: 'point', x: 255.9, y: 0, comment: 'here' };
    const box = { shape: 'box', film: 1, x: 10, y: 20, width: 30.5, height: 40 };
    expect(answers(read(marks), { places: [point, box] })).toEqual({
      places: [
        { ...point, film: 1 },
        { ...box, comment: null },
      ],
    });
    const of = (...places: unknown[]) => refusalOf(() => answers(read(marks), { places })).message;
    expect(of({ ...point, x: 256.1 })).toContain('mark 1 that lies outside the film (x)');
    expect(of(point, { ...box, width: 247 })).toContain('mark 2 that lies outside the film (width)');
    expect(of({ ...box, height: 0 })).toContain('(height)');
    expect(of({ ...point, film: 2 })).toContain('a film that is not shown');
    expect(of({ ...point, y: Number.NaN })).toContain('(y)');
    expect(of({ ...point, width: 3 })).toContain('unknown field "width"');
    expect(of(point, point, point)).toContain('at most 2 marks');
    expect(of({ shape: 'circle' })).toContain('no point or box');
    const silent = read({ ...marks, comments: false });
    expect(refusalOf(() => answers(silent, { places: [point] })).message).toContain('not asked for');
  });

  it('takes a film by its place among those shown', () => {
    expect(answers(read(quartet), { which: 4 }, { films: 4 })).toEqual({ which: 4 });
    for (const which of [0, 5, 1.5, 'two']) {
      expect(refusalOf(() => answers(read(quartet), { which }, { films: 4 })).details).toEqual({
        item: 'which',
      });
    }
  });

  it('asks a conditional item only after the answers it waits for, through several steps', () => {
    const instrument = read(
      choice('sure'),
      likert('how', { when: { rule: 'one-of', item: 'sure', values: ['yes'] } }),
      likert('why', { when: { rule: 'answered', item: 'how' }, required: false }),
    );
    expect(answers(instrument, { sure: 'yes', how: 3 })).toEqual({ sure: 'yes', how: 3, why: null });
    expect(answers(instrument, { sure: 'no' })).toEqual({ sure: 'no', how: null, why: null });
    expect(refusalOf(() => answers(instrument, { sure: 'yes' })).message).toContain('"how" needs an answer');
    expect(refusalOf(() => answers(instrument, { sure: 'no', how: 1 })).message).toContain('not asked');
    expect(refusalOf(() => answers(instrument, { sure: 'no', why: 1 })).message).toContain('not asked');
  });

  it('looks back at the answers of earlier stages', () => {
    const instrument = read(
      presence,
      likert('again', { stage: 'text', when: { rule: 'one-of', item: 'findings', values: ['edema'] } }),
    );
    const text = (edema: 'present' | 'absent', given: object) =>
      validateAnswers(
        instrument,
        'text',
        { last: 'yes', ...given },
        {
          ...CONTEXT,
          earlier: { findings: { effusion: 'absent', edema } },
        },
      );
    expect(text('present', { again: 2 })).toEqual({ again: 2, last: 'yes' });
    expect(text('absent', {})).toEqual({ again: null, last: 'yes' });
    expect(refusalOf(() => text('absent', { again: 2 })).message).toContain('not asked');
  });
});

describe('isAsked', () => {
  it('holds for any of the named options of a multi-select, and not for a text that spells one', () => {
    const item = (values: (string | number)[]): Pick<InstrumentItem, 'when'> => ({
      when: { rule: 'one-of', item: 'reasons', values },
    });
    const { items } = DEFAULT_INSTRUMENT;
    expect(isAsked(item(['noise']), items, { reasons: ['texture', 'noise'] })).toBe(true);
    expect(isAsked(item(['noise']), items, { reasons: ['texture'] })).toBe(false);
    expect(isAsked(item(['noise']), items, {})).toBe(false);
    expect(isAsked({ when: null }, items, {})).toBe(true);
  });
});
