/** Entry of the worker thread that writes, opens and judges packages and readings (see study-files.ts). */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ReaderFilmId } from '../../src-core/base/ids.ts';
import { mergeReadings, requireReadersOwn } from '../../src-core/study/merge-readings.ts';
import { plannedFilms } from '../../src-core/study/reader-plan.ts';
import { verifySignedEvents } from '../../src-core/study/signed-completion.ts';
import {
  openStudyFile,
  type PackageFile,
  type ReadingsFile,
  writePackageFile,
  writeReadingsFile,
} from '../files/archive/study-file.ts';
import { signingKeyFrom, verifySignature } from '../keys/signing.ts';
import { sha256Hex } from '../store/sha256.ts';
import {
  type StudyFileAnswer,
  type StudyFileRequest,
  studyFileRequestSchema,
} from './study-file-messages.ts';

type Request<Type extends StudyFileRequest['type']> = Extract<StudyFileRequest, { type: Type }>;

const port = parentPort;
if (port === null) throw new Error('study-file-worker runs as a worker thread only');

/** The file under consideration; it stays open, so that what is used is what was verified. */
let opened: { readonly token: string; readonly file: PackageFile | ReadingsFile } | null = null;
/** Set while a film of a package is waited for. */
let awaitsFilm: { take(message: unknown): void } | null = null;

port.on('message', (message: unknown) => {
  if (awaitsFilm !== null) awaitsFilm.take(message);
  else void answerTo(message).then((answer) => port.postMessage(answer));
});

async function answerTo(message: unknown): Promise<StudyFileAnswer> {
  try {
    const request = studyFileRequestSchema.parse(message);
    switch (request.type) {
      case 'write-package':
        return await writePackage(request);
      case 'write-readings':
        return await writeReadings(request);
      case 'open':
        return await open(request.path);
      case 'read-film':
        return {
          type: 'film',
          pixels: await held(request.token, 'package').film(request.film as ReaderFilmId),
        };
      case 'merge':
        return merge(request);
      case 'close':
        await close();
        return { type: 'closed' };
      case 'film':
      case 'stop':
        throw new LightboxError('INTERNAL', 'A film came that nobody had asked for.');
    }
  } catch (thrown) {
    return { type: 'failed', error: toLightboxError(thrown).toPayload() };
  }
}

async function writePackage(request: Request<'write-package'>): Promise<StudyFileAnswer> {
  const { target, about, plan, texts, rows, signingKey } = request;
  const total = plannedFilms(plan).size;
  let done = 0;
  const film = async (id: ReaderFilmId): Promise<Uint8Array> => {
    const pixels = await filmFromMain({ type: 'film-wanted', film: id, done, total });
    done += 1;
    return pixels;
  };
  await writePackageFile(target, { about, plan, texts, rows, film }, signingKeyFrom(signingKey));
  return written(target);
}

function filmFromMain(wanted: Extract<StudyFileAnswer, { type: 'film-wanted' }>): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    awaitsFilm = {
      take: (message) => {
        awaitsFilm = null;
        const reply = studyFileRequestSchema.safeParse(message);
        if (reply.data?.type === 'film') resolve(reply.data.pixels);
        else if (reply.data?.type === 'stop') reject(LightboxError.fromPayload(reply.data.error));
        else reject(new LightboxError('INTERNAL', 'A film was waited for, and something else came.'));
      },
    };
    port?.postMessage(wanted);
  });
}

async function writeReadings(request: Request<'write-readings'>): Promise<StudyFileAnswer> {
  const { target, about, rows, signingKey } = request;
  const [first, ...rest] = rows;
  if (first === undefined)
    throw new LightboxError('INTERNAL', 'A chain without a first row was to be written.');
  await writeReadingsFile(target, { about, rows: [first, ...rest] }, signingKeyFrom(signingKey));
  return written(target);
}

async function written(file: string): Promise<StudyFileAnswer> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Uint8Array);
  return { type: 'written', sha256: hash.digest('hex'), bytes: (await stat(file)).size };
}

async function open(path: string): Promise<StudyFileAnswer> {
  await close();
  const file = await openStudyFile(path, { verify: verifySignature, sha256Hex });
  const token = randomUUID();
  opened = { token, file };
  if (file.kind === 'package') {
    const { manifest, plan, texts, rows } = file;
    return { type: 'package', token, manifest, plan, texts, rows: [...rows] };
  }
  const { studyId, protocolHash, readerId, publicKey, length, head } = file.manifest;
  return { type: 'readings', token, studyId, protocolHash, readerId, publicKey, length, head };
}

function merge({ token, plan, studyId, protocolHash, held: rows }: Request<'merge'>): StudyFileAnswer {
  const file = held(token, 'readings');
  const { readerId, publicKey } = file.header;
  requireReadersOwn(file, rows.length);
  verifySignedEvents(file.rows, verifySignature);
  const readers = rows.length === 0 ? {} : { [readerId]: { readerId, publicKey, rows } };
  const { merged, added } = mergeReadings({ studyId, protocolHash, readers }, file, plan);
  return { type: 'merged', rows: [...(merged.readers[readerId]?.rows ?? [])], added };
}

function held(token: string, kind: 'package'): PackageFile;
function held(token: string, kind: 'readings'): ReadingsFile;
function held(token: string, kind: 'package' | 'readings'): PackageFile | ReadingsFile {
  if (opened?.token === token && opened.file.kind === kind) return opened.file;
  throw new LightboxError('NOT_FOUND', 'The file is no longer open. Choose it again.');
}

async function close(): Promise<void> {
  const last = opened;
  opened = null;
  await last?.file.close();
}
