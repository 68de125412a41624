import type { FilmWarning } from '../../src-core/base/film-warnings.ts';
import { filmOfStoredValues } from '../../src-core/dicom/film-values.ts';
import { type DisplayableFilm, identityDisplay, windowOver } from '../../src-core/imaging/film-display.ts';
import type { FilmFacts, Radiograph } from '../../src-core/imaging/radiograph.ts';
import {
  type DicomImage,
  GREY,
  instanceUidProblem,
  readFacts,
  readImageAttributes,
  readSpacing,
  readWarnings,
} from './dicom-attributes.ts';
import { greyOfColour } from './dicom-colour.ts';
import { type DicomFile, parseDicomFile } from './dicom-data-set.ts';
import { readGreyChain } from './dicom-grey-chain.ts';
import { readStoredFrame, type StoredFrame } from './dicom-pixels.ts';
import { checkFilmSize, frameNote, messageOf, noSuchFrame, refusal } from './film-limits.ts';

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
 * High-Throughput JPEG 2000): its stored values as pixels, with the whole chain that turns them into display grey;
 * colour becomes grey with a note.
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
  const { frames } = image;
  const frameNotes = frames > 1 ? [frameNote(frame, frames)] : [];
  const shown = filmOfFrame({ file, image }, frame, stored, fileName);
  const { elements, syntax } = file;
  const spacing = readSpacing(elements);
  const lossy = elements.text('x00282110') === '01' || syntax.lossy;
  const radiograph = {
    width: image.width,
    height: image.height,
    ...shown.film,
    notes: [...file.notes, ...shown.notes, ...pictureNotes(elements, facts, lossy), ...frameNotes],
    lossy,
    ...(spacing === undefined ? {} : { pixelSpacingMm: spacing }),
  };
  return { radiograph, facts, frames, warnings: readWarnings(elements) };
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

export interface FrameFilm {
  readonly film: DisplayableFilm;
  readonly notes: readonly string[];
}

/**
 * A frame's stored values as a film, of any size. Colour has no modality or VOI LUT: its grey spans the full range.
 * @throws LightboxError FILE_CORRUPT, FILE_UNSUPPORTED
 */
export function filmOfFrame(
  { file, image }: Pick<StoredPictures, 'file' | 'image'>,
  frame: number,
  stored: StoredFrame,
  fileName: string,
): FrameFilm {
  if (!GREY.has(image.photometric)) return filmOfColour(file, image, stored, fileName);
  const { notes, ...chain } = readGreyChain(file, image, frame, fileName);
  try {
    return { film: filmOfStoredValues(stored.values, image.layout, chain), notes };
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, messageOf(error), error);
  }
}

function filmOfColour(
  { elements, syntax }: DicomFile,
  image: DicomImage,
  stored: StoredFrame,
  fileName: string,
): FrameFilm {
  const bigEndian = syntax.coding === 'native-big';
  const { values, highest, notes } = greyOfColour(stored, image, elements, bigEndian, fileName);
  const bits = highest > 255 ? 16 : 8;
  const pixels = bits === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  const whole = { label: null, transform: windowOver(0, highest) };
  return { film: { pixels, bits, display: { ...identityDisplay(bits), choices: [whole] } }, notes };
}

function pictureNotes(elements: DicomFile['elements'], facts: FilmFacts, lossy: boolean): string[] {
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
