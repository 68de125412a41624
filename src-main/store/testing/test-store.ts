/** A store in a temporary folder with a clock and ids that a test can foresee. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  BlobHash,
  CaseId,
  ReaderCaseId,
  StudyId,
  SubmissionId,
  UserId,
} from '../../../src-core/base/ids.ts';
import { openStore } from '../open-store.ts';
import type { DriverName, Film, JobRequest, NewReading, NewRealFilm, Store } from '../ports.ts';

export const DRIVERS: readonly DriverName[] = ['better-sqlite3', 'libsql'];

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lightbox-store-'));
}

export interface TestStore {
  readonly folder: string;
  readonly store: Store;
  /** The present instant; one second passes at every reading of the clock. */
  nowMs: number;
  reopen(): void;
  dispose(): void;
}

export function openTestStore(driver: DriverName): TestStore {
  const folder = temporaryFolder();
  let serial = 0;
  const open = (): Store =>
    openStore({
      folder,
      driver,
      clock: () => {
        test.nowMs += 1000;
        return new Date(test.nowMs);
      },
      randomId: () => {
        serial += 1;
        return `id-${String(serial).padStart(4, '0')}`;
      },
    });
  const test: TestStore = {
    folder,
    nowMs: Date.parse('2026-11-23T08:00:00.000Z'),
    get store() {
      current ??= open();
      return current;
    },
    reopen() {
      test.store.close();
      current = undefined;
    },
    dispose() {
      current?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  let current: Store | undefined = open();
  return test;
}

export const REQUEST: JobRequest = {
  modelId: 'cxr-demo' as JobRequest['modelId'],
  prompt: 'Big right-sided pleural effusion',
  negativePrompt: '',
  count: 4,
  seed: 7,
  steps: 25,
  guidanceScale: 4,
  scheduler: 'dpmpp-2m',
  provider: 'cpu',
  guidanceRescale: 0,
  eta: 0,
  edit: null,
  fixed: null,
  pairLabel: null,
};

/** A well-formed address that stands for some blob. */
export function blobNamed(digit: string): BlobHash {
  return digit.repeat(64).slice(0, 64) as BlobHash;
}

export function realFilm(over: Partial<NewRealFilm> = {}): NewRealFilm {
  return {
    pixelsBlob: blobNamed('a'),
    width: 64,
    height: 64,
    bits: 16,
    displayBlob: null,
    text: 'No finding.',
    sourceName: 'film-1.png',
    sourceSha256: 'b'.repeat(64),
    sourceFrame: 0,
    sourceKind: 'png',
    patientKey: 'a1b2',
    label: 'No Finding',
    importBatch: 'batch-1',
    lossy: false,
    pixelSpacingMm: 0.143,
    warnings: [],
    notes: [],
    ...over,
  };
}

export interface FrozenStudy {
  readonly studyId: StudyId;
  readonly readers: readonly UserId[];
  readonly films: readonly Film[];
  readonly readerCaseId: (reader: number, position: number) => ReaderCaseId;
}

/** A frozen study of real films, each read by each reader; the pixels of case n are four bytes of n modulo 2. */
export async function freezeStudy(
  store: Store,
  cases = 2,
  readerNames = ['Ada', 'Ben'],
): Promise<FrozenStudy> {
  const readers = readerNames.map((name) => store.users.findOrAdd('reader', name).id);
  const even = await store.blobs.put(new Uint8Array(4).fill(0));
  const odd = await store.blobs.put(new Uint8Array(4).fill(1));
  const films = store.transaction(() =>
    Array.from({ length: cases }, (_value, index): Film => {
      const source = { sourceSha256: blobNamed(`${index}f`), sourceName: `secret-${index}.png` };
      const pixelsBlob = index % 2 === 0 ? even : odd;
      return store.films.addReal(realFilm({ pixelsBlob, text: `secret report ${index}`, ...source })).film;
    }),
  );
  const { id } = store.studies.createDraft({ name: 'Pilot', protocol: { draft: true }, seed: 11 });
  store.studies.setReaders(id, readers);
  const readerCaseId = (reader: number, position: number) => `opaque-${reader}-${position}` as ReaderCaseId;
  const caseId = (index: number) => `case-${index}` as CaseId;
  store.studies.freeze(
    id,
    {
      protocol: { arms: ['real', 'synthetic'] },
      protocolHash: 'f'.repeat(64),
      readerView: { matrixSizePx: 2 },
      cases: films.map((film, index) => ({
        caseId: caseId(index),
        filmId: film.id,
        arm: 'truth-real',
        text: `shown text ${index}`,
        pixelsBlob: film.pixelsBlob,
      })),
      allocations: readers.flatMap((readerId, reader) =>
        films.map((_film, position) => ({
          readerCaseId: readerCaseId(reader, position),
          readerId,
          position,
          caseId: caseId(position),
        })),
      ),
    },
    { actor: 'Coordinator', reason: 'pilot' },
  );
  return { studyId: id, readers, films, readerCaseId };
}

export function readingOf(
  readerId: UserId,
  readerCaseId: ReaderCaseId,
  over: Partial<NewReading> = {},
): NewReading {
  const stage = over.stage ?? 'realism';
  return {
    submissionId: `${readerCaseId}-${stage}` as SubmissionId,
    readerId,
    readerCaseId,
    stage,
    answers: stage === 'realism' ? { realism: 4, origin: 'real', confidence: 3 } : { alignment: 5 },
    sessionId: 'session-1',
    openedAt: '2026-11-23T08:00:00.000Z',
    readingTimeMs: 4200,
    ...over,
  };
}

/** The code of the LightboxError that `work` throws; undefined when it returns. */
export async function codeOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return typeof thrown === 'object' && thrown !== null && 'code' in thrown
      ? String(thrown.code)
      : 'no code';
  }
}
