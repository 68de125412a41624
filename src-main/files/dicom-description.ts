import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decodeStoredPictures } from './dicom.ts';
import { countOverlays, type DicomImage, GREY, instanceUidProblem, readSpacing } from './dicom-attributes.ts';
import type { DicomElements, DicomFile } from './dicom-data-set.ts';
import { readGreyChain } from './dicom-grey-chain.ts';
import type { StoredFrame } from './dicom-pixels.ts';
import { checkFilmSize, refusal } from './film-limits.ts';

const windowSchema = z.strictObject({
  centre: z.number(),
  width: z.number(),
  function: z.string(),
  explanation: z.string().nullable(),
});
const lutSchema = z.strictObject({
  explanation: z.string().nullable(),
  /** The modality value that the first entry answers. */
  first: z.number(),
  entries: z.int(),
  bits: z.int(),
});
const rescaleSchema = z.strictObject({ slope: z.number(), intercept: z.number() });

/** What a DICOM picture's file says and holds, in plain JSON. */
export const dicomDescriptionSchema = z.strictObject({
  file: z.string(),
  transferSyntax: z.strictObject({ uid: z.string(), name: z.string() }),
  sopClassUid: z.string().nullable(),
  modality: z.string().nullable(),
  rows: z.int(),
  columns: z.int(),
  frames: z.int(),
  samplesPerPixel: z.int(),
  photometricInterpretation: z.string(),
  bitsAllocated: z.int(),
  bitsStored: z.int(),
  highBit: z.int(),
  pixelRepresentation: z.union([z.literal(0), z.literal(1)]),
  /** Rescale Slope and Intercept; null where the file has none or a Modality LUT Sequence. */
  rescale: rescaleSchema.nullable(),
  modalityLut: z.boolean(),
  /** Of the modality values: HU, OD, ...; null where unspecified. */
  unit: z.string().nullable(),
  /** The first of `windows`; null where the file names none. */
  window: windowSchema.nullable(),
  /** Every window that can be chosen; those of the first frame where functional groups hold them. */
  windows: z.array(windowSchema),
  voiLuts: z.array(lutSchema),
  /** How a grey picture is shown first: a table where there is one, else a window, else the range that occurs. */
  opensWith: z.enum(['voi-lut', 'window', 'range']).nullable(),
  /** MONOCHROME1, or Presentation LUT Shape INVERSE. */
  inverted: z.boolean(),
  /** Stored values that are no picture, both ends included. */
  padding: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
  pixelSpacingMm: z.tuple([z.number(), z.number()]).nullable(),
  lossy: z.boolean(),
  burnedInAnnotation: z.string().nullable(),
  overlays: z.int(),
  synthetic: z.boolean(),
  minimum: z.number(),
  maximum: z.number(),
  /** Of the stored values of all frames as 16-bit little-endian integers, two's complement where signed. */
  sha256: z.string(),
  notes: z.array(z.string()),
});
export type DicomDescription = z.infer<typeof dicomDescriptionSchema>;

export interface DescriptionOptions {
  /** Also describes objects without a valid SOP Instance UID, as some de-identifiers leave them. */
  readonly lenient?: boolean;
  /** Called when a frame has been decoded. */
  readonly onFrame?: () => void;
}

/**
 * Reads a DICOM file and decodes all of its frames.
 * @throws LightboxError as decodeDicom, for pictures of any size; FILE_CORRUPT for an invalid SOP Instance UID
 */
