import { groupBy } from '../base/collections.ts';
import { LightboxError } from '../base/errors.ts';
import type { CaseId, FilmId } from '../base/ids.ts';
import { fnv1a64 } from '../base/random.ts';
import { type ComposedSets, composeSets } from './choose-cases.ts';
import type { DraftArm, DraftFilm, DraftFilmFacts, StudyDraft } from './draft.ts';
import { PROTOCOL_FORMAT_VERSION, type Protocol, type ProtocolCase, type ProtocolInput } from './protocol.ts';
import { filmsAtOnce } from './units.ts';

type Flow = Omit<Protocol['arms'][number]['flow'], 'used'>;

/** What a protocol says that neither the draft nor its films do. */
export interface DraftContext {
  readonly name: string;
  readonly seed: number;
  /** Of every film: at the freeze drawn at random, so that they carry nothing. */
  readonly caseIds: ReadonlyMap<FilmId, CaseId>;
  /** By user id. */
  readonly readerNames: ReadonlyMap<string, string>;
  /** Films generated (imported), rejected and kept, by arm. */
  readonly flows: ReadonlyMap<string, Flow>;
  readonly normalisation: Protocol['normalisation'];
  readonly createdWith: Protocol['createdWith'];
}

export interface DraftedProtocol {
  /** Cases sorted by their ids, whatever the draft's order was; of sets, those films that found partners. */
  readonly protocol: ProtocolInput;
  /** Films that found no partners for a set of their role, finding and view. */
  readonly unused: readonly FilmId[];
}

/**
 * Makes the protocol of a draft. It may still have conflicts: `findProtocolProblems` says which.
 *
 * @param facts of every film of the draft.
 * @throws LightboxError NOT_FOUND for a film without facts or case id, a reader without a name or an arm without
 * counts; STUDY_INVALID where no set can be composed.
 */
export function protocolOfDraft(
  draft: StudyDraft,
  facts: ReadonlyMap<FilmId, DraftFilmFacts>,
  context: DraftContext,
): DraftedProtocol {
  const all = draft.films
    .map((film) => caseOf(film, known(facts, film.filmId, 'film'), context))
    .sort((first, second) => (first.caseId < second.caseId ? -1 : 1));
  const { design, unused } = designOf(draft, all);
  const left = new Set(unused);
  const cases = all.filter(({ caseId }) => !left.has(caseId));
  const filmsOf = groupBy(cases, ({ arm }) => arm);
  return {
    protocol: {
      ...draft.rules,
      formatVersion: PROTOCOL_FORMAT_VERSION,
      name: context.name,
      seed: context.seed,
      design,
      arms: draft.arms.map((arm) => {
        const own = filmsOf.get(arm.id) ?? [];
        return {
          ...arm,
          model: arm.model ?? commonModel(arm, own, facts),
          flow: { ...known(context.flows, arm.id, 'count for the arm'), used: own.length },
        };
      }),
      cases,
      readers: draft.readers.map(({ userId, profile }) => ({
        id: userId,
        name: known(context.readerNames, userId, 'reader'),
        profile,
      })),
      normalisation: context.normalisation,
      createdWith: context.createdWith,
    },
    unused: all.filter(({ caseId }) => left.has(caseId)).map(({ filmId }) => filmId),
  };
}

function caseOf(film: DraftFilm, facts: DraftFilmFacts, { caseIds }: DraftContext): ProtocolCase {
  const { filmId, arm, role, finding, view, text, textFrom, textControl, expected, feedback } = film;
  return {
    caseId: known(caseIds, filmId, 'case id of the film'),
    filmId,
    arm,
    role,
    patient: clusterKey(facts.patient),
    prompt: clusterKey(facts.prompt),
    finding,
    view,
    derivedFrom: facts.derivedFrom,
    text: text ?? facts.text,
    textFrom,
    textControl,
    expected,
    feedback,
  };
}

const KEY_CHARACTERS = 200;

/** A key of at most 200 characters: of a longer text its beginning and a hash of the whole. */
function clusterKey(text: string | null): string | null {
  const key = text?.trim() ?? '';
  if (key === '') return null;
  if (key.length <= KEY_CHARACTERS) return key;
  const hash = fnv1a64(key).toString(16).padStart(16, '0');
  return `${key.slice(0, KEY_CHARACTERS - hash.length - 2)} #${hash}`;
}

function designOf(
  { design }: StudyDraft,
  cases: readonly ProtocolCase[],
): { design: ProtocolInput['design']; unused: ComposedSets['unused'] } {
  if (design.kind === 'single-film') return { design, unused: [] };
  const { targetArm, foilArm, seed } = design.compose;
  const films = filmsAtOnce({ design });
  const isMember = ({ arm }: ProtocolCase): boolean => arm === targetArm || arm === foilArm;
  const members = cases.filter(isMember);
  const strangers = cases.filter((entry) => !isMember(entry)).map(({ caseId }) => caseId);
  const { sets, unused } = composeSets(members, films, ({ arm }) => arm === targetArm, seed);
  if (sets.length === 0) {
    throw new LightboxError(
      'STUDY_INVALID',
      `No set can be composed: each needs one film of the arm "${targetArm}" and ${films - 1} of the arm "${foilArm}" with the same role, finding and view.`,
      { targetArm, foilArm },
    );
  }
  const composed = design.kind === 'pair' ? { kind: design.kind, sets } : { kind: design.kind, films, sets };
  return { design: composed, unused: [...strangers, ...unused] };
}

/** The model of a made arm, where all its films are of one. */
function commonModel(
  { kind }: DraftArm,
  cases: readonly ProtocolCase[],
  facts: ReadonlyMap<FilmId, DraftFilmFacts>,
): DraftArm['model'] {
  if (kind === 'real' || kind === 'follow-up') return null;
  const [first, ...others] = cases.map(({ filmId }) => known(facts, filmId, 'film'));
  const same = (other: DraftFilmFacts): boolean =>
    other.modelName === first?.modelName && other.modelSha256 === first.modelSha256;
  if (first === undefined || first.modelName === null || !others.every(same)) return null;
  return { name: first.modelName, sha256: first.modelSha256 };
}

function known<K extends string, V>(values: ReadonlyMap<K, V>, key: K, what: string): V {
  const value = values.get(key);
  if (value === undefined) {
    throw new LightboxError('NOT_FOUND', `There is no ${what} ${key}.`, { id: key });
  }
  return value;
}
