import { groupBy } from '../../../../src-core/base/collections.ts';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { FilmCandidate } from '../../../../src-core/contract/design-calls.ts';
import { selectFilms } from '../../../../src-core/study/choose-cases.ts';
import type { DraftArm, DraftFilm, StudyDraft } from '../../../../src-core/study/draft.ts';
import type { ArmKind, CaseRole } from '../../../../src-core/study/protocol.ts';

export type CandidateKind = 'real' | 'synthetic' | 'edited';

/** What a film is: real, made by a model, or a real or synthetic one that a model has edited. */
export function candidateKind({ kind, edited }: Pick<FilmCandidate, 'kind' | 'edited'>): CandidateKind {
  return edited ? 'edited' : kind;
}

/** Later stages show a film's text, so a film without one cannot be read. */
export const hasText = ({ text }: Pick<FilmCandidate, 'text'>): boolean => text.trim() !== '';

/** Films that may be ticked: those with a text; of generated ones those that were kept. */
export function isEligible(film: FilmCandidate): boolean {
  return hasText(film) && (film.kind === 'real' || film.decision === 'keep');
}

export interface CandidateFilter {
  readonly search: string;
  readonly kind: CandidateKind | 'all';
  /** Null: any finding. */
  readonly finding: string | null;
  readonly chosen: 'all' | 'chosen' | 'not-chosen';
}

export const ALL_CANDIDATES: CandidateFilter = { search: '', kind: 'all', finding: null, chosen: 'all' };

