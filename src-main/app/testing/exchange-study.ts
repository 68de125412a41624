/** A frozen study whose readers read by events, for tests of what goes out and comes back. */
import type { BlobHash, ReaderCaseId, ReaderFilmId, StudyId, UserId } from '../../../src-core/base/ids.ts';
import type { PackageTexts } from '../../../src-core/study/package-format.ts';
import { plannedFilms, plannedTrials, type ReaderPlan } from '../../../src-core/study/reader-plan.ts';
import { replaySession } from '../../../src-core/study/session.ts';
import type { SessionEvent } from '../../../src-core/study/session-events.ts';
import { nextStep } from '../../../src-core/study/session-steps.ts';
import { signedCompletion } from '../../../src-core/study/signed-completion.ts';
import { eventFor, FULL_PLAN, secondsIn } from '../../../src-core/study/test-session.ts';
import { testFilm } from '../../files/archive/test-archives.ts';
import type { SigningKey } from '../../keys/signing.ts';
import type { PlanContent, Store } from '../../store/ports.ts';
import { factsOf, sealedTruthOf } from '../../store/testing/sealed-study.ts';

/** The first of the two phases of `FULL_PLAN`, in which no text is shown. */
export const FIRST_PHASE: ReaderPlan = {
  ...FULL_PLAN,
  instrument: {
    ...FULL_PLAN.instrument,
    stages: FULL_PLAN.instrument.stages.slice(0, 1),
    items: FULL_PLAN.instrument.items.filter(({ stage }) => stage === FULL_PLAN.phases[0]?.stages[0]),
  },
  phases: FULL_PLAN.phases.slice(0, 1),
  sessions: FULL_PLAN.sessions.slice(0, 2),
  morePhases: true,
};

async function shareOf(store: Store, packageId: string, plan: ReaderPlan): Promise<PlanContent> {
  const films = new Map<ReaderFilmId, BlobHash>();
  for (const film of plannedFilms(plan)) films.set(film, await store.blobs.put(testFilm(film, plan)));
  const shown = plan.phases.length > 1 ? plannedTrials(plan) : [];
  const texts: PackageTexts = Object.fromEntries(
    shown.map(({ readerCaseId }): [ReaderCaseId, string] => [readerCaseId, `Text of ${readerCaseId}.`]),
  );
  return { packageId, plan, texts, films };
}

/** Freezes a study of two readers that is signed with `key`. */
export async function freezeForExchange(
  store: Store,
  { publicKey: coordinatorKey }: SigningKey,
  plan: ReaderPlan = FIRST_PHASE,
): Promise<{ readonly studyId: StudyId; readonly readers: readonly [UserId, UserId] }> {
  const readers = ['Ada', 'Ben'].map((name) => store.users.findOrAdd('reader', name).id);
  const { id } = store.studies.createDraft({ name: 'Pilot', protocol: {}, seed: 1 });
  const assignments: { facts: ReturnType<typeof factsOf>; content: PlanContent }[] = [];
  for (const readerId of readers) {
    const facts = { ...factsOf(id, readerId), coordinatorKey };
    assignments.push({ facts, content: await shareOf(store, `frozen-${readerId}`, plan) });
  }
  const sealedTruth = sealedTruthOf(id);
  store.studies.freezeSealed(
    id,
    { protocolHash: sealedTruth.protocolHash, openView: {}, sealedTruth, assignments },
    { actor: 'Cora', reason: 'pilot' },
  );
  const [ada, ben] = readers;
  if (ada === undefined || ben === undefined) throw new Error('The study has two readers.');
  return { studyId: id, readers: [ada, ben] };
}

/** Adds the second phase to a reader's plan, with the texts that it shows. */
export async function releaseSecondPhase(store: Store, studyId: StudyId, readerId: UserId): Promise<void> {
  store.assignments.addPlan(studyId, readerId, await shareOf(store, `released-${readerId}`, FULL_PLAN));
}

/**
 * Does what is due, one event after the other, `steps` times or until nothing is; a washout passes at once.
 * @returns events appended
 */
export function readOn(
  store: Store,
  studyId: StudyId,
  readerId: UserId,
  key: SigningKey,
  steps = 1000,
  answersOf: (event: SessionEvent) => SessionEvent = (event) => event,
): number {
  const { plan, protocolHash } = store.assignments.get(studyId, readerId);
  const reader = { studyId, readerId, publicKey: key.publicKey };
  let appended = 0;
  let second = store.events.count(studyId, readerId) * 10 + 1;
  while (appended < steps) {
    const rows = store.events.rows(studyId, readerId);
    const state = replaySession(plan, store.events.events(studyId, readerId));
    const due = nextStep(plan, state, 'run-1', secondsIn(second));
    if (due.kind === 'wait') {
      second += 24 * 60 * 60;
      continue;
    }
    const event = eventFor(due, 'run-1', secondsIn(second), `${readerId}-${rows.length}`);
    if (event === null) break;
    store.events.append(reader, [answersOf(signedBy(event))], rows.length);
    appended += 1;
    second += 10;

    function signedBy(given: SessionEvent): SessionEvent {
      if (given.type !== 'signed') return given;
      const { statement, at } = given;
      const header = { studyId, protocolHash, readerId };
      const text = signedCompletion({
        header,
        length: rows.length,
        head: rows.at(-1)?.hash ?? '',
        statement,
        at,
      });
      return { ...given, publicKey: key.publicKey, signature: key.sign(text) };
    }
  }
  return appended;
}
