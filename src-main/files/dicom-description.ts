import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decodeStoredPictures } from './dicom.ts';
import { countOverlays, instanceUidProblem, readSpacing } from './dicom-attributes.ts';
import type { DicomElements } from './dicom-data-set.ts';
import type { StoredFrame } from './dicom-pixels.ts';
import { checkFilmSize, refusal } from './film-limits.ts';

const windowSchema = z.strictObject({
  centre: z.number(),
  width: z.number(),
  function: z.string(),
  explanation: z.string().nullable(),
});
export type DescribedWindow = z.infer<typeof windowSchema>;

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
  rescale: z.strictObject({ slope: z.number(), intercept: z.number() }).nullable(),
  modalityLut: z.boolean(),
  /** The first of `windows`; null where the file names none. */
  window: windowSchema.nullable(),
  windows: z.array(windowSchema),
  voiLuts: z.int(),
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
  const windows = windowsOf(elements);
  const modalityLut = elements.firstItem('x00283000') !== undefined;
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
    rescale: modalityLut ? null : rescaleOf(elements),
    modalityLut,
    window: windows[0] ?? null,
    windows,
    voiLuts: elements.items('x00283010').length,
    pixelSpacingMm: spacingOf(elements),
    lossy: elements.text('x00282110') === '01' || syntax.lossy,
    burnedInAnnotation: elements.text('x00280301') ?? null,
    overlays: countOverlays(elements),
    synthetic: facts.declaredSynthetic,
    ...(await valuesOf(frames, onFrame)),
    notes: uidProblem === undefined ? [...file.notes] : [...file.notes, uidProblem],
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

function rescaleOf(elements: DicomElements): DicomDescription['rescale'] {
  const slope = elements.decimal('x00281053');
  const intercept = elements.decimal('x00281052');
  if (slope === undefined && intercept === undefined) return null;
  return { slope: slope ?? 1, intercept: intercept ?? 0 };
}

function windowsOf(elements: DicomElements): DescribedWindow[] {
  const windows: DescribedWindow[] = [];
  for (let index = 0; ; index++) {
    const centre = elements.decimal('x00281050', index);
    const width = elements.decimal('x00281051', index);
    if (centre === undefined || width === undefined) return windows;
    windows.push({
      centre,
      width,
      function: elements.text('x00281056') ?? 'LINEAR',
      explanation: elements.text('x00281055', index) ?? null,
    });
  }
}
