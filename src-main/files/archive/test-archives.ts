import { createHash } from 'node:crypto';
import type { ReaderCaseId, ReaderFilmId } from '../../../src-core/base/ids.ts';
import type { ChainRow, Sha256Hex } from '../../../src-core/study/audit-chain.ts';
import type { ReaderPlan } from '../../../src-core/study/reader-plan.ts';
import { chainStart, eventRow } from '../../../src-core/study/readings-format.ts';
import { FULL_PLAN, randomHistory } from '../../../src-core/study/test-session.ts';
import type { PackageContent, ReadingsContent, Signer } from './study-file.ts';

/** Small packages and readings for tests. */

export const testSha256: Sha256Hex = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const PROTOCOL_HASH = testSha256('protocol');
const AT = '2026-11-24T12:00:00.000Z';
const WITH = { product: 'Roentgen Lightbox', version: '0.1.0' };

/** One case and one training case, two films of 16 x 16 pixels, the texts of both. */
export const SMALL_PLAN: ReaderPlan = {
  ...FULL_PLAN,
  matrixSizePx: 16,
  sessions: FULL_PLAN.sessions
    .slice(0, 1)
    .map((session) => ({ ...session, trials: session.trials.slice(0, 1) })),
};

export function testFilm(id: ReaderFilmId, plan: ReaderPlan = SMALL_PLAN): Uint8Array {
  const start = id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2);
  return Uint8Array.from({ length: plan.matrixSizePx ** 2 }, (_, index) => (start + index) % 256);
}

export function packageContent(plan: ReaderPlan = SMALL_PLAN): PackageContent {
  const trials = plan.sessions.flatMap(({ training, trials: own }) => [...training, ...own]);
  return {
    about: {
      packageId: 'package-1',
      studyId: 'study-1',
      protocolHash: PROTOCOL_HASH,
      reader: { id: 'reader-a', name: 'Ada' },
      createdAt: AT,
      createdWith: WITH,
    },
    plan,
    texts: Object.fromEntries(
      trials.map(({ readerCaseId }): [ReaderCaseId, string] => [readerCaseId, 'Ödem.']),
    ),
    film: async (id) => testFilm(id, plan),
  };
}

/** What a reader did in `events` random steps of the whole test plan. */
export function readingsContent({ publicKey }: Signer, events: number): ReadingsContent {
  const start = chainStart(testSha256, {
    type: 'readings',
    formatVersion: 1,
    studyId: 'study-1',
    protocolHash: PROTOCOL_HASH,
    readerId: 'reader-a',
    publicKey,
  });
  const rows: [ChainRow, ...ChainRow[]] = [start];
  for (const event of randomHistory(FULL_PLAN, 4, events)) {
    rows.push(eventRow(testSha256, rows.at(-1) ?? start, event));
  }
  return {
    about: {
      studyId: 'study-1',
      protocolHash: PROTOCOL_HASH,
      readerId: 'reader-a',
      packageId: 'package-1',
      writtenAt: AT,
      writtenWith: WITH,
    },
    rows,
  };
}
