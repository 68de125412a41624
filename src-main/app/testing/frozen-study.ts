/** Studies frozen for tests straight into the store: what is sealed, and each reader's share of it. */
import { randomUUID } from 'node:crypto';
import type {
  BlobHash,
  CaseId,
  ReaderCaseId,
  ReaderFilmId,
  StudyId,
  UserId,
} from '../../../src-core/base/ids.ts';
import { seededRandom } from '../../../src-core/base/random.ts';
import { allocateReader, type ReaderAllocation } from '../../../src-core/study/allocation.ts';
import { openViewOf } from '../../../src-core/study/open-view.ts';
import type { PackageTexts } from '../../../src-core/study/package-format.ts';
import type { Protocol, ProtocolInput } from '../../../src-core/study/protocol.ts';
import { freezeProtocol } from '../../../src-core/study/protocol-freeze.ts';
import { type ReaderPlan, readerPlan } from '../../../src-core/study/reader-plan.ts';
import type { Truth } from '../../../src-core/study/sealed-truth.ts';
import { unitsOf } from '../../../src-core/study/units.ts';
import { hashPin } from '../../keys/passphrase.ts';
import { sealTruth } from '../../keys/sealed.ts';
import { createSigningKey, type SigningKey, signingKeyFrom } from '../../keys/signing.ts';
import type { PlanContent, Store } from '../../store/ports.ts';
import { jsonObjectSchema } from '../../store/schemas.ts';
import { sha256Hex } from '../../store/sha256.ts';
import type { AppSession } from '../session.ts';
import { TEST_SECRETS, type TestApp } from './test-app.ts';

export interface FrozenStudy {
  readonly studyId: StudyId;
  /** The protocol with the readers' ids of this store, and what each reader is shown. */
  readonly truth: Truth;
  readonly protocolHash: string;
  readonly readers: readonly { readonly id: UserId; readonly name: string }[];
  readonly coordinatorKey: SigningKey;
  readonly films: ReadonlyMap<CaseId, BlobHash>;
}

/**
 * Freezes a protocol as it stands: its readers become accounts of this store with the PIN of tests, its films noise that is a
 * function of the case's id, one blob each. Nothing is normalised and no film lies in the library.
 *
 * @param upToPhase the last phase that readers are given; null: all. @param pixelsOf other films than noise.
 */
export async function freezeForTest(
  store: Store,
  input: ProtocolInput,
  upToPhase: number | null = null,
  pixelsOf: typeof testPixels = testPixels,
): Promise<FrozenStudy> {
  const readers: { id: UserId; name: string }[] = [];
  for (const { name } of input.readers) readers.push({ id: await testReader(store, name), name });
  const owned = {
    ...input,
    readers: input.readers.map((own, index) => ({ ...own, id: readers[index]?.id ?? '' })),
  };
  const { protocol, content, hash } = freezeProtocol(owned, sha256Hex);
  const truth: Truth = {
    protocol,
    allocations: protocol.readers.map(({ id }) => allocateReader(protocol, id, randomUUID)),
  };
  const coordinatorKey = createSigningKey();
  const films = await storeFilms(store, protocol, pixelsOf);
  const { id: studyId } = store.studies.createDraft({
    name: protocol.name,
    protocol: {},
    seed: protocol.seed,
  });
  const sealed = { studyId, protocolHash: hash, protocolContent: content, allocations: truth.allocations };
  const facts = { studyId, studyName: protocol.name, protocolHash: hash, origin: 'here' as const };
  store.studies.freezeSealed(
    studyId,
    {
      protocolHash: hash,
      openView: jsonObjectSchema.parse(openViewOf(protocol)),
      sealedTruth: await sealTruth(sealed, TEST_SECRETS.coordinator),
      assignments: readers.map(({ id }, index) => ({
        facts: { ...facts, readerId: id, coordinatorKey: coordinatorKey.publicKey },
        content: shareOf(protocol, truth.allocations[index], films, upToPhase),
      })),
    },
    { actor: 'Coordinator', reason: 'frozen for a test' },
  );
  return { studyId, truth, protocolHash: hash, readers, coordinatorKey, films };
}

