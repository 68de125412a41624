/** A store in a temporary folder with a clock and ids that a test can foresee. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobHash } from '../../../src-core/base/ids.ts';
import { openStore } from '../open-store.ts';
import type { DriverName, JobRequest, NewRealFilm, Store } from '../ports.ts';

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
