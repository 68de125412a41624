import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FilmWarning } from '../../src-core/base/film-warnings.ts';
import { hasDicmPrefix, readFileMeta } from '../../src-core/dicom/file-meta.ts';
import { findTextLines } from '../../src-core/imaging/burned-in-text.ts';
import { type FilmFacts, NO_FACTS, type Radiograph } from '../../src-core/imaging/radiograph.ts';
import { decodeDicom } from './dicom.ts';
import { noSuchFrame, refusal } from './film-limits.ts';
import { decodeJpeg } from './jpeg.ts';
import { isJpeg } from './jpeg-header.ts';
import { isPng } from './png-chunks.ts';
import { decodePng } from './png-decode.ts';
import { decodeTiff } from './tiff.ts';
import { isTiff } from './tiff-directory.ts';
import { readWholeFile } from './whole-file.ts';

export type FilmKind = 'png' | 'jpeg' | 'tiff' | 'dicom';

/** A real film as read from its file. */
export interface ImportedFilm {
  readonly kind: FilmKind;
  readonly radiograph: Radiograph;
  readonly facts: FilmFacts;
  readonly warnings: readonly FilmWarning[];
  /** How many pictures the file holds; this is one of them. */
  readonly frames: number;
  /** Of the file's bytes. */
  readonly sha256: string;
}

export interface FilmOptions {
  /** Which picture of several, from 0; the first where absent. */
  readonly frame?: number;
}

/**
 * Reads one film; its kind is told by its content, whatever its name says.
 * @throws LightboxError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_NOT_A_FILM, FILE_UNSUPPORTED, FILE_CORRUPT, or
 *   BAD_INPUT where there is no such frame; the
 *   message begins with the file's name, details hold `file` and `reason`.
 */
export async function readFilm(filePath: string, options: FilmOptions = {}): Promise<ImportedFilm> {
  const fileName = path.basename(filePath);
  return decodeFilm(await readWholeFile(filePath, 'FILE_NOT_A_FILM'), fileName, options);
}

/** Decodes a film that is in memory; errors as readFilm. */
export async function decodeFilm(
  bytes: Uint8Array,
  fileName: string,
  { frame = 0 }: FilmOptions = {},
): Promise<ImportedFilm> {
  const film = await decodeByKind(bytes, fileName, frame);
  const { pixels } = film.radiograph;
  if (pixels.every((value) => value === pixels[0])) {
    throw refusal('FILE_NOT_A_FILM', fileName, 'all of its pixels have one grey');
  }
  const hasText = findTextLines(film.radiograph).length > 0;
  const warnings = hasText ? [...film.warnings, 'burned-in-probable' as const] : film.warnings;
  return { ...film, warnings, sha256: createHash('sha256').update(bytes).digest('hex') };
}

type DecodedFilm = Omit<ImportedFilm, 'sha256'>;

async function decodeByKind(bytes: Uint8Array, fileName: string, frame: number): Promise<DecodedFilm> {
  if (isPng(bytes)) return single('png', decodePng(bytes, fileName), frame, fileName);
  if (hasDicmPrefix(bytes)) return { kind: 'dicom', ...(await decodeDicom(bytes, fileName, { frame })) };
  if (isJpeg(bytes)) {
    return single('jpeg', { radiograph: decodeJpeg(bytes, fileName), facts: NO_FACTS }, frame, fileName);
  }
  if (isTiff(bytes)) return tiffFilm(bytes, fileName, frame);
  const other = otherKind(bytes);
  if (other !== undefined)
    throw refusal('FILE_UNSUPPORTED', fileName, `it is ${other}; PNG, JPEG, TIFF and DICOM are read`);
  if (looksLikeText(bytes)) throw refusal('FILE_NOT_A_FILM', fileName, 'it is a text file, not a film');
  if (looksLikeBareDicom(bytes)) return { kind: 'dicom', ...(await decodeDicom(bytes, fileName, { frame })) };
  throw refusal('FILE_NOT_A_FILM', fileName, 'it is neither PNG, JPEG, TIFF nor DICOM');
}

function tiffFilm(bytes: Uint8Array, fileName: string, frame: number): DecodedFilm {
  return { kind: 'tiff', ...decodeTiff(bytes, fileName, frame), facts: NO_FACTS, warnings: [] };
}

function single(
  kind: FilmKind,
  film: Pick<DecodedFilm, 'radiograph' | 'facts'>,
  frame: number,
  fileName: string,
): DecodedFilm {
  if (frame !== 0) throw noSuchFrame(fileName, frame, 1);
  return { kind, ...film, warnings: [], frames: 1 };
}

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['GIF8', 'a GIF picture'],
  ['BM', 'a BMP picture'],
  ['II+\0', 'a BigTIFF picture'],
  ['MM\0+', 'a BigTIFF picture'],
  ['%PDF', 'a PDF document'],
  ['PK\u0003\u0004', 'a ZIP archive'],
  ['\u001f\u008b', 'a gzip archive'],
  ['\0\0\0\u000cjP', 'a JPEG 2000 picture'],
  ['\u00ffO\u00ffQ', 'a JPEG 2000 picture'],
];

function otherKind(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'a WebP picture';
  if (head.slice(4, 8) === 'ftyp') return 'a HEIF picture or a video';
  return SIGNATURES.find(([signature]) => head.startsWith(signature))?.[1];
}

function looksLikeText(bytes: Uint8Array): boolean {
  return bytes
    .subarray(0, 512)
    .every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}

function looksLikeBareDicom(bytes: Uint8Array): boolean {
  try {
    return readFileMeta(bytes) !== undefined;
  } catch {
    return true;
  }
}
