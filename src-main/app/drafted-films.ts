import type { CaseId, FilmId } from '../../src-core/base/ids.ts';
import {
  describeNormalisation,
  type NormalisationPlan,
  planNormalisation,
} from '../../src-core/imaging/normalise.ts';
import type { DraftArm, StudyDraft } from '../../src-core/study/draft.ts';
import type { CheckContext, CheckedFilmFacts } from '../../src-core/study/draft-check.ts';
import type { Film, Study } from '../store/ports.ts';
import { draftOf } from './design-drafts.ts';
import { filmFacts } from './film-facts.ts';
import { mapInTurns } from './in-turns.ts';
import type { AppPorts } from './ports.ts';

const PAGE = 100;

/** A draft with its films as the library has them now. */
export interface DraftedFilms {
  readonly study: Study;
  readonly draft: StudyDraft;
  /** In the draft's order. */
  readonly films: readonly Film[];
  readonly facts: ReadonlyMap<FilmId, CheckedFilmFacts>;
}

/** @throws LightboxError STUDY_INVALID for a draft of an earlier build, CANCELLED */
export async function draftedFilms(
  ports: AppPorts,
  study: Study,
  signal?: AbortSignal,
): Promise<DraftedFilms> {
  const draft = draftOf(study);
  const entries = await mapInTurns(
    draft.films,
    ({ filmId }) => {
      const film = ports.store.films.get(filmId);
      return { film, facts: filmFacts(ports, film) };
    },
    signal,
  );
  return {
    study,
    draft,
    films: entries.map(({ film }) => film),
    facts: new Map(entries.map(({ facts }) => [facts.filmId, facts])),
  };
}

/** The chain that the films of a draft will pass. @throws LightboxError BAD_INPUT as `planNormalisation` */
export function planOf({ draft: { normalisation }, films }: DraftedFilms): NormalisationPlan {
  return planNormalisation(
    films.map((film) => ({
      width: film.width,
      height: film.height,
      lossy: film.kind === 'real' && film.lossy,
    })),
    normalisation,
  );
}

/** What a draft's protocol says beside the draft. @throws LightboxError CANCELLED */
export async function contextOf(
  ports: AppPorts,
  { study, draft, facts }: DraftedFilms,
  plan: NormalisationPlan,
  caseIds: ReadonlyMap<FilmId, CaseId>,
  signal?: AbortSignal,
): Promise<CheckContext> {
  const { info, store } = ports;
  const library = await libraryFacts(ports, signal);
  const arms = draft.arms.map((arm) => {
    const own = library.filter((film) => couldTake(arm, modelOf(draft, arm, facts), film));
    const rejected = own.filter(({ decision }) => decision === 'reject');
    const kept = own.filter(({ kind, decision }) =>
      kind === 'real' ? decision !== 'reject' : decision === 'keep',
    );
    return { id: arm.id, own, rejected, kept: kept.map(({ filmId }) => filmId) };
  });
  const named = new Set(draft.films.flatMap(({ textFrom }) => textFrom ?? []));
  return {
    name: study.name,
    seed: study.seed,
    caseIds,
    readerNames: new Map(draft.readers.map(({ userId }) => [userId, store.users.get(userId).name])),
    flows: new Map(
      arms.map(({ id, own, rejected, kept }) => [
        id,
        { generated: own.length, rejected: rejected.length, kept: kept.length },
      ]),
    ),
    kept: new Map(arms.map(({ id, kept }) => [id, kept])),
    textSources: new Map(
      library
        .filter(({ filmId }) => named.has(filmId))
        .map(({ filmId, kind, text }) => [filmId, { kind, text }]),
    ),
    normalisation: describeNormalisation(plan),
    createdWith: { product: info.productName, version: info.version },
  };
}

async function libraryFacts(ports: AppPorts, signal?: AbortSignal): Promise<CheckedFilmFacts[]> {
  const facts: CheckedFilmFacts[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { films, total } = ports.store.films.list({}, { limit: PAGE, offset });
    facts.push(...(await mapInTurns(films, (film) => filmFacts(ports, film), signal)));
    if (offset + films.length >= total || films.length === 0) return facts;
  }
}

/** The name of an arm's model: the one that is stated, or the one that drew all of its films; null: several. */
function modelOf(
  { films }: StudyDraft,
  { id, model }: DraftArm,
  facts: ReadonlyMap<FilmId, CheckedFilmFacts>,
): string | null {
  if (model !== null) return model.name;
  const names = new Set(
    films.filter(({ arm }) => arm === id).map(({ filmId }) => facts.get(filmId)?.modelName ?? null),
  );
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

/** Whether a film of the library counts in an arm's flow. */
function couldTake({ kind }: DraftArm, model: string | null, film: CheckedFilmFacts): boolean {
  if (kind === 'real' || kind === 'follow-up') return film.kind === 'real';
  const isEdit = film.derivedFrom !== null;
  return (
    film.kind === 'synthetic' &&
    isEdit === (kind !== 'synthetic') &&
    (model === null || film.modelName === model)
  );
}
