/** Entry of the worker thread that passes films through the normalisation of a study (see film-normaliser.ts). */
import { parentPort } from 'node:worker_threads';
import { measureSource, measureSquare } from '../../src-core/imaging/arm-measures.ts';
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
    const { film, plan, measure } = normaliseRequestSchema.parse(message);
    const pixels = normaliseFilm(film, plan, jpegRoundTrip);
    if (measure !== true) return { ok: true, pixels, measures: null };
    const after = measureSquare(pixels, plan.matrixSizePx, 255);
    return { ok: true, pixels, measures: { before: measureSource(film), after } };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
