import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { CaseId, UserId } from '../../src-core/base/ids.ts';
import type { FreezeCheck } from '../../src-core/contract/study-calls.ts';
import {
  describeNormalisation,
  type NormalisationPlan,
  planNormalisation,
} from '../../src-core/imaging/normalise.ts';
import { allocateReader } from '../../src-core/study/allocation.ts';
import { checkAllocation } from '../../src-core/study/allocation-check.ts';
import type { Protocol } from '../../src-core/study/protocol.ts';
import { findProtocolProblems, freezeProtocol, readProtocol } from '../../src-core/study/protocol-freeze.ts';
import type { Allocation, Film, Study, TruthCase } from '../store/ports.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import { filmPicture } from './film-picture.ts';
import { freezeWarnings, lineageProblem, type PatientOf } from './freeze-warnings.ts';
import type { AppPorts } from './ports.ts';
import type { ReaderView } from './reader-session.ts';
import { filmIdsOf } from './study-films.ts';
import { armOf, protocolOf } from './study-protocol.ts';

/** What stands in the way of freezing a draft, and what its coordinator should know before. */
export function checkFreeze(ports: AppPorts, study: Study): FreezeCheck {
  const films = filmIdsOf(ports, study).map((id) => ports.store.films.get(id));
  const problems = freezeProblems(films, ports.store.studies.readers(study.id).length);
  if (films.length === 0) return { problems, warnings: [], matrixSizePx: null, codec: 'none' };
  try {
    const plan = planOf(films);
    const { matrixSizePx, codec } = describeNormalisation(plan);
    if (problems.length === 0) problems.push(...designProblems(ports, study, films, plan));
    return { problems, warnings: freezeWarnings(films, plan, patientsOf(ports.store)), matrixSizePx, codec };
  } catch (thrown) {
    problems.push(toLightboxError(thrown).message);
    return { problems, warnings: [], matrixSizePx: null, codec: 'none' };
  }
}

/** An edit of a real film stays a film of its patient. */
function patientsOf({ films }: AppPorts['store']): PatientOf {
  return (film) => {
    const originId = film.kind === 'synthetic' ? (film.edit?.originFilmId ?? null) : film.id;
    const origin = originId === null ? null : films.get(originId);
    return origin?.kind === 'real' ? origin.patientKey : null;
  };
}

/**
 * Freezes a draft: every film of both arms passes one normalisation, the protocol is hashed, each reader gets an
 * order and random case ids, and all of it is stored in one transaction.
 * @throws LightboxError STUDY_INVALID, STUDY_FROZEN, CONFLICT where the draft or a film changed meanwhile, DISK_FULL
 */
export async function freezeStudy(ports: AppPorts, study: Study, actor: string): Promise<Study> {
  const { store, random } = ports;
  if (study.state !== 'draft')
    throw new LightboxError('STUDY_FROZEN', `The study "${study.name}" is frozen already.`);
  const films = filmIdsOf(ports, study).map((id) => store.films.get(id));
  const [problem] = freezeProblems(films, store.studies.readers(study.id).length);
  if (problem !== undefined) throw new LightboxError('STUDY_INVALID', problem);
  const plan = planOf(films);
  const [conflict] = designProblems(ports, study, films, plan);
  if (conflict !== undefined) throw new LightboxError('STUDY_INVALID', conflict);
  const cases = await normalisedCases(ports, films, plan);
  requireUnchanged(ports, study, films);
  const studyCases = cases.map(({ caseId, filmId }) => ({ caseId, film: store.films.get(filmId) }));
  const frozen = freezeProtocol(protocolOf(ports, study, studyCases, plan), ports.sha256);
  const readerView: ReaderView = { matrixSizePx: plan.matrixSizePx, instrument: frozen.protocol.instrument };
  const allocations = allocationsOf(frozen.protocol, random.id);
  return store.studies.freeze(
    study.id,
    {
      protocol: jsonObjectSchema.parse(frozen.protocol),
      protocolHash: frozen.hash,
      readerView: jsonObjectSchema.parse(readerView),
      cases,
      allocations,
    },
    { actor, reason: 'The design is complete.' },
  );
}

