/** Entry of the worker thread that writes exported films (see film-file-writer.ts). */
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { toLightboxError } from '../../src-core/base/errors.ts';
import { renderDisplay, toGrey8 } from '../../src-core/imaging/film-display.ts';
import { isIdentityDisplay } from '../../src-core/imaging/film-display-schema.ts';
import { atomicWrite } from './atomic-write.ts';
import { encodeDicom, storedValues } from './dicom-write.ts';
import { type FilmFileAnswer, type FilmFileRequest, filmFileRequestSchema } from './film-file-messages.ts';
import { encodeGrey8Png, encodeGrey16Png } from './png.ts';

const port = parentPort;
if (port === null) throw new Error('film-file-worker runs as a worker thread only');

port.on('message', (message: unknown) => {
  void answerTo(message).then((answer) => port.postMessage(answer));
});

async function answerTo(message: unknown): Promise<FilmFileAnswer> {
  try {
    const request = filmFileRequestSchema.parse(message);
    const bytes = encode(request);
    await atomicWrite(request.path, bytes);
    return { ok: true, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  } catch (thrown) {
    return { ok: false, error: toLightboxError(thrown).toPayload() };
  }
}

function encode({ film, target }: FilmFileRequest): Uint8Array {
  const { width, height, pixels, display } = film;
  if (target.format === 'dicom') return encodeDicom(target.dataSet, storedValues(pixels, display.scale.zero));
  const shown = shownGreys(film, target.depth);
  return shown instanceof Uint8Array
    ? encodeGrey8Png(shown, width, height, target.text)
    : encodeGrey16Png(shown, width, height, target.text);
}

/** What the film shows when it opens; pixels that are display grey of that depth already stay as they are. */
function shownGreys(film: FilmFileRequest['film'], depth: 8 | 16): Uint8Array | Uint16Array {
  if (film.bits === depth && isIdentityDisplay(film.bits, film.display)) return film.pixels;
  const greys = renderDisplay(film);
  return depth === 16 ? greys : toGrey8(greys);
}