let pinHash: Promise<string> | undefined;

/** The reader of that name, with the PIN of tests where there is no other. */
export async function testReader(store: Store, name: string): Promise<UserId> {
  const { id } = store.users.findOrAdd('reader', name);
  if (store.users.secret(id) === null) {
    // Argon2id takes its time: once for each process is enough.
    pinHash ??= hashPin(TEST_SECRETS.reader);
    const { privateKey, publicKey } = createSigningKey();
    const signingKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    store.users.setSecret(id, { kind: 'pin', pinHash: await pinHash, signingKey, publicKey });
  }
  return id;
}

/** A session of a reader without the PIN, whose check takes a third of a second. */
export function sessionOf(test: Pick<TestApp, 'app' | 'ports'>, readerId: UserId): AppSession {
  const { id, name } = test.ports.store.users.get(readerId);
  const secret = test.ports.store.users.secret(id);
  if (secret?.kind !== 'pin') throw new Error(`${name} has no PIN.`);
  const session = test.app.newSession();
  session.signIn({ id, name, role: 'reader' }, signingKeyFrom(Buffer.from(secret.signingKey, 'base64')));
  return session;
}

/** Grey values of a film for tests, a function of its case's id. */
export function testPixels(caseId: CaseId, sizePx: number): Uint8Array {
  const random = seededRandom(`test-film/${caseId}`);
  return Uint8Array.from({ length: sizePx * sizePx }, () => random.nextUint32() % 256);
}

async function storeFilms(
  store: Store,
  { cases, normalisation }: Protocol,
  pixelsOf: typeof testPixels,
): Promise<Map<CaseId, BlobHash>> {
  const films = new Map<CaseId, BlobHash>();
  for (const { caseId } of cases)
    films.set(caseId, await store.blobs.put(pixelsOf(caseId, normalisation.matrixSizePx)));
  return films;
}

/** What one reader is given of a frozen protocol. */
export function shareOf(
  protocol: Protocol,
  allocation: ReaderAllocation | undefined,
  films: ReadonlyMap<CaseId, BlobHash>,
  upToPhase: number | null,
): PlanContent {
  if (allocation === undefined) throw new Error('The reader has no allocation.');
  const plan = readerPlan(protocol, allocation, upToPhase);
  const planned = new Set(casesOf(plan));
  const trials = allocation.sessions
    .flatMap((session) => [...session.training, ...session.trials])
    .filter(({ readerCaseId }) => planned.has(readerCaseId));
  return {
    packageId: randomUUID(),
    plan,
    texts: plan.instrument.stages.some(({ shows }) => shows === 'film-and-text')
      ? textsOf(protocol, trials)
      : {},
    films: new Map(
      trials.flatMap((trial) =>
        trial.films.map(({ readerFilmId, caseId }): [ReaderFilmId, BlobHash] => [
          readerFilmId,
          films.get(caseId) ?? ('' as BlobHash),
        ]),
      ),
    ),
  };
}

function textsOf(
  protocol: Protocol,
  trials: readonly { readonly readerCaseId: ReaderCaseId; readonly unitId: string }[],
): PackageTexts {
  const targets = new Map(unitsOf(protocol).map(({ id, cases }) => [id, cases[0]]));
  const texts = new Map(protocol.cases.map(({ caseId, text }) => [caseId, text]));
  const textOf = (unitId: string): string => {
    const target = targets.get(unitId);
    return (target === undefined ? null : texts.get(target)) ?? '';
  };
  return Object.fromEntries(trials.map(({ readerCaseId, unitId }) => [readerCaseId, textOf(unitId)]));
}

const casesOf = ({ sessions }: ReaderPlan): ReaderCaseId[] =>
  sessions.flatMap(({ training, trials }) =>
    [...training, ...trials].map(({ readerCaseId }) => readerCaseId),
  );
