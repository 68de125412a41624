import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import { type Random, seededRandom, uniformInteger } from '../../src-core/base/random.ts';
import type { Truth } from '../../src-core/study/sealed-truth.ts';
import { draftFilm } from '../../src-core/study/test-study.ts';
import type { AppSession } from '../../src-main/app/session.ts';
import { testReader } from '../../src-main/app/testing/frozen-study.ts';
import { recordReader } from '../../src-main/app/testing/reader-records.ts';
import { openTestApp, TEST_SECRETS, type TestApp } from '../../src-main/app/testing/test-app.ts';
import { TestReader } from '../../src-main/app/testing/test-reader.ts';
import { addPhantoms } from '../../src-main/app/testing/test-study.ts';
import { unsealTruth } from '../../src-main/keys/sealed.ts';
import { blobPath } from '../../src-main/store/blob-store.ts';
import { blobFolder, databasePath } from '../../src-main/store/paths.ts';
import { sha256Hex } from '../../src-main/store/sha256.ts';
import { packageEntries } from './package-entries.ts';
import { exposuresOf, isCase } from './record-case.ts';
import { ARMS, type Exposure, type MemberEntry, type Spoken, type StudyRecording } from './recording.ts';
import { refusedCalls } from './refused-calls.ts';
import { seededIds, seededTokens } from './seeded-ids.ts';

/** A seed whose bytes are found by chance nowhere. */
export const STUDY_SEED = 1_984_331_021;

export interface AttackedStudy {
  readonly test: TestApp;
  readonly studyId: StudyId;
  readonly truth: Truth;
  readonly recording: StudyRecording;
}

type Attacked = Pick<AttackedStudy, 'test' | 'studyId' | 'truth'> & { readonly coordinator: AppSession };

export interface StudyOptions {
  readonly seed: string;
  /** Films of each arm. */
  readonly films: number;
  readonly readers: readonly string[];
  /** How often each timed call is repeated. */
  readonly repeats?: number;
  readonly preset?: string;
}

/** Designs a study in the real app, freezes it, has it read with the readers' own calls, and writes down what crosses. */
export async function attackedStudy(options: StudyOptions): Promise<AttackedStudy> {
  const test = openTestApp({
    random: {
      id: seededIds(`${options.seed}/ids`),
      token: seededTokens(`${options.seed}/tokens`),
      seed: () => STUDY_SEED,
    },
    studyWorkFile: path.join(import.meta.dirname, 'seeded-study-worker.ts'),
  });
  const coordinator = await test.signIn('coordinator', 'Cora');
  const studyId = await frozenStudy(test, coordinator, options);
  const truth = await unsealTruth(
    test.ports.store.studies.sealedTruth(studyId),
    studyId,
    TEST_SECRETS.coordinator,
    sha256Hex,
  );
  const parts: StudyRecording[] = [];
  const attacked = { test, coordinator, studyId, truth };
  for (const name of options.readers) parts.push(await recordedReader(attacked, name, options));
  return {
    test,
    studyId,
    truth,
    recording: {
      exposures: parts.flatMap(({ exposures }) => exposures),
      received: parts.flatMap(({ received }) => received),
      spoken: parts.flatMap(({ spoken }) => spoken),
    },
  };
}

async function frozenStudy(
  test: TestApp,
  coordinator: AppSession,
  { seed, films, readers, preset = 'realism-alignment' }: StudyOptions,
): Promise<StudyId> {
  const phantoms = await addPhantoms(test, films);
  const random = seededRandom(`attack/${seed}/texts`);
  const chosen = [phantoms.real, phantoms.synthetic].flatMap((ids, index) =>
    ids.map((id: FilmId) => draftFilm(id, ARMS[index] ?? '', { text: templateText(random) })),
  );
  const userIds: UserId[] = [];
  for (const name of readers) userIds.push(await testReader(test.ports.store, name));
  const { studyId, draft } = await test.call(coordinator, 'design.create', {
    name: 'Pilot',
    seed: STUDY_SEED,
    preset,
  });
  await test.call(coordinator, 'design.update', {
    studyId,
    name: 'Pilot',
    seed: STUDY_SEED,
    draft: {
      ...draft,
      arms: draft.arms.map((arm, index) => ({ ...arm, id: ARMS[index] ?? arm.id })),
      design:
        draft.design.kind === 'single-film'
          ? draft.design
          : { ...draft.design, compose: { ...draft.design.compose, targetArm: ARMS[1], foilArm: ARMS[0] } },
      films: chosen,
      readers: userIds.map((userId) => ({ userId, profile: null })),
    },
  });
  await test.call(coordinator, 'design.freeze', { studyId, passphrase: TEST_SECRETS.coordinator });
  return studyId;
}

