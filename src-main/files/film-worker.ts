/** Entry of the worker thread that decodes films, one request after the other (see film-worker-pool.ts). */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { toLightboxError } from '../../src-core/base/errors.ts';
import { type FilmAnswer, filmRequestSchema, type HashAnswer } from './film-messages.ts';
import { readFilm } from './film-reader.ts';
import { readWholeFile } from './whole-file.ts';

const port = parentPort;
if (port === null) throw new Error('film-worker runs as a worker thread only');

port.on('message', async (message: unknown) => {
  const answer = await answerTo(message);
  const transfer = answer.ok && 'film' in answer ? [answer.film.radiograph.pixels.buffer as ArrayBuffer] : [];
  port.postMessage(answer, transfer);
});

async function answerTo(message: unknown): Promise<FilmAnswer | HashAnswer> {
  try {
    const request = filmRequestSchema.parse(message);
    if (request.want === 'film')
      return { ok: true, film: await readFilm(request.path, { frame: request.frame }) };
    const bytes = await readWholeFile(request.path, 'FILE_NOT_A_FILM');
    return { ok: true, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    const { code, message, details } = toLightboxError(error);
    const { reason } = details;
    return { ok: false, code, reason: typeof reason === 'string' ? reason : message };
  }
}
