import type { FilmWarning } from '../../src-core/base/film-warnings.ts';
import { renderStoredValues } from '../../src-core/dicom/display-table.ts';
import type { FilmFacts, Radiograph } from '../../src-core/imaging/radiograph.ts';
import {
  type DicomImage,
  instanceUidProblem,
  readFacts,
  readImageAttributes,
  readModality,
  readPadding,
  readSpacing,
  readVoi,
  readWarnings,
} from './dicom-attributes.ts';
import { greyOfColour } from './dicom-colour.ts';
import { type DicomElements, type DicomFile, parseDicomFile } from './dicom-data-set.ts';
import { readStoredFrame, type StoredFrame } from './dicom-pixels.ts';
import { checkFilmSize, frameNote, noSuchFrame, refusal } from './film-limits.ts';

export interface DecodedDicom {
  readonly radiograph: Radiograph;
  readonly facts: FilmFacts;
  /** How many pictures the file holds. */
  readonly frames: number;
  readonly warnings: readonly FilmWarning[];
}

/** Objects without a picture that are met among films, by modality (PS3.3 section C.7.3.1.1.1). */
const NO_PICTURE: Readonly<Record<string, string>> = {
  SR: 'a structured report',
  RTPLAN: 'a radiotherapy plan',
  RTSTRUCT: 'a radiotherapy structure set',
  PR: 'a presentation state',
  KO: 'a key object selection',
  DOC: 'a document',
  REG: 'a registration',
};
const RADIOGRAPHY = new Set(['CR', 'DX', 'DR', 'RG', 'XC', 'OT', 'PX', 'IO', 'MG', 'XA', 'RF']);

/** Which frame of several is the film. */
export interface DicomOptions {
  /** From 0; the first where absent. */
  readonly frame?: number;
}

/**
 * A film from a DICOM file of any transfer syntax that is read (native, deflated, RLE, JPEG, JPEG-LS, JPEG 2000 and
 * High-Throughput JPEG 2000): 16-bit MONOCHROME2 values after modality LUT, VOI LUT or first window, and inversion
 * of MONOCHROME1; colour becomes grey with a note.
 * @throws LightboxError FILE_NOT_A_FILM (no picture, too small), FILE_UNSUPPORTED (video, other depths and colour
 *   models), FILE_CORRUPT (broken, truncated) or BAD_INPUT (no such frame), each naming the file.
 */
export async function decodeDicom(
  bytes: Uint8Array,
  fileName: string,
  { frame = 0 }: DicomOptions = {},
): Promise<DecodedDicom> {
  const { file, image, facts } = openPicture(bytes, fileName);
  checkFilmSize(fileName, image.width, image.height);
  const stored = await readFrame(file, image, frame, fileName);
  const radiograph = renderImage(file, image, stored, facts, fileName);
  const { frames } = image;
  const frameNotes = frames > 1 ? [frameNote(frame, frames)] : [];
  return {
    radiograph: { ...radiograph, notes: [...radiograph.notes, ...frameNotes] },
    facts,
    frames,
    warnings: readWarnings(file.elements),
  };
}

/** A picture's frames before any table, decoded one by one as they are taken, with what describes them. */
export interface StoredPictures {
  readonly file: DicomFile;
  readonly image: DicomImage;
  readonly facts: FilmFacts;
  readonly frames: AsyncIterable<StoredFrame>;
}

/** Opens a picture of any size. Errors as decodeDicom; those of the pixels come as the frames are taken. */
export async function decodeStoredPictures(bytes: Uint8Array, fileName: string): Promise<StoredPictures> {
  const { file, image, facts } = openPicture(bytes, fileName);
  async function* all(): AsyncGenerator<StoredFrame> {
    for (let frame = 0; frame < image.frames; frame++) yield readStoredFrame(file, image, frame, fileName);
  }
  return { file, image, facts, frames: all() };
}

function openPicture(
  bytes: Uint8Array,
  fileName: string,
): { readonly file: DicomFile; readonly image: DicomImage; readonly facts: FilmFacts } {
  const file = parseDicomFile(bytes, fileName);
  const facts = readFacts(file.elements);
  checkHasPicture(file, facts, fileName);
  return { file, image: readImageAttributes(file.elements, fileName, isCompressed(file)), facts };
}