export async function describeDicom(
  bytes: Uint8Array,
  fileName: string,
  { lenient = false, onFrame = () => undefined }: DescriptionOptions = {},
): Promise<DicomDescription> {
  const { file, image, facts, frames } = await decodeStoredPictures(bytes, fileName);
  checkFilmSize(fileName, image.width, image.height, 1);
  const { elements, syntax } = file;
  const uidProblem = instanceUidProblem(elements);
  if (uidProblem !== undefined && !lenient) {
    throw refusal('FILE_CORRUPT', fileName, `${uidProblem}; --lenient describes it all the same`);
  }
  const { notes, ...grey } = greyOf(file, image, fileName);
  return {
    file: fileName,
    transferSyntax: { uid: syntax.uid, name: syntax.name },
    sopClassUid: elements.text('x00080016') ?? null,
    modality: facts.modality,
    rows: image.height,
    columns: image.width,
    frames: image.frames,
    samplesPerPixel: image.components,
    photometricInterpretation: image.photometric,
    bitsAllocated: image.layout.bitsAllocated,
    bitsStored: image.layout.bitsStored,
    highBit: image.layout.highBit,
    pixelRepresentation: image.layout.signed ? 1 : 0,
    ...grey,
    pixelSpacingMm: spacingOf(elements),
    lossy: elements.text('x00282110') === '01' || syntax.lossy,
    burnedInAnnotation: elements.text('x00280301') ?? null,
    overlays: countOverlays(elements),
    synthetic: facts.declaredSynthetic,
    ...(await valuesOf(frames, onFrame)),
    notes: [...file.notes, ...notes, ...(uidProblem === undefined ? [] : [uidProblem])],
  };
}

async function valuesOf(
  frames: AsyncIterable<StoredFrame>,
  onFrame: () => void,
): Promise<Pick<DicomDescription, 'minimum' | 'maximum' | 'sha256'>> {
  const hash = createHash('sha256');
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for await (const { values } of frames) {
    onFrame();
    hash.update(new Uint8Array(Int16Array.from(values).buffer));
    for (const value of values) {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  return { minimum, maximum, sha256: hash.digest('hex') };
}

function spacingOf(elements: DicomElements): DicomDescription['pixelSpacingMm'] {
  const spacing = readSpacing(elements);
  return spacing === undefined ? null : [...spacing];
}

type GreyDescription = Pick<
  DicomDescription,
  | 'rescale'
  | 'modalityLut'
  | 'unit'
  | 'window'
  | 'windows'
  | 'voiLuts'
  | 'opensWith'
  | 'inverted'
  | 'padding'
  | 'notes'
>;

/** The grey-value chain of the first frame. Colour has none. */
function greyOf(file: DicomFile, image: DicomImage, fileName: string): GreyDescription {
  if (!GREY.has(image.photometric)) return NO_CHAIN;
  const { modality, unit, choices, inverted, padding, notes } = readGreyChain(file, image, 0, fileName);
  const windows = choices.flatMap(({ label, transform }) => {
    if (transform.kind === 'lut') return [];
    const { function: shape, centre, width } = transform;
    return [{ centre, width, function: shape, explanation: label }];
  });
  const voiLuts = choices.flatMap(({ label, transform }) => {
    if (transform.kind === 'window') return [];
    const { first, values, bits } = transform;
    return [{ explanation: label, first, entries: values.length, bits }];
  });
  return {
    rescale: modality.kind === 'table' ? null : rescaleOf(file.elements, modality),
    modalityLut: modality.kind === 'table',
    unit,
    window: windows[0] ?? null,
    windows,
    voiLuts,
    opensWith: voiLuts.length > 0 ? 'voi-lut' : windows.length > 0 ? 'window' : 'range',
    inverted,
    padding: padding === undefined ? null : { low: padding[0], high: padding[1] },
    notes: [...notes],
  };
}

const NO_CHAIN: GreyDescription = {
  rescale: null,
  modalityLut: false,
  unit: null,
  window: null,
  windows: [],
  voiLuts: [],
  opensWith: null,
  inverted: false,
  padding: null,
  notes: [],
};

function rescaleOf(
  elements: DicomElements,
  { slope, intercept }: z.infer<typeof rescaleSchema>,
): DicomDescription['rescale'] {
  const written = elements.has('x00281053') || elements.has('x00281052');
  return written || slope !== 1 || intercept !== 0 ? { slope, intercept } : null;
}
