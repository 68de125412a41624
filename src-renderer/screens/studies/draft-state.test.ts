import { describe, expect, it } from 'vitest';
import type { FilmId, UserId } from '../../../src-core/base/ids.ts';
import { filmForTest } from '../../ui/testing/film.ts';
import { armChoice, chosenElsewhere, isStorable, sameDraft, withArm, withChoice } from './draft-state.ts';

const film = (id: string, text = 'Edema.') => filmForTest(id, { text });
const ids = (...names: readonly string[]) => names.map((name) => name as FilmId);

describe('choosing films', () => {
  const real = [film('r1'), film('r2', '  '), film('r3')];

  it('takes all of an arm but films without a text, and leaves the other arm alone', () => {
    const chosen = ids('s1');
    expect(withArm(chosen, armChoice(real, chosen), true)).toEqual(ids('s1', 'r1', 'r3'));
  });

  it('takes all of an arm out, also films whose text went missing', () => {
    const chosen = ids('s1', 'r2', 'r3');
    expect(withArm(chosen, armChoice(real, chosen), false)).toEqual(ids('s1'));
  });

  it('counts what is chosen of an arm', () => {
    expect(armChoice(real, ids('r1', 'r2', 's9')).chosenCount).toBe(2);
  });

  it('never chooses twice', () => {
    expect(withChoice(ids('a', 'b'), 'a' as FilmId, true)).toEqual(ids('b', 'a'));
    expect(withChoice(ids('a', 'b'), 'a' as FilmId, false)).toEqual(ids('b'));
  });

  it('finds chosen films that no arm lists any more', () => {
    expect(chosenElsewhere(ids('r1', 'gone', 's1'), [real, [film('s1')]])).toEqual(ids('gone'));
  });
});

describe('a draft', () => {
  const draft = { name: 'Pilot', seed: 1, filmIds: ids('a'), readerIds: ['u' as UserId] };

  it('can be stored with a name and a seed of 32 bits', () => {
    expect(isStorable(draft)).toBe(true);
    expect(isStorable({ ...draft, name: '  ' })).toBe(false);
    expect(isStorable({ ...draft, seed: null })).toBe(false);
    expect(isStorable({ ...draft, seed: 2 ** 32 })).toBe(false);
  });

  it('is the same with blanks around its name, and another with other films', () => {
    expect(sameDraft(draft, { ...draft, name: ' Pilot ' })).toBe(true);
    expect(sameDraft(draft, { ...draft, filmIds: ids('a', 'b') })).toBe(false);
    expect(sameDraft(draft, { ...draft, readerIds: [] })).toBe(false);
  });
});
