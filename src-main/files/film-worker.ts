/** Entry of the worker thread that decodes films, one request after the other (see film-worker-pool.ts). */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { toLightboxError } from '../../src-core/base/errors.ts';
import { describeDicom } from './dicom-description.ts';
import {
  type DescriptionAnswer,
  type FilmAnswer,
  filmRequestSchema,
  type HashAnswer,
} from './film-messages.ts';
import { decodeFilm } from './film-reader.ts';
import type { SignOfLife } from './watched-worker.ts';
import { readWholeFile } from './whole-file.ts';

const port = parentPort;
if (port === null) throw new Error('film-worker runs as a worker thread only');

port.on('message', async (message: unknown) => {
  const answer = await answerTo(message);
  const transfer = answer.ok && 'film' in answer ? [answer.film.radiograph.pixels.buffer as ArrayBuffer] : [];
  port.postMessage(answer, transfer);
});

async function answerTo(message: unknown): Promise<FilmAnswer | HashAnswer | DescriptionAnswer> {
  try {
    const request = filmRequestSchema.parse(message);
    const fileName = path.basename(request.path);
    const bytes = await readWholeFile(request.path, 'FILE_NOT_A_FILM');
    const alive = () => port?.postMessage({ alive: { fileBytes: bytes.length } } satisfies SignOfLife);
    alive();
    switch (request.want) {
      case 'sha256':
        return { ok: true, sha256: createHash('sha256').update(bytes).digest('hex') };
      case 'film':
        return { ok: true, film: await decodeFilm(bytes, fileName, { frame: request.frame }) };
      case 'description': {
        const { lenient } = request;
        return { ok: true, description: await describeDicom(bytes, fileName, { lenient, onFrame: alive }) };
      }
    }
  } catch (error) {
    const { code, message, details } = toLightboxError(error);
    const { reason } = details;
    return { ok: false, code, reason: typeof reason === 'string' ? reason : message };
  }
}
