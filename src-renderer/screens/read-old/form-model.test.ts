import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindFormKeys } from './form-keys.ts';
import {
  type FormState,
  itemsOfStage,
  makeCurrent,
  missingItems,
  openForm,
  pressFormKey,
  setAnswer,
  stepBack,
} from './form-model.ts';
import { TEST_ITEMS } from './test-instrument.ts';

const items = itemsOfStage(TEST_ITEMS, 'realism');
const keys = bindFormKeys(items);

/** The form after these keys, one after the other; a key nobody takes changes nothing. */
function press(...pressed: readonly string[]): FormState {
  return pressed.reduce((state, key) => pressFormKey(items, keys, state, key) ?? state, openForm(items));
}

describe('the form by keys', () => {
  it('answers the current question and goes on to the next one', () => {
    expect(press('4')).toEqual({ answers: { realism: 4 }, currentItemId: 'realOrSynthetic' });
    expect(press('4', 'r', '2')).toEqual({
      answers: { realism: 4, realOrSynthetic: 'real', confidence: 2 },
      currentItemId: 'reasons',
    });
  });

  it('needs four keys for everything required, whatever the case of the letters', () => {
    expect(missingItems(items, press('5', 'S', '1').answers)).toEqual([]);
  });

  it('gives a digit to the question that is marked and to no other', () => {
    expect(press('4', '3')).toEqual({ answers: { realism: 4 }, currentItemId: 'realOrSynthetic' });
  });

  it('takes a letter wherever the mark stands, and comes back to what was left out', () => {
    expect(press('s')).toEqual({ answers: { realOrSynthetic: 'synthetic' }, currentItemId: 'confidence' });
    expect(press('s', '5').currentItemId).toBe('reasons');
    expect(press('b')).toEqual({ answers: { reasons: ['anatomy'] }, currentItemId: 'reasons' });
  });

  it('toggles reasons and keeps them in the order of the instrument', () => {
    expect(press('c', 'a').answers).toEqual({ reasons: ['texture', 'devices'] });
    expect(press('c', 'a', 'c', 'a').answers).toEqual({});
  });

  it('leaves keys alone that belong to no question', () => {
    for (const key of ['6', '0', 'i', 'x', 'Enter', 'ArrowUp', '+']) {
      expect(pressFormKey(items, keys, openForm(items), key)).toBeNull();
    }
  });

  it('steps back to correct an answer', () => {
    const corrected = pressFormKey(items, keys, stepBack(items, press('4')), '2');
    expect(corrected).toEqual({ answers: { realism: 2 }, currentItemId: 'realOrSynthetic' });
    expect(stepBack(items, openForm(items))).toEqual(openForm(items));
  });

  it('holds no answer that the instrument does not offer, whatever is pressed', () => {
    const key = fc.constantFrom(...'0123456789abcdefirsxyz'.split(''));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 30 }), (pressed) => {
        const { answers, currentItemId } = press(...pressed);
        expect([undefined, 1, 2, 3, 4, 5]).toContain(answers['realism']);
        expect([undefined, 1, 2, 3, 4, 5]).toContain(answers['confidence']);
        expect([undefined, 'real', 'synthetic']).toContain(answers['realOrSynthetic']);
        expect(items.map(({ id }) => id)).toContain(currentItemId);
      }),
    );
  });
});

describe('setAnswer', () => {
  it('drops an answer that became empty, so that an optional question stays unanswered', () => {
    const written = setAnswer(openForm(items), 'comment', 'grid artefact');
    expect(written.answers).toEqual({ comment: 'grid artefact' });
    expect(setAnswer(written, 'comment', '  ').answers).toEqual({});
  });

  it('moves the mark only when it really moves', () => {
    const form = openForm(items);
    expect(makeCurrent(form, 'realism')).toBe(form);
    expect(makeCurrent(form, 'comment').currentItemId).toBe('comment');
  });
});