function isCompressed({ syntax }: DicomFile): boolean {
  return syntax.coding !== 'native-little' && syntax.coding !== 'native-big' && syntax.coding !== 'deflated';
}

async function readFrame(
  file: DicomFile,
  image: DicomImage,
  frame: number,
  fileName: string,
): Promise<StoredFrame> {
  if (!Number.isInteger(frame) || frame < 0 || frame >= image.frames) {
    throw noSuchFrame(fileName, frame, image.frames);
  }
  return readStoredFrame(file, image, frame, fileName);
}

function checkHasPicture(file: DicomFile, facts: FilmFacts, fileName: string): void {
  const { elements, syntax } = file;
  if (elements.has('x7fe00008') || elements.has('x7fe00009')) {
    throw refusal('FILE_UNSUPPORTED', fileName, 'its pixels are floating-point numbers');
  }
  if (elements.pixelData === undefined) {
    const kind = NO_PICTURE[facts.modality ?? ''];
    const what = kind === undefined ? 'it is DICOM without a picture' : `it is ${kind}, without a picture`;
    throw refusal('FILE_NOT_A_FILM', fileName, what);
  }
  if (syntax.coding === 'video') {
    throw refusal('FILE_UNSUPPORTED', fileName, `its pixels are compressed with ${syntax.name}`);
  }
  if (!isCompressed(file) && elements.pixelData.hadUndefinedLength === true) {
    throw refusal('FILE_CORRUPT', fileName, `it calls itself ${syntax.name}, but its pixels are compressed`);
  }
}

function renderImage(
  file: DicomFile,
  image: DicomImage,
  stored: StoredFrame,
  facts: FilmFacts,
  fileName: string,
): Radiograph {
  const { elements, syntax } = file;
  const bigEndian = syntax.coding === 'native-big';
  const spacing = readSpacing(elements);
  const lossy = elements.text('x00282110') === '01' || syntax.lossy;
  const shown =
    image.inverted || image.photometric === 'MONOCHROME2'
      ? renderGrey(file, image, stored.values, bigEndian, fileName)
      : renderColour(stored, image, elements, bigEndian, fileName);
  return {
    width: image.width,
    height: image.height,
    pixels: shown.pixels,
    bits: 16,
    notes: [...file.notes, ...shown.notes, ...pictureNotes(elements, facts, lossy)],
    lossy,
    ...(spacing === undefined ? {} : { pixelSpacingMm: spacing }),
  };
}

interface Shown {
  readonly pixels: Uint16Array;
  readonly notes: readonly string[];
}

function renderGrey(
  { elements }: DicomFile,
  image: DicomImage,
  values: Int32Array,
  bigEndian: boolean,
  fileName: string,
): Shown {
  const modality = readModality(elements, image.layout, bigEndian, fileName);
  const voi = readVoi(elements, modality, image.layout, bigEndian, fileName);
  const padding = readPadding(elements, image.layout);
  const chain = { modality, voi: voi.transform, inverted: image.inverted, padding };
  return { pixels: renderStoredValues(values, chain), notes: voi.notes };
}

/** Colour has no modality or VOI LUT: its grey spans the full range. */
function renderColour(
  stored: StoredFrame,
  image: DicomImage,
  elements: DicomElements,
  bigEndian: boolean,
  fileName: string,
): Shown {
  const { values, highest, notes } = greyOfColour(stored, image, elements, bigEndian, fileName);
  const pixels = Uint16Array.from(values, (value) => Math.round((65535 * value) / highest));
  return { pixels, notes };
}

function pictureNotes(elements: DicomElements, facts: FilmFacts, lossy: boolean): string[] {
  const notes: string[] = [];
  const uidProblem = instanceUidProblem(elements);
  if (uidProblem !== undefined) notes.push(uidProblem);
  if (facts.modality !== null && !RADIOGRAPHY.has(facts.modality)) {
    notes.push(`its modality is ${facts.modality}, not radiography`);
  }
  if (lossy) notes.push('its picture was compressed with loss');
  if (facts.declaredSynthetic) notes.push('the file says that its picture is synthetic');
  return notes;
}
