import { LightboxError } from '../base/errors.ts';
import type { CaseId, ReaderCaseId, ReaderFilmId } from '../base/ids.ts';
import type { AllocatedTrial, ReaderAllocation } from './allocation.ts';
import type { PackageTexts } from './package-format.ts';
import { type Protocol, readingPhases } from './protocol.ts';
import { type ReaderPlan, readerPlan, withAdjudication } from './reader-plan.ts';

/** What one reader is given of a study: the plan, its texts, and which case each film of it is. */
export interface ReaderShare {
  readonly readerId: string;
  readonly plan: ReaderPlan;
  /** Of every case of the plan, where a stage of it shows texts; else empty. */
  readonly texts: PackageTexts;
  /** The coordinator's side: it tells which pixels belong to a film of the plan. */
  readonly films: ReadonlyMap<ReaderFilmId, CaseId>;
}

/**
 * How many phases readers may know of at the beginning: those before the purpose is told, where it is told later;
 * null: all of them.
 */
export function phasesKnownFirst(protocol: Pick<Protocol, 'phases'>): number | null {
  const phases = readingPhases(protocol);
  const told = phases.findIndex(({ purpose }) => purpose === 'informed');
  return told > 0 ? told : null;
}

/**
 * What a reader is given.
 *
 * @param upToPhase as in `readerPlan`.
 * @throws LightboxError NOT_FOUND when the allocation is not of this protocol.
 */
export function readerShare(
  protocol: Protocol,
  allocation: ReaderAllocation,
  upToPhase: number | null,
): ReaderShare {
  return shareOf(protocol, allocation, readerPlan(protocol, allocation, upToPhase));
}

/** As `readerShare`, of all phases and of the adjudications that the allocation holds. */
export function wholeShare(protocol: Protocol, allocation: ReaderAllocation): ReaderShare {
  return shareOf(protocol, allocation, wholePlan(protocol, allocation));
}

/** The plan of all phases, with the adjudications that the allocation holds as its last sessions. */
export function wholePlan(protocol: Protocol, allocation: ReaderAllocation): ReaderPlan {
  const adjudications = protocol.phases.filter((phase) => phase.kind === 'adjudication');
  const held = allocation.sessions.filter(({ phase }) => adjudications.some(({ id }) => id === phase));
  const plan = held.reduce(
    (before, { phase, trials }) => withAdjudication(protocol, before, phase, trials),
    readerPlan(protocol, allocation),
  );
  const isToCome = ({ id, readers }: (typeof adjudications)[number]): boolean =>
    readers.includes(allocation.readerId) && held.every(({ phase }) => phase !== id);
  return { ...plan, morePhases: adjudications.some(isToCome) };
}

function shareOf(
  protocol: Protocol,
  { readerId, sessions }: ReaderAllocation,
  plan: ReaderPlan,
): ReaderShare {
  const allocated = new Map(
    sessions
      .flatMap(({ training, trials }) => [...training, ...trials])
      .map((trial) => [trial.readerCaseId, trial]),
  );
  const trials = plan.sessions
    .flatMap((session) => [...session.training, ...session.trials])
    .map(({ readerCaseId }) => required(allocated.get(readerCaseId), readerCaseId));
  const shows = plan.instrument.stages.some(({ shows: what }) => what === 'film-and-text');
  return {
    readerId,
    plan,
    texts: shows ? textsOf(protocol, trials) : {},
    films: new Map(
      trials.flatMap(({ films }) => films.map(({ readerFilmId, caseId }) => [readerFilmId, caseId])),
    ),
  };
}

/** The films of a set have one text, where texts are shown. */
function textsOf({ cases }: Protocol, trials: readonly AllocatedTrial[]): PackageTexts {
  const textOf = new Map(cases.map(({ caseId, text }) => [caseId, text]));
  return Object.fromEntries(
    trials.map(({ readerCaseId, films }): [ReaderCaseId, string] => [
      readerCaseId,
      required(textOf.get(films[0]?.caseId as CaseId), readerCaseId),
    ]),
  );
}

function required<T>(value: T | undefined, readerCaseId: string): T {
  if (value !== undefined) return value;
  throw new LightboxError('NOT_FOUND', `The order holds no case ${readerCaseId}.`, { readerCaseId });
}
