import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash, CaseId, FilmId, UserId } from '../../src-core/base/ids.ts';
import type { NormalisationPlan } from '../../src-core/imaging/normalise.ts';
import { frozenSeed } from '../../src-core/study/frozen-seed.ts';
import type { ReaderShare } from '../../src-core/study/reader-share.ts';
import type { Film, PlanContent, Study } from '../store/ports.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import { judge } from './design-check.ts';
import { contextOf, type DraftedFilms, draftedFilms, planOf } from './drafted-films.ts';
import { filmPicture } from './film-picture.ts';
import { inOrder } from './in-order.ts';
import { mapInTurns } from './in-turns.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs } from './single-task.ts';

/** The case of a film and where its normalised pixels lie. */
interface FrozenCase {
  readonly filmId: FilmId;
  readonly caseId: CaseId;
  readonly pixels: BlobHash;
}

/** Whose study it is: the passphrase has been found to be theirs. */
export interface Sealer {
  readonly name: string;
  readonly passphrase: string;
  readonly publicKey: string;
}

/**
 * Freezes a draft: every film of all arms passes one normalisation, the protocol is hashed, each reader's order is
 * drawn and checked, truth and orders are sealed, and all of it is stored in one transaction. Cases have random ids
 * and everything is made and stored in the order of these, so that neither places nor times of files tell the arm.
 *
 * @returns the protocol's hash. @throws LightboxError STUDY_INVALID, STUDY_FROZEN, CANCELLED,
 * CONFLICT where the draft or a film changed meanwhile, DISK_FULL; nothing of the attempt then stays
 */
export async function freezeDesign(
  ports: AppPorts,
  coordinator: Sealer,
  study: Study,
  signal: AbortSignal,
): Promise<string> {
  const { passphrase, publicKey } = coordinator;
  const drafted = await draftedFilms(ports, study, signal);
  if (drafted.films.length === 0)
    throw new LightboxError('STUDY_INVALID', 'The study has no film. Choose some.');
  const plan = planOf(drafted);
  await requireNoProblem(ports, drafted, plan, signal);
  const written = new Set<BlobHash>();
  try {
    const cases = await normalisedCases(ports, drafted, plan, written, signal);
    const caseIds = new Map(cases.map(({ filmId, caseId }) => [filmId, caseId]));
    const context = {
      ...(await contextOf(ports, drafted, plan, caseIds, signal)),
      seed: frozenSeed(study.seed, ports.random.token(), ports.sha256),
    };
    const { draft, facts } = drafted;
    const frozen = await ports.studyWork.freeze(
      { draft, facts, context, studyId: study.id, passphrase },
      signal,
    );
    await requireUnchanged(ports, drafted, signal);
    if (signal.aborted) throw cancelled();
    const blobs = new Map(cases.map(({ caseId, pixels }) => [caseId, pixels]));
    ports.store.studies.freezeSealed(
      study.id,
      {
        protocolHash: frozen.protocolHash,
        openView: jsonObjectSchema.parse(frozen.openView),
        sealedTruth: frozen.sealedTruth,
        assignments: frozen.shares.map((share) => ({
          facts: {
            studyId: study.id,
            readerId: share.readerId as UserId,
            studyName: study.name,
            protocolHash: frozen.protocolHash,
            origin: 'here',
            coordinatorKey: publicKey,
          },
          content: planContent(ports, share, blobs),
        })),
      },
      { actor: coordinator.name, reason: 'The design is complete.' },
    );
    return frozen.protocolHash;
  } catch (thrown) {
    ports.store.discardNewBlobs(written);
    throw signal.aborted ? cancelled() : thrown;
  }
}

/** A reader's share as the store takes it. @throws LightboxError INTERNAL for a case without pixels */
export function planContent(
  { random }: Pick<AppPorts, 'random'>,
  { plan, texts, films }: ReaderShare,
  blobs: ReadonlyMap<CaseId, BlobHash>,
): PlanContent {
  return {
    packageId: random.id(),
    plan,
    texts,
    films: new Map(
      [...films].map(([readerFilmId, caseId]) => {
        const pixels = blobs.get(caseId);
        if (pixels === undefined) throw new LightboxError('INTERNAL', 'A film of the plan has no pixels.');
        return [readerFilmId, pixels];
      }),
    ),
  };
}

/** @throws LightboxError STUDY_INVALID with the first of what stands in the way */
async function requireNoProblem(
  ports: AppPorts,
  drafted: DraftedFilms,
  plan: NormalisationPlan,
  signal: AbortSignal,
): Promise<void> {
  const { problems } = (await judge(ports, drafted, plan, signal)).check;
  const [first, ...others] = problems;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new LightboxError('STUDY_INVALID', `${first.message}${more}`, first.details);
}

/** Normalises on several threads and stores in the order of random case ids. `written`: what has been stored so far. */
async function normalisedCases(
  { store, random, normaliser, emit }: AppPorts,
  { films }: DraftedFilms,
  plan: NormalisationPlan,
  written: Set<BlobHash>,
  signal: AbortSignal,
): Promise<readonly FrozenCase[]> {
  const drawn = films
    .map((film) => ({ film, caseId: random.id() as CaseId }))
    .sort((first, second) => (first.caseId < second.caseId ? -1 : 1));
  const begun = performance.now();
  const cases: FrozenCase[] = [];
  const normalise = async ({ film, caseId }: { film: Film; caseId: CaseId }) => {
    if (signal.aborted) throw cancelled();
    return {
      filmId: film.id,
      caseId,
      bytes: await normaliser.normalise({ film: await filmPicture(store.blobs, film), plan }),
    };
  };
  for await (const { filmId, caseId, bytes } of inOrder(drawn, normaliser.atOnce, normalise)) {
    if (signal.aborted) throw cancelled();
    const pixels = await store.blobs.put(bytes);
    written.add(pixels);
    cases.push({ filmId, caseId, pixels });
    emit('design.progress', {
      done: cases.length,
      total: drawn.length,
      remainingMs: remainingMs(performance.now() - begun, cases.length, drawn.length),
    });
  }
  return cases;
}

/** The films were normalised in many turns: what is frozen must still be what the draft and the library say. */
async function requireUnchanged(
  { store }: AppPorts,
  { study, films }: DraftedFilms,
  signal: AbortSignal,
): Promise<void> {
  const sameFilms = await mapInTurns(
    films,
    (film) => {
      const { text, decision } = store.films.get(film.id);
      return text === film.text && decision === film.decision;
    },
    signal,
  );
  const now = store.studies.get(study.id);
  const same =
    now.state === 'draft' &&
    now.name === study.name &&
    now.seed === study.seed &&
    canonicalJson(now.protocol) === canonicalJson(study.protocol);
  if (same && !sameFilms.includes(false)) return;
  throw new LightboxError(
    'CONFLICT',
    `The study "${study.name}" or one of its films changed while it was being frozen. Look at it and freeze again.`,
  );
}

function cancelled(): LightboxError {
  return new LightboxError('CANCELLED', 'The freeze was cancelled; nothing of it stays.');
}
