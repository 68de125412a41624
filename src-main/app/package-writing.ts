import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import type { CallOutput } from '../../src-core/contract/contract.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import { isOfCoordinator } from '../../src-core/study/merge-readings.ts';
import { textsOfPlan } from '../../src-core/study/package-format.ts';
import { plannedFilms } from '../../src-core/study/reader-plan.ts';
import { readChain } from '../../src-core/study/readings-format.ts';
import { requireFreeSpace } from '../disk/free-space.ts';
import { writeError } from '../disk/write-error.ts';
import { moveToFreeName } from '../files/free-name.ts';
import { fingerprint, type SigningKey } from '../keys/signing.ts';
import type { Assignment, Study, WrittenPackage } from '../store/ports.ts';
import { fileNameOf } from './file-name.ts';
import { requireStudyKey } from './package-keys.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs } from './single-task.ts';

export const PACKAGE_EXTENSION = '.lightbox';
/** What a package holds besides pixels: plan, texts, manifest. */
const BYTES_BESIDES_PIXELS = 4 * 2 ** 20;

type Written = NonNullable<CallOutput<'packages.write'>>;

interface PackedFile extends WrittenPackage {
  readonly file: string;
  readonly readerName: string;
  readonly bytes: number;
}

export interface PackagesToWrite {
  readonly studyId: StudyId;
  readonly readerIds: readonly UserId[];
  readonly key: SigningKey;
  readonly actor: string;
}

/**
 * Writes a package for each of these readers into a folder: all of them or none. Null when the dialog was closed.
 * @throws LightboxError NOT_FOUND, CONFLICT (a study that is not read any more, a key that is not its own),
 *   STUDY_NOT_FROZEN, DISK_FULL, FILE_UNWRITABLE, CANCELLED
 */
export async function writePackages(
  ports: AppPorts,
  { studyId, readerIds, key, actor }: PackagesToWrite,
  signal: AbortSignal,
): Promise<Written | null> {
  const { store, dialogs, random } = ports;
  const study = store.studies.get(studyId);
  requireReading(study);
  const assignments = [...new Set(readerIds)].map((id) => store.assignments.get(studyId, id));
  for (const { coordinatorKey } of assignments) requireStudyKey(coordinatorKey, key);
  const folder = await dialogs.openFolder('Write the packages into');
  if (folder === null) return null;
  await requireFreeSpace(folder, bytesOf(assignments), 'The packages');
  const passing = path.join(folder, `.packing-${random.id()}`);
  const placed: string[] = [];
  try {
    await mkdir(passing).catch((error: unknown) => {
      throw writeError(folder, error);
    });
    const packed = await packAll(ports, assignments, key, passing, signal);
    const packages: Written['packages'] = [];
    for (const one of packed) {
      const name = `${fileNameOf(study.name)}-${fileNameOf(one.readerName, 'reader')}`;
      const target = await moveToFreeName(one.file, folder, name, PACKAGE_EXTENSION);
      placed.push(target);
      packages.push({
        readerName: one.readerName,
        fileName: path.basename(target),
        bytes: one.bytes,
        sha256: one.sha256,
      });
    }
    const reason = 'The reader reads at another workstation.';
    store.transaction(() => {
      for (const one of packed) store.exchange.addPackage(one, { actor, reason });
    });
    return { folder, packages, fingerprint: fingerprint(key.publicKey) };
  } catch (error) {
    for (const file of placed) await rm(file, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await rm(passing, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function packAll(
  ports: AppPorts,
  assignments: readonly Assignment[],
  key: SigningKey,
  folder: string,
  signal: AbortSignal,
): Promise<PackedFile[]> {
  const { store, studyFiles, random, clock, info, emit } = ports;
  const total = assignments.reduce((sum, { plan }) => sum + plannedFilms(plan).size, 0);
  const startedAt = clock().getTime();
  const packed: PackedFile[] = [];
  let before = 0;
  for (const { studyId, readerId, plan, protocolHash } of assignments) {
    const packageId = random.id();
    const writtenAt = clock().toISOString();
    const { name } = store.users.get(readerId);
    const file = path.join(folder, `${packed.length}${PACKAGE_EXTENSION}`);
    const content = {
      target: file,
      about: {
        packageId,
        studyId,
        protocolHash,
        reader: { id: readerId, name },
        createdAt: writtenAt,
        createdWith: { product: info.productName, version: info.version },
      },
      plan,
      texts: textsOfPlan(plan, store.assignments.texts(studyId, readerId)),
      rows: letOn(store.events.rows(studyId, readerId)),
    };
    const progress = (filmsDone: number): void => {
      const done = before + filmsDone;
      const left = remainingMs(clock().getTime() - startedAt, done, total);
      emit('packages.progress', { phase: 'writing', done, total, remainingMs: left });
    };
    const written = await studyFiles.writePackage(content, key, {
      film: async (id) => {
        if (signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled. No package was written.');
        return store.assignments.film(studyId, readerId, id);
      },
      progress,
    });
    before += plannedFilms(plan).size;
    packed.push({ packageId, studyId, readerId, writtenAt, file, readerName: name, ...written });
  }
  return packed;
}

/** The chain where the coordinator let its reader go on: without that row the reader's workstation would not. */
function letOn(rows: readonly ChainRow[]): ChainRow[] {
  const { events } = rows.length === 0 ? { events: [] } : readChain(rows);
  return events.some(isOfCoordinator) ? [...rows] : [];
}

function requireReading({ state, name }: Study): void {
  if (state === 'draft')
    throw new LightboxError('STUDY_NOT_FROZEN', `The study "${name}" is not frozen yet. Freeze it first.`);
  if (state !== 'frozen')
    throw new LightboxError('CONFLICT', `The study "${name}" is closed: nobody reads it any more.`);
}

function bytesOf(assignments: readonly Assignment[]): number {
  return assignments.reduce(
    (sum, { plan }) => sum + plannedFilms(plan).size * plan.matrixSizePx ** 2 + BYTES_BESIDES_PIXELS,
    0,
  );
}
