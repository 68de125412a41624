import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateAnswers } from '../../../src-core/study/answers.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import { bindFormKeys } from './form-keys.ts';
import {
  type FormStage,
  type FormState,
  givenAnswers,
  makeCurrent,
  missingItems,
  openForm,
  setAnswer,
  stageItems,
  stepBack,
} from './form-model.ts';
import { pressFormKey } from './press-form-key.ts';
import { FINDINGS, NOTE, PLACES, REALISM_STAGE, stageOf } from './test-instrument.ts';

/** The form after these keys, one after the other; a key nobody takes changes nothing. */
function pressOn(of: FormStage, state: FormState, pressed: readonly string[]): FormState {
  const keys = bindFormKeys(stageItems(of));
  return pressed.reduce((form, key) => pressFormKey(of, keys, form, key)?.form ?? form, state);
}
const press = (...pressed: readonly string[]) => pressOn(REALISM_STAGE, openForm(REALISM_STAGE), pressed);

describe('the form by keys', () => {
  it('answers the current question and goes on to the next one', () => {
    expect(press('4')).toMatchObject({ answers: { realism: 4 }, currentItemId: 'realOrSynthetic' });
    expect(press('4', 'r', '2')).toMatchObject({
      answers: { realism: 4, realOrSynthetic: 'real', confidence: 2 },
      currentItemId: 'reasons',
    });
  });

  it('needs three keys for everything required, whatever the case of the letters', () => {
    expect(missingItems(REALISM_STAGE, press('5', 'S', '1').answers)).toEqual([]);
  });

  it('gives a digit to the question that is marked and to no other', () => {
    expect(press('4', '3')).toMatchObject({ answers: { realism: 4 }, currentItemId: 'realOrSynthetic' });
  });

  it('takes a letter wherever the mark stands, and comes back to what was left out', () => {
    expect(press('s')).toMatchObject({
      answers: { realOrSynthetic: 'synthetic' },
      currentItemId: 'confidence',
    });
    expect(press('s', '5').currentItemId).toBe('reasons');
    expect(press('a')).toMatchObject({ answers: { reasons: ['anatomy'] }, currentItemId: 'reasons' });
  });

  it('toggles reasons and keeps them in the order of the instrument', () => {
    expect(press('d', 't').answers).toEqual({ reasons: ['texture', 'devices'] });
    expect(press('d', 't', 'd', 't').answers).toEqual({});
  });

  it('steps back to correct an answer', () => {
    const corrected = pressOn(REALISM_STAGE, stepBack(REALISM_STAGE, press('4')), ['2']);
    expect(corrected).toMatchObject({ answers: { realism: 2 }, currentItemId: 'realOrSynthetic' });
    const first = openForm(REALISM_STAGE);
    expect(stepBack(REALISM_STAGE, first)).toBe(first);
  });

  it('gives only what the instrument accepts, whatever is pressed, in every stage of every preset', () => {
    const key = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz'.split(''));
    const stages = INSTRUMENT_PRESETS.flatMap(({ instrument, films }) =>
      instrument.stages.map(({ id }) => ({ instrument, films, stage: id })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.array(key, { maxLength: 30 }), (preset, pressed) => {
        const { instrument, films, stage } = preset;
        const of: FormStage = { items: instrument.items, stage, earlier: {} };
        const given = givenAnswers(of, pressOn(of, openForm(of), pressed).answers);
        const context = { earlier: {}, matrixSizePx: 64, films };
        if (missingItems(of, given).length === 0) validateAnswers(instrument, stage, given, context);
        else expect(() => validateAnswers(instrument, stage, given, context)).toThrow('needs an answer');
      }),
    );
  });
});

describe('conditional questions', () => {
  const preset = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === 'visual-turing-test');
  const of: FormStage = { items: preset?.instrument.items ?? [], stage: 'realism', earlier: {} };

  it('are asked once their condition holds, and keep their answer without sending it while it does not', () => {
    const synthetic = pressOn(of, openForm(of), ['s', '4', 't']);
    expect(givenAnswers(of, synthetic.answers)).toMatchObject({ reasons: ['texture'] });
    const real = pressOn(of, synthetic, ['r']);
    expect(givenAnswers(of, real.answers)).toEqual({ realOrSynthetic: 'real', confidence: 4 });
    expect(givenAnswers(of, pressOn(of, real, ['s']).answers)).toMatchObject({ reasons: ['texture'] });
  });

  it('take no key while they are not asked', () => {
    expect(pressOn(of, openForm(of), ['t']).answers).toEqual({});
  });
});

describe('findings', () => {
  const of = stageOf([FINDINGS, { ...NOTE, required: true }]);

  it('are answered one after the other by digits, then the next question is marked', () => {
    const two = pressOn(of, openForm(of), ['1', '2']);
    expect(two).toMatchObject({ currentItemId: 'findings', currentFinding: 'tube' });
    expect(missingItems(of, two.answers)).toHaveLength(2);
    const all = pressOn(of, two, ['3']);
    expect(all.answers).toEqual({ findings: { effusion: 'present', edema: 'absent', tube: 'unsure' } });
    expect(all.currentItemId).toBe('note');
    expect(missingItems(of, all.answers).map(({ id }) => id)).toEqual(['note']);
  });

  it('go round by their letter, and back to no answer', () => {
    const states = ['e', 'e', 'e', 'e'].map((_, index, presses) => {
      const { answers } = pressOn(of, openForm(of), presses.slice(0, index + 1));
      return answers['findings'] ?? null;
    });
    expect(states.map((state) => (state === null ? null : Object.values(state)[0]))).toEqual([
      'present',
      'absent',
      'unsure',
      null,
    ]);
  });

  it('take a digit for the finding whose letter was pressed, and the rest as absent by one key', () => {
    const form = pressOn(of, openForm(of), ['t', '3', 'r']);
    expect(form.answers).toEqual({ findings: { effusion: 'absent', edema: 'absent', tube: 'unsure' } });
  });
});

describe('marks and texts', () => {
  it('ask for the film or the text by their key', () => {
    const of = stageOf([PLACES, NOTE]);
    const keys = bindFormKeys(of.items);
    expect(pressFormKey(of, keys, openForm(of), 'b')).toMatchObject({ marks: 'box' });
    expect(pressFormKey(of, keys, openForm(of), 'n')?.form.currentItemId).toBe('note');
  });

  it('are gone to where they are needed, and by their key alone where they are not', () => {
    const optional = stageOf([FINDINGS, NOTE]);
    expect(pressOn(optional, openForm(optional), ['1', '1', '1']).currentItemId).toBe('findings');
  });

  it('drop an answer that became empty, so that an optional question stays unanswered', () => {
    const of = stageOf([NOTE]);
    const written = setAnswer(of, openForm(of), 'note', 'grid artefact');
    expect(written.answers).toEqual({ note: 'grid artefact' });
    expect(setAnswer(of, written, 'note', '  ').answers).toEqual({});
  });

  it('move the mark only when it really moves', () => {
    const form = openForm(REALISM_STAGE);
    expect(makeCurrent(REALISM_STAGE, form, 'realism')).toBe(form);
    expect(makeCurrent(REALISM_STAGE, form, 'reasons').currentItemId).toBe('reasons');
  });
});