/**
 * Every reader's order, checked against all that the protocol promises.
 * @throws LightboxError INTERNAL where a promise is not kept
 */
function allocationsOf(protocol: Protocol, newId: () => string): Allocation[] {
  const orders = protocol.readers.map(({ id }) => allocateReader(protocol, id, newId));
  const [fault] = checkAllocation(protocol, orders);
  if (fault !== undefined) throw new LightboxError('INTERNAL', `The order breaks the protocol: ${fault}`);
  return orders.flatMap(({ readerId, sessions }) =>
    sessions
      .flatMap(({ trials }) => trials)
      .flatMap(({ readerCaseId, films: [film] }, position) =>
        film === undefined
          ? []
          : [{ readerId: readerId as UserId, position, caseId: film.caseId, readerCaseId }],
      ),
  );
}

/** What the rules of a study say against this choice of films, before any film is normalised. */
function designProblems(
  ports: AppPorts,
  study: Study,
  films: readonly Film[],
  plan: NormalisationPlan,
): string[] {
  const cases = films.map((film) => ({ caseId: film.id as string as CaseId, film }));
  const protocol = readProtocol(protocolOf(ports, study, cases, plan));
  return findProtocolProblems(protocol).map(({ message }) => message);
}

/** The films were normalised in many turns: what is frozen must still be what the draft and the library say. */
function requireUnchanged({ store }: AppPorts, study: Study, films: readonly Film[]): void {
  const now = store.studies.get(study.id);
  const same =
    now.name === study.name &&
    now.seed === study.seed &&
    canonicalJson(now.protocol) === canonicalJson(study.protocol) &&
    films.every((film) => {
      const { text, decision } = store.films.get(film.id);
      return text === film.text && decision === film.decision;
    });
  if (same) return;
  throw new LightboxError(
    'CONFLICT',
    `The study "${study.name}" or one of its films changed while it was being frozen. Look at it and freeze again.`,
  );
}

function freezeProblems(films: readonly Film[], readers: number): string[] {
  const missing = (['real', 'synthetic'] as const).filter((kind) =>
    films.every((film) => film.kind !== kind),
  );
  const textless = films.filter((film) => film.text.trim() === '').length;
  const rejected = films.filter((film) => film.decision === 'reject').length;
  const undecided = films.filter((film) => film.kind === 'synthetic' && film.decision === 'undecided').length;
  return [
    ...missing.map((arm) => `There is no ${arm} film. Choose at least one.`),
    ...(textless > 0
      ? [`${textless} film(s) have no text to judge alignment by. Write it in the library.`]
      : []),
    ...(rejected > 0
      ? [`${rejected} film(s) have been rejected. Take them out, or keep them in the library.`]
      : []),
    ...(undecided > 0
      ? [`${undecided} synthetic film(s) are neither kept nor rejected. Decide in the library.`]
      : []),
    ...lineageProblem(films),
    ...(readers === 0 ? ['There is no reader. Choose at least one.'] : []),
  ];
}

function planOf(films: readonly Film[]): NormalisationPlan {
  return planNormalisation(
    films.map((film) => ({
      width: film.width,
      height: film.height,
      lossy: film.kind === 'real' && film.lossy,
    })),
  );
}

async function normalisedCases(
  ports: AppPorts,
  films: readonly Film[],
  plan: NormalisationPlan,
): Promise<readonly TruthCase[]> {
  const { store, random, emit, normaliser } = ports;
  const cases: TruthCase[] = [];
  for (const film of films) {
    const normalised = await normaliser.normalise({ film: await filmPicture(store.blobs, film), plan });
    cases.push({
      caseId: random.id() as CaseId,
      filmId: film.id,
      arm: armOf(film),
      text: film.text,
      pixelsBlob: await store.blobs.put(normalised),
    });
    emit('studies.freezeProgress', { done: cases.length, total: films.length });
  }
  return cases;
}
