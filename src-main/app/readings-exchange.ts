import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import type { CallOutput } from '../../src-core/contract/contract.ts';
import type { TakenReadings } from '../../src-core/contract/package-calls.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import { type Receipt, readChain } from '../../src-core/study/readings-format.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { fingerprint, type SigningKey, signReceipt } from '../keys/signing.ts';
import { fileNameOf } from './file-name.ts';
import { requireStudyKey } from './package-keys.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs } from './single-task.ts';

const READINGS_FILTER = [{ name: 'Readings of a study', extensions: ['readings'] }];
export const READINGS_EXTENSION = '.readings';

type Taken = Extract<TakenReadings['outcome'], { kind: 'taken' }>;

/**
 * Takes in the `.readings` files that the dialog gives, each by itself: what is wrong with one does not hold the others
 * up. Files may come twice and in any order.
 */
export async function takeReadings(
  ports: AppPorts,
  key: SigningKey,
  actor: string,
  signal: AbortSignal,
): Promise<TakenReadings[]> {
  const { dialogs, emit, clock } = ports;
  const files = await dialogs.openFiles('Take in readings', READINGS_FILTER);
  const taken: TakenReadings[] = [];
  const startedAt = clock().getTime();
  for (const file of files) {
    const left = remainingMs(clock().getTime() - startedAt, taken.length, files.length);
    const [done, total] = [taken.length, files.length];
    emit('packages.progress', { phase: 'taking', done, total, remainingMs: left });
    const fileName = path.basename(file);
    const outcome = await takeFile(ports, file, key, actor, signal).catch(
      (thrown: unknown): TakenReadings['outcome'] => ({
        kind: 'refused',
        error: toLightboxError(thrown).toPayload(),
      }),
    );
    taken.push({ fileName, outcome });
  }
  if (files.length > 0) await ports.studyFiles.close();
  return taken;
}

async function takeFile(
  ports: AppPorts,
  file: string,
  key: SigningKey,
  actor: string,
  signal: AbortSignal,
): Promise<Taken> {
  const { store, studyFiles } = ports;
  const fileName = path.basename(file);
  const opened = await studyFiles.open(file, signal);
  if (opened.type !== 'readings') {
    const what = 'this is the package of a reader, which is opened where they read';
    throw new LightboxError('FILE_UNSUPPORTED', `${fileName}: ${what}. Choose .readings files.`);
  }
  const { token, publicKey, length, head } = opened;
  const [studyId, readerId] = [opened.studyId as StudyId, opened.readerId as UserId];
  const study = store.studies.list().find(({ id }) => id === studyId);
  if (study === undefined || study.protocolHash !== opened.protocolHash) {
    throw new LightboxError(
      'CONFLICT',
      `${fileName}: these readings are of another study or of another protocol than the studies of this workstation.`,
      { studyId },
    );
  }
  if (study.state !== 'frozen')
    throw new LightboxError('CONFLICT', `The study "${study.name}" is closed and takes no more readings.`);
  const assignment = store.assignments.ofStudy(studyId).find((own) => own.readerId === readerId);
  if (assignment !== undefined) requireStudyKey(assignment.coordinatorKey, key);
  const { rows, added } = await studyFiles.merge({
    token,
    plan: assignment?.plan ?? null,
    studyId,
    protocolHash: opened.protocolHash,
    held: [...store.events.rows(studyId, readerId)],
  });
  const receipt = keepRows(ports, {
    studyId,
    readerId,
    rows: added === 0 ? [] : rows,
    length,
    head,
    key,
    by: actor,
    fileName,
  });
  return {
    kind: 'taken',
    studyName: study.name,
    readerName: store.users.get(readerId).name,
    added,
    rows: length,
    fingerprint: fingerprint(publicKey),
    receipt: await writeReceipt(file, receipt),
  };
}

/** Rows and the receipt for them, in one transaction. What a stored receipt covers gets no second one in the store. */
function keepRows(
  { store, clock }: AppPorts,
  {
    studyId,
    readerId,
    rows,
    length,
    head,
    key,
    by,
    fileName,
  }: {
    readonly studyId: StudyId;
    readonly readerId: UserId;
    readonly rows: readonly ChainRow[];
    readonly length: number;
    readonly head: string;
    readonly key: SigningKey;
    readonly by: string;
    readonly fileName: string;
  },
): Receipt {
  return store.transaction(() => {
    if (rows.length > 0) store.events.takeIn(studyId, readerId, rows);
    const given = store.exchange.receipts(studyId).filter((receipt) => receipt.readerId === readerId);
    const same = given.find((receipt) => receipt.head === head);
    if (same !== undefined) return same;
    const kind = 'lightbox-receipt';
    const receivedAt = clock().toISOString();
    const receipt = signReceipt({ kind, formatVersion: 1, studyId, readerId, length, head, receivedAt }, key);
    if (given.every((earlier) => earlier.length < length)) {
      store.exchange.addReceipt(receipt, { actor: by, reason: `Taken in from ${fileName}.` });
    }
    return receipt;
  });
}

/** Beside the file that came, to go back with it; null where that place takes no files. */
async function writeReceipt(file: string, receipt: Receipt): Promise<string | null> {
  const text = `${canonicalJson(receipt)}\n`;
  const target = `${file.endsWith(READINGS_EXTENSION) ? file.slice(0, -READINGS_EXTENSION.length) : file}.receipt.json`;
  try {
    const there = await readFile(target, 'utf8').catch(() => null);
    if (there !== text) await atomicWrite(target, text);
    return path.basename(target);
  } catch {
    return null;
  }
}

/**
 * Writes what a reader read so far as a `.readings` file; null when the dialog was closed.
 * @throws LightboxError NOT_FOUND, CONFLICT before the first event, DISK_FULL, FILE_UNWRITABLE
 */
export async function writeReadings(
  { store, dialogs, studyFiles, clock, info }: AppPorts,
  { studyId, readerId, key, actor }: { studyId: StudyId; readerId: UserId; key: SigningKey; actor: string },
): Promise<CallOutput<'reader.writeReadings'>> {
  const { studyName, protocolHash, packageId } = store.assignments.get(studyId, readerId);
  const rows = [...store.events.rows(studyId, readerId)];
  const last = rows.at(-1);
  if (last === undefined) throw new LightboxError('CONFLICT', `Nothing of "${studyName}" was read here yet.`);
  if (readChain(rows.slice(0, 1)).header.publicKey !== key.publicKey) {
    throw new LightboxError(
      'CONFLICT',
      'These readings were begun with another key than the one you have now.',
    );
  }
  const name = `${fileNameOf(studyName)}-${fileNameOf(actor, 'reader')}${READINGS_EXTENSION}`;
  const target = await dialogs.saveFile('Write the readings', name, READINGS_FILTER);
  if (target === null) return null;
  const about = {
    studyId,
    protocolHash,
    readerId,
    packageId,
    writtenAt: clock().toISOString(),
    writtenWith: { product: info.productName, version: info.version },
  };
  const { sha256 } = await studyFiles.writeReadings({ target, about, rows }, key);
  store.audit.append({
    actor,
    action: 'readings.write',
    details: { study: studyId, reader: readerId, rows: rows.length, head: last.hash, sha256 },
  });
  return { fileName: path.basename(target), rows: rows.length, head: last.hash };
}
