/** Entry of the worker thread that passes films through the normalisation of a study (see film-normaliser.ts). */
import { parentPort } from 'node:worker_threads';
import { normaliseFilm } from '../../src-core/imaging/normalise.ts';
import { jpegRoundTrip } from './jpeg.ts';
import { type NormaliseAnswer, normaliseRequestSchema } from './normalise-messages.ts';

const port = parentPort;
if (port === null) throw new Error('normalise-worker runs as a worker thread only');

port.on('message', (message: unknown) => {
  port.postMessage(answerTo(message));
});

function answerTo(message: unknown): NormaliseAnswer {
  try {
    const { film, plan } = normaliseRequestSchema.parse(message);
    return { ok: true, pixels: normaliseFilm(film, plan, jpegRoundTrip) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
