import type { FilmId, UserId } from '../../../src-core/base/ids.ts';
import { seedSchema } from '../../../src-core/contract/generation-calls.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import type { StudyView } from '../../../src-core/contract/study-calls.ts';

/** A draft as it is being edited. Null seed: the field is empty or holds no number. */
export interface StudyDraft {
  readonly name: string;
  readonly seed: number | null;
  readonly filmIds: readonly FilmId[];
  readonly readerIds: readonly UserId[];
}

export interface ArmChoice {
  readonly films: readonly FilmView[];
  /** Films that may be chosen: all but real ones without a text. */
  readonly eligible: readonly FilmView[];
  readonly chosenCount: number;
}

export function draftOf(study: StudyView): StudyDraft {
  return { name: study.name, seed: study.seed, filmIds: study.filmIds, readerIds: study.readerIds };
}

/** What main can store: a name and a seed of the contract's range. */
export function isStorable(draft: StudyDraft): draft is StudyDraft & { readonly seed: number } {
  return nameIsValid(draft.name) && seedSchema.safeParse(draft.seed).success;
}

export function nameIsValid(name: string): boolean {
  const length = name.trim().length;
  return length > 0 && length <= 120;
}

export function seedIsValid(seed: number | null): boolean {
  return seedSchema.safeParse(seed).success;
}

export function sameDraft(first: StudyDraft, second: StudyDraft): boolean {
  return (
    first.name.trim() === second.name.trim() &&
    first.seed === second.seed &&
    sameList(first.filmIds, second.filmIds) &&
    sameList(first.readerIds, second.readerIds)
  );
}

/** Puts an id in at the end, or takes it out. */
export function withChoice<Id>(ids: readonly Id[], id: Id, chosen: boolean): readonly Id[] {
  const others = ids.filter((other) => other !== id);
  return chosen ? [...others, id] : others;
}

/** Puts in all eligible films of an arm, or takes all of the arm's films out. */
export function withArm(ids: readonly FilmId[], arm: ArmChoice, chosen: boolean): readonly FilmId[] {
  const own = new Set(arm.films.map(({ id }) => id));
  const others = ids.filter((id) => !own.has(id));
  return chosen ? [...others, ...arm.eligible.map(({ id }) => id)] : others;
}

export function armChoice(films: readonly FilmView[], chosen: readonly FilmId[]): ArmChoice {
  const ids = new Set(chosen);
  return {
    films,
    eligible: films.filter(hasText),
    chosenCount: films.filter(({ id }) => ids.has(id)).length,
  };
}

/** The alignment stage shows a film's text, so a film without one cannot be read. */
export function hasText(film: FilmView): boolean {
  return film.text.trim() !== '';
}

/** Chosen films that no arm lists any more, because their decision changed since. */
export function chosenElsewhere(
  chosen: readonly FilmId[],
  arms: readonly (readonly FilmView[])[],
): readonly FilmId[] {
  const listed = new Set(arms.flat().map(({ id }) => id));
  return chosen.filter((id) => !listed.has(id));
}

function sameList<Id>(first: readonly Id[], second: readonly Id[]): boolean {
  return first.length === second.length && first.every((id, index) => id === second[index]);
}
