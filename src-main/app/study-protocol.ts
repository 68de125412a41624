import type { CaseId, FilmId } from '../../src-core/base/ids.ts';
import { describeNormalisation, type NormalisationPlan } from '../../src-core/imaging/normalise.ts';
import type { ProtocolCase, ProtocolInput } from '../../src-core/study/protocol.ts';
import { defaultRules } from '../../src-core/study/protocol-defaults.ts';
import type { Film, FilmFilter, Study } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

/** The arms that this version's studies have, and which films of the library an arm is taken from. */
const ARMS = {
  real: { kind: 'real' },
  synthetic: { kind: 'synthetic', edited: false },
  edited: { kind: 'synthetic', edited: true },
} as const satisfies Record<string, FilmFilter>;
export type StudyArm = keyof typeof ARMS;

export function armOf(film: Film): StudyArm {
  if (film.kind === 'real') return 'real';
  return film.edit === null ? 'synthetic' : 'edited';
}

/** A film as a case of a study of single films. */
export interface StudyCase {
  readonly caseId: CaseId;
  readonly film: Film;
}

/** The protocol of a draft: single films in one session with the default instrument, arms by kind of film. */
export function protocolOf(
  ports: AppPorts,
  study: Study,
  cases: readonly StudyCase[],
  plan: NormalisationPlan,
): ProtocolInput {
  const { store, info } = ports;
  const arms = (Object.keys(ARMS) as StudyArm[]).filter((arm) =>
    cases.some(({ film }) => armOf(film) === arm),
  );
  return {
    ...defaultRules(),
    name: study.name,
    seed: study.seed,
    design: { kind: 'single-film' },
    arms: arms.map((id) => ({
      id,
      kind: id,
      model: null,
      selection: {
        rule: 'curated',
        statement: 'Films chosen by the coordinator; every keep and reject is in the log of decisions.',
      },
      flow: flowOf(ports, id, cases),
    })),
    cases: cases.map((entry) => caseOf(ports, entry)),
    clusters: { patients: 'declared', prompts: 'declared' },
    readers: store.studies
      .readers(study.id)
      .map((id) => ({ id, name: store.users.get(id).name, profile: null })),
    unblinding: 'any-time',
    normalisation: describeNormalisation(plan),
    createdWith: { product: info.productName, version: info.version },
  };
}

/** Films of the arm in the library; every film that is not rejected and needs no decision counts as kept. */
function flowOf({ store }: AppPorts, arm: StudyArm, cases: readonly StudyCase[]) {
  const count = (filter: FilmFilter): number =>
    store.films.list({ ...ARMS[arm], ...filter }, { limit: 1, offset: 0 }).total;
  const [generated, rejected] = [count({}), count({ decision: 'reject' })];
  return {
    generated,
    rejected,
    kept: arm === 'real' ? generated - rejected : count({ decision: 'keep' }),
    used: cases.filter(({ film }) => armOf(film) === arm).length,
  };
}

function caseOf(ports: AppPorts, { caseId, film }: StudyCase): ProtocolCase {
  const edit = film.kind === 'synthetic' ? film.edit : null;
  return {
    caseId,
    filmId: film.id,
    arm: armOf(film),
    role: 'reading',
    patient: patientOf(ports, edit?.originFilmId ?? film.id),
    prompt: film.kind === 'synthetic' ? film.text.trim().slice(0, 200) || null : null,
    finding: null,
    view: null,
    derivedFrom: edit?.originFilmId ?? null,
    text: film.text,
    textFrom: null,
    textControl: { kind: 'matched' },
    expected: null,
    feedback: null,
  };
}

function patientOf({ store }: AppPorts, filmId: FilmId): string | null {
  const film = store.films.get(filmId);
  return film.kind === 'real' ? film.patientKey : null;
}
