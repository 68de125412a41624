import { renderStoredValues } from '../../src-core/dicom/display-table.ts';
import { unpackStoredValues } from '../../src-core/dicom/stored-values.ts';
import type { FilmFacts, Radiograph } from '../../src-core/imaging/radiograph.ts';
import {
  type DicomImage,
  readFacts,
  readImageAttributes,
  readModality,
  readPadding,
  readSpacing,
  readVoi,
} from './dicom-attributes.ts';
import { type DicomFile, parseDicomFile } from './dicom-data-set.ts';
import { checkFilmSize, refusal } from './film-limits.ts';

export interface DecodedDicom {
  readonly radiograph: Radiograph;
  readonly facts: FilmFacts;
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

/**
 * A film from an uncompressed DICOM file (implicit, explicit, big endian, deflated): 16-bit MONOCHROME2 values
 * after modality LUT, VOI LUT or first window, and inversion of MONOCHROME1.
 * @throws LightboxError FILE_NOT_A_FILM (no picture, too small), FILE_UNSUPPORTED (compressed, colour, several
 *   frames, other depths) or FILE_CORRUPT (broken, truncated), each naming the file.
 */
export function decodeDicom(bytes: Uint8Array, fileName: string): DecodedDicom {
  const file = parseDicomFile(bytes, fileName);
  const facts = readFacts(file.elements);
  checkHasPicture(file, facts, fileName);
  const image = readImageAttributes(file.elements, fileName);
  checkFilmSize(fileName, image.width, image.height);
  return { radiograph: renderImage(file, image, facts, fileName), facts };
}

/** The stored values of a file's picture, before any table: what golden values of other readers hold. */
export function decodeStoredValues(bytes: Uint8Array, fileName: string): Int32Array {
  const file = parseDicomFile(bytes, fileName);
  return storedValues(file, readImageAttributes(file.elements, fileName), fileName);
}

function checkHasPicture({ elements, syntax }: DicomFile, facts: FilmFacts, fileName: string): void {
  if (elements.has('x7fe00008') || elements.has('x7fe00009')) {
    throw refusal('FILE_UNSUPPORTED', fileName, 'its pixels are floating-point numbers');
  }
  if (elements.pixelData === undefined) {
    const kind = NO_PICTURE[facts.modality ?? ''];
    const what = kind === undefined ? 'it is DICOM without a picture' : `it is ${kind}, without a picture`;
    throw refusal('FILE_NOT_A_FILM', fileName, what);
  }
  const native = syntax.coding === 'native-little' || syntax.coding === 'native-big';
  if (!native && syntax.coding !== 'deflated') {
    throw refusal('FILE_UNSUPPORTED', fileName, `its pixels are compressed with ${syntax.name}`);
  }
  if (elements.pixelData.hadUndefinedLength === true) {
    throw refusal('FILE_CORRUPT', fileName, `it calls itself ${syntax.name}, but its pixels are compressed`);
  }
}

function storedValues({ elements, syntax }: DicomFile, image: DicomImage, fileName: string): Int32Array {
  const { width, height, layout } = image;
  const bytes = elements.pixelBytes ?? new Uint8Array(0);
  const neededBytes = (width * height * layout.bitsAllocated) / 8;
  if (bytes.length < neededBytes) {
    const found = `${bytes.length} of ${neededBytes} bytes`;
    throw refusal('FILE_CORRUPT', fileName, `its pixel data is cut short (${found})`);
  }
  const bigEndian = syntax.coding === 'native-big';
  const swapped = layout.bitsAllocated === 8 ? bigEndian && elements.pixelData?.vr === 'OW' : bigEndian;
  return unpackStoredValues(bytes, width * height, layout, swapped);
}

function renderImage(file: DicomFile, image: DicomImage, facts: FilmFacts, fileName: string): Radiograph {
  const { elements, syntax } = file;
  const bigEndian = syntax.coding === 'native-big';
  const modality = readModality(elements, image.layout, bigEndian, fileName);
  const voi = readVoi(elements, modality, image.layout, bigEndian, fileName);
  const pixels = renderStoredValues(storedValues(file, image, fileName), {
    modality,
    voi: voi.transform,
    inverted: image.inverted,
    padding: readPadding(elements, image.layout),
  });
  const spacing = readSpacing(elements);
  const lossy = elements.text('x00282110') === '01';
  const notes = [...file.notes, ...voi.notes];
  if (facts.modality !== null && !RADIOGRAPHY.has(facts.modality)) {
    notes.push(`its modality is ${facts.modality}, not radiography`);
  }
  if (lossy) notes.push('the file says that its picture was compressed with loss before');
  if (facts.declaredSynthetic) notes.push('the file says that its picture is synthetic');
  return {
    width: image.width,
    height: image.height,
    pixels,
    bits: 16,
    notes,
    lossy,
    ...(spacing === undefined ? {} : { pixelSpacingMm: spacing }),
  };
}