/** The films that a filter lets through, in their order; the search looks at text, model and patient. */
export function filterCandidates(
  candidates: readonly FilmCandidate[],
  filter: CandidateFilter,
  chosen: ReadonlySet<FilmId>,
): FilmCandidate[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return candidates.filter((film) => {
    if (filter.kind !== 'all' && candidateKind(film) !== filter.kind) return false;
    if (filter.finding !== null && film.finding !== filter.finding) return false;
    if (filter.chosen !== 'all' && chosen.has(film.filmId) !== (filter.chosen === 'chosen')) return false;
    const said = `${film.text} ${film.modelName ?? ''} ${film.patient ?? ''}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

const CURATED: DraftArm['selection'] = {
  rule: 'curated',
  statement: 'Chosen by the coordinator among the films kept.',
};

/** Statements that stand until the coordinator writes another one. */
export const SELECTION_STATEMENTS: Readonly<Record<DraftArm['selection']['rule'], string>> = {
  all: 'All films that were kept.',
  random: 'A simple random sample of the films that were kept.',
  curated: CURATED.statement,
};

/** The kinds of arm that films of a kind can be of, the likeliest first. */
const ARM_KINDS_OF: Readonly<Record<CandidateKind, readonly ArmKind[]>> = {
  real: ['real', 'follow-up'],
  synthetic: ['synthetic'],
  edited: ['edited', 'autoencoded'],
};

/** The arm that a film goes to by itself: of its kind, and of its model where there is an arm for that. */
export function armFor(arms: readonly DraftArm[], film: FilmCandidate): DraftArm | null {
  for (const kind of ARM_KINDS_OF[candidateKind(film)]) {
    const fitting = arms.filter((arm) => arm.kind === kind);
    const arm =
      fitting.find(({ model }) => model !== null && model.name === film.modelName) ??
      fitting.find(({ model }) => model === null);
    if (arm !== undefined) return arm;
  }
  return null;
}

/** A new arm of a kind, with a name of its own: `synthetic`, `synthetic-2` ... */
export function newArm(arms: readonly DraftArm[], kind: ArmKind, model: string | null = null): DraftArm {
  return {
    id: freeId(
      arms.map(({ id }) => id),
      kind,
    ),
    kind,
    model: model === null ? null : { name: model, sha256: null },
    selection: CURATED,
  };
}

export function freeId(taken: readonly string[], wanted: string): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

/** A film as it first comes into a study: read for the analysis, with its proposed finding and view. */
function newFilm({ filmId, finding, view }: FilmCandidate, arm: string): DraftFilm {
  return {
    filmId,
    arm,
    role: 'reading',
    finding,
    view,
    text: null,
    textFrom: null,
    textControl: { kind: 'matched' },
    expected: null,
    feedback: null,
  };
}

/**
 * Puts films into the study, each into the arm of its kind (which is made where there is none), or takes them out.
 * Arms stay when they become empty: the check names them.
 */
export function withChosen(draft: StudyDraft, films: readonly FilmCandidate[], chosen: boolean): StudyDraft {
  if (!chosen) {
    const out = new Set(films.map(({ filmId }) => filmId));
    return { ...draft, films: draft.films.filter(({ filmId }) => !out.has(filmId)) };
  }
  const known = new Set(draft.films.map(({ filmId }) => filmId));
  const arms = [...draft.arms];
  const added = films
    .filter(({ filmId }) => !known.has(filmId))
    .map((film) => {
      const found = armFor(arms, film);
      const arm = found ?? newArm(arms, candidateKind(film));
      if (found === null) arms.push(arm);
      return newFilm(film, arm.id);
    });
  return { ...draft, arms, films: [...draft.films, ...added] };
}

/** Takes out what cannot be read any more: films that the library does not offer. */
export function chosenElsewhere(draft: StudyDraft, candidates: readonly FilmCandidate[]): FilmId[] {
  const offered = new Set(candidates.map(({ filmId }) => filmId));
  return draft.films.flatMap(({ filmId }) => (offered.has(filmId) ? [] : [filmId]));
}

export interface ArmCount {
  readonly arm: DraftArm;
  readonly roles: Readonly<Record<CaseRole, number>>;
  /** Films of the library that fit the arm, chosen or not. */
  readonly offered: number;
}

/** For each arm, what it holds and what it could hold. */
export function armCounts(draft: StudyDraft, candidates: readonly FilmCandidate[]): ArmCount[] {
  const byArm = groupBy(draft.films, ({ arm }) => arm);
  return draft.arms.map((arm) => {
    const own = byArm.get(arm.id) ?? [];
    const count = (role: CaseRole): number => own.filter((film) => film.role === role).length;
    return {
      arm,
      roles: {
        reading: count('reading'),
        training: count('training'),
        calibration: count('calibration'),
        attention: count('attention'),
      },
      offered: poolOf(draft, arm, candidates).length,
    };
  });
}

/** Films that an arm can be drawn from: eligible, of its kind and model, and in no other arm. */
export function poolOf(
  draft: StudyDraft,
  arm: DraftArm,
  candidates: readonly FilmCandidate[],
): FilmCandidate[] {
  const armOf = new Map(draft.films.map((film) => [film.filmId, film.arm]));
  return candidates.filter((film) => {
    const held = armOf.get(film.filmId);
    if (held !== undefined) return held === arm.id;
    if (!isEligible(film) || !ARM_KINDS_OF[candidateKind(film)].includes(arm.kind)) return false;
    return arm.model === null || arm.model.name === film.modelName;
  });
}

/**
 * Fills an arm by its rule: all films that fit it, or a random draw that `selectFilms` repeats. Films of the arm that
 * train, calibrate or check keep their place and are not drawn. @throws LightboxError BAD_INPUT for too few films.
 */
export function filledByRule(
  draft: StudyDraft,
  arm: DraftArm,
  candidates: readonly FilmCandidate[],
): StudyDraft {
  const special = new Set(
    draft.films.filter((film) => film.arm === arm.id && film.role !== 'reading').map(({ filmId }) => filmId),
  );
  const pool = poolOf(draft, arm, candidates).filter(({ filmId }) => !special.has(filmId));
  const ids = pool.map(({ filmId }) => filmId);
  const wanted = new Set(
    arm.selection.rule === 'random'
      ? selectFilms(ids, Math.max(0, arm.selection.count - special.size), arm.selection.seed)
      : ids,
  );
  const kept = draft.films.filter(
    (film) => film.arm !== arm.id || special.has(film.filmId) || wanted.has(film.filmId),
  );
  const held = new Set(kept.map(({ filmId }) => filmId));
  const added = pool
    .filter(({ filmId }) => wanted.has(filmId) && !held.has(filmId))
    .map((film) => newFilm(film, arm.id));
  return { ...draft, films: [...kept, ...added] };
}

/** Changes an arm; films follow a new name, and so do the arms that sets are composed of. */
export function withArm(draft: StudyDraft, id: string, part: Partial<DraftArm>): StudyDraft {
  const renamed = part.id ?? id;
  const follow = (arm: string): string => (arm === id ? renamed : arm);
  return {
    ...draft,
    arms: draft.arms.map((arm) => (arm.id === id ? { ...arm, ...part } : arm)),
    films: draft.films.map((film) => (film.arm === id ? { ...film, arm: renamed } : film)),
    design:
      draft.design.kind === 'single-film'
        ? draft.design
        : {
            ...draft.design,
            compose: {
              ...draft.design.compose,
              targetArm: follow(draft.design.compose.targetArm),
              foilArm: follow(draft.design.compose.foilArm),
            },
          },
  };
}

/** Takes an arm out with its films. */
export function withoutArm(draft: StudyDraft, id: string): StudyDraft {
  return {
    ...draft,
    arms: draft.arms.filter((arm) => arm.id !== id),
    films: draft.films.filter((film) => film.arm !== id),
  };
}

/** One change for several films; a film read for the analysis holds no answers or feedback, and no check a wrong text. */
export function withFilms(
  draft: StudyDraft,
  ids: ReadonlySet<FilmId>,
  part: Partial<Pick<DraftFilm, 'arm' | 'role' | 'finding' | 'view'>>,
): StudyDraft {
  return {
    ...draft,
    films: draft.films.map((film) => {
      if (!ids.has(film.filmId)) return film;
      const changed = { ...film, ...part };
      if (changed.role === film.role) return changed;
      return {
        ...changed,
        expected: changed.role === 'reading' || changed.role === 'calibration' ? null : changed.expected,
        feedback: changed.role === 'training' ? changed.feedback : null,
        ...(changed.role === 'reading' ? {} : { text: null, textControl: { kind: 'matched' as const } }),
      };
    }),
  };
}

/** Films read that share a patient, or (generated ones) a text that they were drawn from, with an earlier one. */
export function sharedFilms(
  draft: StudyDraft,
  candidates: readonly FilmCandidate[],
): { readonly patients: readonly FilmId[]; readonly prompts: readonly FilmId[] } {
  const known = new Map(candidates.map((film) => [film.filmId, film]));
  const read = draft.films.flatMap(({ filmId }) => known.get(filmId) ?? []);
  const later = (keyOf: (film: FilmCandidate) => string | null): FilmId[] =>
    [...groupBy(read, keyOf)].flatMap(([key, films]) =>
      key === null ? [] : films.slice(1).map(({ filmId }) => filmId),
    );
  return {
    patients: later(({ patient }) => patient),
    prompts: later((film) => (candidateKind(film) === 'synthetic' ? film.text.trim() : null)),
  };
}
