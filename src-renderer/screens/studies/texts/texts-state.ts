import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { FilmCandidate } from '../../../../src-core/contract/design-calls.ts';
import { MISMATCHES, type Mismatch } from '../../../../src-core/prompt/mismatched-text.ts';
import type { DraftFilm, StudyDraft } from '../../../../src-core/study/draft.ts';
import {
  type ProposedTextControls,
  proposeTextControls,
  type TextControlWishes,
} from '../../../../src-core/study/text-controls.ts';
import { withFilm } from '../design/design-state.ts';

/** How a text is wrong on purpose. */
export const CONTROL_KINDS = MISMATCHES;
export type ControlKind = Mismatch;

type MismatchedFilm = DraftFilm & { readonly textControl: { readonly kind: 'mismatched' } };

/** Films whose text is wrong on purpose, in the draft's order. */
export function mismatchedFilms({ films }: Pick<StudyDraft, 'films'>): MismatchedFilm[] {
  return films.filter((film): film is MismatchedFilm => film.textControl.kind === 'mismatched');
}

/** How many texts of each arm are wrong in each way. */
export function controlCounts(draft: StudyDraft): {
  readonly arm: string;
  readonly counts: Readonly<Record<ControlKind, number>>;
}[] {
  const wrong = mismatchedFilms(draft);
  return draft.arms.map(({ id }) => {
    const count = (how: ControlKind): number =>
      wrong.filter(({ arm, textControl }) => arm === id && textControl.how === how).length;
    return {
      arm: id,
      counts: {
        'wrong-side': count('wrong-side'),
        'wrong-finding': count('wrong-finding'),
        negated: count('negated'),
      },
    };
  });
}

/** Gives a film a text that is wrong on purpose, remembering the one that fits. */
export function withControl(
  draft: StudyDraft,
  filmId: FilmId,
  how: ControlKind,
  text: string,
  originalText: string,
): StudyDraft {
  return withFilm(draft, filmId, { text, textControl: { kind: 'mismatched', how, originalText } });
}

/** Gives films their own texts back. */
export function withoutControls(draft: StudyDraft, ids: ReadonlySet<FilmId>): StudyDraft {
  return {
    ...draft,
    films: draft.films.map((film) =>
      ids.has(film.filmId) ? { ...film, text: null, textControl: { kind: 'matched' } } : film,
    ),
  };
}

/** Made films that do not say whose text they were made from. */
export function withoutSource(draft: StudyDraft): DraftFilm[] {
  const made = new Set(draft.arms.filter(({ kind }) => kind === 'synthetic').map(({ id }) => id));
  return draft.films.filter(({ arm, textFrom }) => made.has(arm) && textFrom === null);
}

/** Names for made films the real film of the library whose text is theirs to the letter, where there is one. */
export function withFoundSources(draft: StudyDraft, candidates: readonly FilmCandidate[]): StudyDraft {
  const own = new Map(candidates.map(({ filmId, text }) => [filmId, text.trim()]));
  const real = new Map<string, FilmId>();
  for (const { kind, text, filmId } of candidates) {
    if (kind === 'real' && text.trim() !== '' && !real.has(text.trim())) real.set(text.trim(), filmId);
  }
  const open = new Set(withoutSource(draft).map(({ filmId }) => filmId));
  return {
    ...draft,
    films: draft.films.map((film) => {
      const source = real.get(own.get(film.filmId) ?? '');
      return source === undefined || !open.has(film.filmId) ? film : { ...film, textFrom: source };
    }),
  };
}

/**
 * A draft with texts that are wrong on purpose, as many of each kind in every arm. What was wrong before is given back
 * first.
 */
export function proposedControls(
  draft: StudyDraft,
  candidates: readonly FilmCandidate[],
  wishes: TextControlWishes,
): { readonly draft: StudyDraft; readonly short: ProposedTextControls['short'] } {
  const texts = new Map(candidates.map(({ filmId, text }) => [filmId, text]));
  const matched = withoutControls(draft, new Set(mismatchedFilms(draft).map(({ filmId }) => filmId)));
  const films = matched.films.map((film) => ({ ...film, text: film.text ?? texts.get(film.filmId) ?? '' }));
  const { controls, short } = proposeTextControls(films, wishes);
  const proposed = new Map(controls.map((control) => [control.filmId, control]));
  return {
    draft: { ...matched, films: matched.films.map((film) => ({ ...film, ...proposed.get(film.filmId) })) },
    short,
  };
}
