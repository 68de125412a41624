import { describe, expect, it } from 'vitest';
import type { FilmId } from '../../../src-core/base/ids.ts';
import { modelForTest } from '../../ui/testing/model.ts';
import { planEdit, startDraft, strengthWord, withModel } from './edit-draft.ts';

const FILM = 'film-1' as FilmId;
const DRAWN = { scheduler: 'ddim', provider: 'cpu' } as const;
const draft = withModel(startDraft('No finding.'), modelForTest());

describe('an edit as it stands in the form', () => {
  it('begins with the film’s text and the model’s own values, and names film, strength and mask', () => {
    const planned = planEdit(draft, FILM, 'a'.repeat(64), DRAWN);
    expect(planned).toMatchObject({
      ok: true,
      request: {
        prompt: 'No finding.',
        steps: 25,
        guidanceScale: 3,
        seed: null,
        ...DRAWN,
        edit: { sourceFilmId: FILM, strength: 0.5, maskId: 'a'.repeat(64) },
      },
    });
  });

  it('names every field that is not right', () => {
    const planned = planEdit({ ...draft, prompt: ' ', steps: 0, count: null }, FILM, null, DRAWN);
    expect(planned.ok ? [] : [...planned.invalid]).toEqual(['prompt', 'count', 'steps']);
  });

  it('says a strength in words', () => {
    expect([0.05, 0.3, 0.5, 0.7, 0.9].map(strengthWord)).toEqual(['most', 'most', 'much', 'some', 'little']);
  });
});
