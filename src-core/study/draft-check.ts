import { LightboxError } from '../base/errors.ts';
import type { FilmId } from '../base/ids.ts';
import { selectFilms } from './choose-cases.ts';
import type { DraftArm, DraftFilm, DraftFilmFacts, StudyDraft } from './draft.ts';
import { type DraftContext, protocolOfDraft } from './draft-protocol.ts';
import { type Protocol, readingPhases } from './protocol.ts';
import { findProtocolProblems, readProtocol } from './protocol-freeze.ts';
import { about, problem, type TopicalProblem } from './protocol-problem.ts';
import { type SummarySection, summariseProtocol } from './protocol-summary.ts';
import { type TextSource, wordingWarnings } from './wording-check.ts';

/** What the library knows of a film, and what its coordinator has decided about it. */
export interface CheckedFilmFacts extends DraftFilmFacts {
  readonly decision: 'undecided' | 'keep' | 'reject';
}

export interface CheckContext extends DraftContext {
  /** The films kept in the library that an arm could take, by arm. */
  readonly kept: ReadonlyMap<string, readonly FilmId[]>;
  /** The films that texts are said to be of, where the library has them. */
  readonly textSources: ReadonlyMap<FilmId, TextSource>;
}

export interface DraftCheck {
  /** What keeps the draft from being frozen. */
  readonly problems: readonly TopicalProblem[];
  /** What its coordinator should know before. */
  readonly warnings: readonly string[];
  /** Empty while the draft is no protocol. */
  readonly summary: readonly SummarySection[];
  /** Cases that are read for the analysis, and sessions of each reader. */
  readonly cases: number;
  readonly sessions: number;
}

/**
 * Judges a draft as the freeze will.
 *
 * @param facts of every film of the draft.
 * @throws LightboxError NOT_FOUND as `protocolOfDraft`.
 */
export function checkDraft(
  draft: StudyDraft,
  facts: ReadonlyMap<FilmId, CheckedFilmFacts>,
  context: CheckContext,
): DraftCheck {
  const problems = draftProblems(draft, facts, context);
  try {
    const { protocol: input, unused } = protocolOfDraft(draft, facts, context);
    const protocol = readProtocol(input);
    return {
      problems: [...problems, ...findProtocolProblems(protocol)],
      warnings: [...unusedWarning(unused.length), ...wordingWarnings(protocol, context.textSources)],
      summary: summariseProtocol(protocol, 'draft'),
      cases: protocol.cases.filter(({ role }) => role === 'reading').length,
      sessions: readingPhases(protocol).reduce((sum, { sessions }) => sum + sessions, 0),
    };
  } catch (thrown) {
    if (!(thrown instanceof LightboxError) || thrown.code !== 'STUDY_INVALID') throw thrown;
    const told = problems.length > 0 ? [] : about('design', [problem(thrown.message)]);
    return { problems: [...problems, ...told], warnings: [], summary: [], cases: 0, sessions: 0 };
  }
}

/** What is wrong with a draft before it is a protocol: films that are not there yet, or of another kind than their arm. */
export function draftProblems(
  draft: StudyDraft,
  facts: ReadonlyMap<FilmId, CheckedFilmFacts>,
  { kept }: Pick<CheckContext, 'kept'>,
): TopicalProblem[] {
  if (draft.films.length === 0) return about('films', [problem('The study has no film. Choose some.')]);
  return about('films', [
    ...draft.arms.flatMap((arm) => {
      const films = draft.films.filter((film) => film.arm === arm.id);
      return [...kindProblems(arm, films, facts), ...selectionProblem(arm, films, kept.get(arm.id) ?? [])];
    }),
    ...decisionProblems(draft, facts),
  ]);
}

/** What an arm's kind asks of its films, in words, and how they are told. */
const KIND_RULES: Readonly<
  Record<
    Protocol['arms'][number]['kind'],
    { readonly asks: string; readonly fits: (facts: DraftFilmFacts) => boolean }
  >
> = {
  real: { asks: 'a real film', fits: ({ kind }) => kind === 'real' },
  'follow-up': { asks: 'a real film', fits: ({ kind }) => kind === 'real' },
  synthetic: {
    asks: 'a film drawn from a prompt alone',
    fits: ({ kind, derivedFrom }) => kind === 'synthetic' && derivedFrom === null,
  },
  edited: {
    asks: 'an edit of another film',
    fits: ({ kind, derivedFrom }) => kind === 'synthetic' && derivedFrom !== null,
  },
  autoencoded: {
    asks: 'a real film passed through the autoencoder',
    fits: ({ kind, derivedFrom }) => kind === 'synthetic' && derivedFrom !== null,
  },
};

function kindProblems(
  { id, kind }: DraftArm,
  films: readonly DraftFilm[],
  facts: ReadonlyMap<FilmId, DraftFilmFacts>,
) {
  const { asks, fits } = KIND_RULES[kind];
  return films.flatMap(({ filmId }) => {
    const known = facts.get(filmId);
    if (known === undefined || fits(known)) return [];
    return problem(`The film ${filmId} stands in the arm "${id}" (${kind}), but is not ${asks}.`, {
      filmId,
      arm: id,
    });
  });
}

/** A draw that is promised must be the one that the promise gives. */
function selectionProblem({ id, selection }: DraftArm, films: readonly DraftFilm[], kept: readonly FilmId[]) {
  if (selection.rule !== 'random' || selection.count > kept.length) return [];
  const drawn = selectFilms(kept, selection.count, selection.seed);
  const chosen = films.map(({ filmId }) => filmId).sort();
  if (drawn.join('\n') === chosen.join('\n')) return [];
  return [
    problem(
      `The arm "${id}" is said to hold ${selection.count} films drawn at random with the seed ${selection.seed} from the ${kept.length} that were kept, but holds others. Draw them, or state another rule of selection.`,
      { arm: id },
    ),
  ];
}

function decisionProblems({ films }: StudyDraft, facts: ReadonlyMap<FilmId, CheckedFilmFacts>) {
  return films.flatMap(({ filmId }) => {
    const { kind, decision } = facts.get(filmId) ?? {};
    if (decision === 'reject') {
      return problem(`The film ${filmId} has been rejected. Take it out, or keep it in the library.`, {
        filmId,
      });
    }
    if (kind === 'synthetic' && decision === 'undecided') {
      return problem(`The film ${filmId} is neither kept nor rejected. Decide in the library.`, { filmId });
    }
    return [];
  });
}

function unusedWarning(count: number): string[] {
  return count === 0
    ? []
    : [
        `${count} film(s) find no partners of their role, finding and view for a set and are left out of the study.`,
      ];
}
