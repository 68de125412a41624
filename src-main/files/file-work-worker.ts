/** Entry of the worker thread that reads prompt tables and recipes, writes films and fits them to a model (see file-work.ts). */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { filmDifference } from '../../src-core/imaging/film-difference.ts';
import { identityDisplay, renderDisplay, toGrey8 } from '../../src-core/imaging/film-display.ts';
import { findMaskFault } from '../../src-core/imaging/mask.ts';
import type { FilmPicture } from '../../src-core/imaging/radiograph.ts';
import { atomicWrite } from './atomic-write.ts';
import { csvInvalid } from './csv.ts';
import { fitEdit } from './edit-source.ts';
import {
  type FileWorkAnswer,
  type FileWorkRequest,
  fileWorkRequestSchema,
  type ReadTable,
} from './file-work-messages.ts';
import { encodeGrey8Png } from './png.ts';
import { parsePromptTable } from './prompt-table.ts';
import { readRecordedImage } from './recorded-image.ts';

/** A table of ten thousand long prompts has a few megabytes. */
const LARGEST_TABLE_BYTES = 64 * 1024 * 1024;

const port = parentPort;
if (port === null) throw new Error('file-work-worker runs as a worker thread only');

port.on('message', (message: unknown) => {
  void answerTo(message).then((answer) => port.postMessage(answer));
});

async function answerTo(message: unknown): Promise<FileWorkAnswer> {
  try {
    const work = fileWorkRequestSchema.parse(message);
    switch (work.type) {
      case 'table':
        return { type: 'table', table: await readTable(work.path) };
      case 'png':
        return await writePng(work);
      case 'recorded':
        return { type: 'recorded', image: await readRecordedImage(work.path) };
      case 'fit':
        return fitted(work);
      case 'compare':
        return compared(work);
      case 'mask':
        return { type: 'mask', ...findMaskFault(work.mask, work.width, work.height) };
    }
  } catch (thrown) {
    return { type: 'failed', error: toLightboxError(thrown).toPayload() };
  }
}

async function readTable(file: string): Promise<ReadTable> {
  const fileName = path.basename(file);
  const bytes = await readWhole(file, fileName);
  const reading = parsePromptTable(bytes, fileName);
  return {
    fileName,
    sha256: sha256Of(bytes),
    rows: [...reading.table.rows],
    carriedColumns: [...reading.table.carriedColumns],
    problems: reading.ok ? [] : [...reading.problems],
  };
}

async function readWhole(file: string, fileName: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_TABLE_BYTES) throw csvInvalid(fileName, [], 'it is larger than 64 MB; split it');
    return await readFile(file);
  } catch (thrown) {
    if (thrown instanceof LightboxError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new LightboxError('FILE_UNREADABLE', `${fileName} cannot be read: ${reason}.`);
  }
}

async function writePng(work: Extract<FileWorkRequest, { type: 'png' }>): Promise<FileWorkAnswer> {
  const bytes = encodeGrey8Png(work.pixels, work.width, work.height, work.text);
  await atomicWrite(work.path, bytes);
  return { type: 'png', sha256: sha256Of(bytes) };
}

function fitted(work: Extract<FileWorkRequest, { type: 'fit' }>): FileWorkAnswer {
  const { film, mask, imageWidth, imageHeight } = work;
  const edit = fitEdit(film, maskPicture(film, mask), imageWidth, imageHeight);
  return { type: 'fit', grey: edit.grey, mask: edit.mask };
}

/** The source is brought to the edited film's size by the way in which the model got it. */
function compared(work: Extract<FileWorkRequest, { type: 'compare' }>): FileWorkAnswer {
  const { film, mask, edited } = work;
  const edit = fitEdit(film, maskPicture(film, mask), edited.width, edited.height);
  const source = toGrey8(edit.grey);
  const difference = filmDifference(source, toGrey8(renderDisplay(edited)), edit.mask);
  return { type: 'compare', source, difference: { ...difference } };
}

function maskPicture({ width, height }: FilmPicture, mask: Uint8Array | null): FilmPicture | null {
  return mask === null ? null : { width, height, pixels: mask, bits: 8, display: identityDisplay(8) };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
