import type { FilmWarning } from '../../src-core/base/film-warnings.ts';
import type { SampleLayout } from '../../src-core/dicom/stored-values.ts';
import type { FilmFacts } from '../../src-core/imaging/radiograph.ts';
import type { DicomElements } from './dicom-data-set.ts';
import { refusal } from './film-limits.ts';

export interface DicomImage {
  readonly width: number;
  readonly height: number;
  readonly layout: SampleLayout;
  /** Photometric Interpretation as the file writes it. */
  readonly photometric: string;
  /** Samples a pixel: 1 grey or palette, 3 colour. */
  readonly components: 1 | 3;
  /** Planar Configuration 1: whole planes one after the other. */
  readonly planar: boolean;
  /** YBR_FULL_422 without compression: two pixels share their chrominance. */
  readonly chromaHalved: boolean;
  readonly frames: number;
}

export const GREY: ReadonlySet<string> = new Set(['MONOCHROME1', 'MONOCHROME2']);
const COLOUR = new Set(['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_RCT', 'YBR_ICT']);
const MAX_FRAMES = 100_000;

/** Attributes of the Image Pixel module by tag (PS3.3 section C.7.6.3). */
const TAG = {
  samplesPerPixel: 'x00280002',
  photometric: 'x00280004',
  planar: 'x00280006',
  numberOfFrames: 'x00280008',
  rows: 'x00280010',
  columns: 'x00280011',
  bitsAllocated: 'x00280100',
  bitsStored: 'x00280101',
  highBit: 'x00280102',
  pixelRepresentation: 'x00280103',
} as const;

/**
 * The picture's layout: grey, palette or colour frames of 8 or 16 bits.
 * @param compressed whether the pixels are: chrominance is then the codec's matter
 * @throws LightboxError FILE_CORRUPT for what is missing or contradictory, FILE_UNSUPPORTED for what is valid
 *   but not read (other colour models and depths).
 */
export function readImageAttributes(
  elements: DicomElements,
  fileName: string,
  compressed: boolean,
): DicomImage {
  const required = (tag: string, name: string): number => {
    const value = elements.unsigned16(tag);
    if (value === undefined)
      throw refusal('FILE_CORRUPT', fileName, `its DICOM attribute ${name} is missing`);
    return value;
  };
  const photometric = elements.text(TAG.photometric);
  if (photometric === undefined) {
    throw refusal('FILE_CORRUPT', fileName, 'its DICOM attribute Photometric Interpretation is missing');
  }
  const single = GREY.has(photometric) || photometric === 'PALETTE COLOR';
  if (!single && !COLOUR.has(photometric)) {
    const what = `its DICOM picture is in colour (${photometric}), which is not read`;
    throw refusal('FILE_UNSUPPORTED', fileName, what);
  }
  const components = elements.unsigned16(TAG.samplesPerPixel) ?? 1;
  if (components !== (single ? 1 : 3)) {
    const what = `it has ${components} samples a pixel, but calls itself ${photometric}`;
    throw refusal('FILE_CORRUPT', fileName, what);
  }
  const frames = elements.decimal(TAG.numberOfFrames) ?? 1;
  if (!Number.isInteger(frames) || frames < 1 || frames > MAX_FRAMES) {
    throw refusal('FILE_CORRUPT', fileName, `its number of frames, ${frames}, makes no sense`);
  }
  return {
    photometric,
    components,
    frames,
    planar: elements.unsigned16(TAG.planar) === 1,
    chromaHalved: photometric === 'YBR_FULL_422' && !compressed,
    height: required(TAG.rows, 'Rows'),
    width: required(TAG.columns, 'Columns'),
    layout: readLayout(elements, fileName, required(TAG.bitsAllocated, 'Bits Allocated')),
  };
}

function readLayout(elements: DicomElements, fileName: string, bitsAllocated: number): SampleLayout {
  if (bitsAllocated !== 1 && bitsAllocated !== 8 && bitsAllocated !== 16) {
    throw refusal(
      'FILE_UNSUPPORTED',
      fileName,
      `its pixels have ${bitsAllocated} bits; 1, 8 and 16 are read`,
    );
  }
  const bitsStored = elements.unsigned16(TAG.bitsStored) ?? bitsAllocated;
  const highBit = elements.unsigned16(TAG.highBit) ?? bitsStored - 1;
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit < bitsStored - 1) {
    const bits = `${bitsStored} bits stored, high bit ${highBit}, ${bitsAllocated} allocated`;
    throw refusal('FILE_CORRUPT', fileName, `its DICOM pixel layout contradicts itself (${bits})`);
  }
  const signed = (elements.unsigned16(TAG.pixelRepresentation) ?? 0) === 1;
  return { bitsAllocated, bitsStored, highBit, signed };
}

/** What is wrong with the SOP Instance UID (PS3.5 section 9.1), in plain words; undefined where it is a UID. */
export function instanceUidProblem(elements: DicomElements): string | undefined {
  const uid = elements.text('x00080018');
  if (uid === undefined) return 'its SOP Instance UID is missing';
  return uid.length <= 64 && /^[0-9]+(?:\.[0-9]+)*$/.test(uid) ? undefined : 'its SOP Instance UID is no UID';
}

/** Overlay planes in the repeating groups 6000 to 601E (PS3.3 section C.9.2). */
export function countOverlays(elements: DicomElements): number {
  return Array.from(
    { length: 16 },
    (_, plane) => `x60${(2 * plane).toString(16).padStart(2, '0')}0010`,
  ).filter((tag) => elements.has(tag)).length;
}

/** Burned In Annotation (0028,0301) and overlays: what else than the film the file shows or carries. */
export function readWarnings(elements: DicomElements): FilmWarning[] {
  const warnings: FilmWarning[] = [];
  if (elements.text('x00280301') === 'YES') warnings.push('burned-in-declared');
  if (countOverlays(elements) > 0 || elements.has('x60003000')) warnings.push('overlay');
  return warnings;
}

/** Row and column spacing in millimetres: Pixel Spacing, else that of the imager's plate (not of the patient). */
export function readSpacing(elements: DicomElements): readonly [number, number] | undefined {
  for (const tag of ['x00280030', 'x00181164']) {
    const row = elements.decimal(tag, 0);
    const column = elements.decimal(tag, 1);
    if (row !== undefined && column !== undefined && row > 0 && column > 0) return [row, column];
  }
  return undefined;
}

/** What the file says of patient and exposure, as far as it can be understood. */
export function readFacts(elements: DicomElements): FilmFacts {
  const age = /^(\d{1,3})Y?$/.exec(elements.text('x00101010') ?? '')?.[1];
  // "000Y" stands for an unknown age as often as for an infant's.
  const ageYears = Number(age ?? 0) || null;
  const written = elements.text('x00100040');
  const sex = written === 'M' || written === 'F' ? written : null;
  const view = elements.text('x00185101') ?? null;
  const modality = elements.text('x00080060') ?? null;
  const label = [modality, view, sex, ageYears === null ? null : `${ageYears} years`]
    .filter(Boolean)
    .join(', ');
  return {
    patient: elements.text('x00100020') ?? null,
    ageYears,
    sex,
    view,
    modality,
    label: label === '' ? null : label,
    declaredSynthetic: elements.text('x0008001c') === 'YES',
  };
}