const SIZES = ['Small', 'Moderate', 'Large'];
const SIDES = ['left', 'right', 'bilateral'];
const FINDINGS = ['pleural effusion', 'basal atelectasis', 'consolidation', 'pneumothorax'];
const HEARTS = ['the heart is large', 'heart not enlarged', 'heart at the upper limit'];

/** A text as one template words it for both arms; none is the beginning of another. */
export function templateText(random: Random): string {
  const one = (of: readonly string[]): string => of[uniformInteger(random, of.length)] ?? '';
  return `${one(SIZES)} ${one(SIDES)} ${one(FINDINGS)}, ${one(HEARTS)}.`;
}

async function recordedReader(
  attacked: Attacked,
  name: string,
  { seed, repeats = 1 }: StudyOptions,
): Promise<StudyRecording> {
  const { test, studyId, truth } = attacked;
  const session = await test.signIn('reader', name);
  const readerId = session.person?.id as UserId;
  const recorder = recordReader(test);
  const reader = new TestReader(recorder, session, studyId, seededRandom(`attack/${seed}/${name}`));
  const { entries, spoken } = await packageOf(attacked, readerId);
  const spokenHere = [
    ...spoken,
    ...(await refusedCalls(test, session, studyId, foreignIds(test, truth, readerId))),
  ];
  await reader.resume();
  await reader.goOnUntil(isCase);
  const seen: Omit<Exposure, 'file' | 'databaseOffsets'>[] = [];
  while (isCase(reader.step)) {
    seen.push(...(await exposuresOf(test, session, reader, recorder, repeats, { truth, name, entries })));
    await reader.goOnUntil(isCase);
  }
  const blobs = test.ports.store.studies.filmBlobs(studyId, readerId);
  const database = readFileSync(databasePath(test.folder)).toString('latin1');
  return {
    exposures: seen.map((exposure) => {
      const hash = blobs.get(exposure.readerFilmId as never);
      if (hash === undefined) throw new Error(`The film ${exposure.readerFilmId} has no blob.`);
      const { mtimeNs, ino, size } = statSync(blobPath(blobFolder(test.folder), hash), { bigint: true });
      return {
        ...exposure,
        file: { name: hash, bytes: Number(size), writtenNs: Number(mtimeNs), inode: Number(ino) },
        databaseOffsets: [exposure.readerFilmId, exposure.readerCaseId].map((id) => database.lastIndexOf(id)),
      };
    }),
    received: recorder.received,
    spoken: [...spokenHere, await suggestedName(attacked, session)],
  };
}

/** A film of the library, a case of the coordinator's, and a case and a film of another reader. */
function foreignIds({ ports }: TestApp, { protocol, allocations }: Truth, readerId: UserId): string[] {
  const other = allocations.find((own) => own.readerId !== readerId)?.sessions[0]?.trials[0];
  const of = [
    protocol.cases[0]?.filmId,
    protocol.cases[0]?.caseId,
    other?.readerCaseId,
    other?.films[0]?.readerFilmId,
  ];
  return [...of.flatMap((id) => (id === undefined ? [] : [id])), ports.info.productName];
}

/** The reader's package as another workstation gets it: its directory and its texts. */
async function packageOf(
  { test, coordinator, studyId }: Attacked,
  readerId: UserId,
): Promise<{ readonly entries: readonly MemberEntry[]; readonly spoken: readonly Spoken[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-attack-'));
  test.dialogs.open = [folder];
  const written = await test.call(coordinator, 'packages.write', { studyId, readerIds: [readerId] });
  const [fileName = ''] = (written?.packages ?? []).map((own) => own.fileName);
  const { entries, texts } = await packageEntries(path.join(folder, fileName));
  return {
    entries,
    spoken: [
      ...[...texts].map(([member, text]) => ({ where: `package, ${member}`, text })),
      { where: 'package, names', text: [fileName, ...entries.map((entry) => entry.name)].join('\n') },
    ],
  };
}

/** What the dialog for the reader's own file is opened with. */
async function suggestedName({ test, studyId }: Attacked, session: AppSession): Promise<Spoken> {
  const suggested: string[] = [];
  const { dialogs } = test.ports;
  const { saveFile } = dialogs;
  Object.assign(dialogs, {
    saveFile: async (...given: Parameters<typeof saveFile>) => {
      suggested.push(JSON.stringify(given));
      return null;
    },
  });
  await test.call(session, 'reader.writeReadings', { studyId });
  Object.assign(dialogs, { saveFile });
  return { where: 'dialog', text: suggested.join('\n') };
}
