import path from 'node:path';
import type { Radiograph } from '../../src-core/imaging/radiograph.ts';
import { refusal } from './film-limits.ts';
import { decodeJpeg } from './jpeg.ts';
import { isJpeg } from './jpeg-header.ts';
import { isPng } from './png-chunks.ts';
import { decodePng } from './png-decode.ts';
import { readWholeFile } from './whole-file.ts';

/**
 * Reads a mask from a PNG of any depth or a JPEG; what is in colour is turned to grey.
 * @throws LightboxError as readFilm; FILE_UNSUPPORTED where nothing is white, so that nothing would be drawn
 */
export async function readMask(filePath: string): Promise<Radiograph> {
  const fileName = path.basename(filePath);
  const mask = decodeMask(await readWholeFile(filePath, 'FILE_NOT_A_FILM'), fileName);
  const white = 2 ** mask.bits - 1;
  let brightest = 0;
  for (const value of mask.pixels) brightest = Math.max(brightest, value);
  if (2 * brightest >= white) return mask;
  const reason = `it marks nothing: white, above half, is drawn anew, and its brightest value is ${brightest} of ${white}`;
  throw refusal('FILE_UNSUPPORTED', fileName, reason);
}

function decodeMask(bytes: Uint8Array, fileName: string): Radiograph {
  if (isPng(bytes)) return decodePng(bytes, fileName, { shallowGrey: 'spread' }).radiograph;
  if (isJpeg(bytes)) return decodeJpeg(bytes, fileName);
  throw refusal('FILE_UNSUPPORTED', fileName, 'it is neither PNG nor JPEG, which masks are read from');
}
