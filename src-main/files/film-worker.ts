/** Entry of the worker thread that decodes films, one request after the other (see film-worker-pool.ts). */
import { parentPort } from 'node:worker_threads';
import { toLightboxError } from '../../src-core/base/errors.ts';
import { type FilmAnswer, filmRequestSchema } from './film-messages.ts';
import { readFilm } from './film-reader.ts';

const port = parentPort;
if (port === null) throw new Error('film-worker runs as a worker thread only');

port.on('message', async (message: unknown) => {
  const answer = await answerTo(message);
  const transfer = answer.ok ? [answer.film.radiograph.pixels.buffer as ArrayBuffer] : [];
  port.postMessage(answer, transfer);
});

async function answerTo(message: unknown): Promise<FilmAnswer> {
  try {
    return { ok: true, film: await readFilm(filmRequestSchema.parse(message).path) };
  } catch (error) {
    const { code, message, details } = toLightboxError(error);
    const { reason } = details;
    return { ok: false, code, reason: typeof reason === 'string' ? reason : message };
  }
}
