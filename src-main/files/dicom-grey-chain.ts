import type { GreyChain, ModalityTransform } from '../../src-core/dicom/film-values.ts';
import { buildLookupTable, type LookupTable } from '../../src-core/dicom/lookup-table.ts';
import type { VoiChoice, VoiWindow } from '../../src-core/imaging/film-display.ts';
import type { DicomImage } from './dicom-attributes.ts';
import { type DicomElements, type DicomFile, decimalOf } from './dicom-data-set.ts';
import { messageOf, refusal } from './film-limits.ts';

/** The chain of a frame's grey values, and what its owner should know of it, in plain words. */
export interface ReadGreyChain extends GreyChain {
  readonly notes: readonly string[];
}

/** Attributes of the modules Modality LUT, VOI LUT and their macros for frames, by tag. */
const TAG = {
  modalityLut: 'x00283000',
  lutDescriptor: 'x00283002',
  lutExplanation: 'x00283003',
  modalityLutType: 'x00283004',
  lutData: 'x00283006',
  voiLut: 'x00283010',
  windowCentre: 'x00281050',
  windowWidth: 'x00281051',
  intercept: 'x00281052',
  slope: 'x00281053',
  rescaleType: 'x00281054',
  windowExplanation: 'x00281055',
  voiFunction: 'x00281056',
  padding: 'x00280120',
  paddingLimit: 'x00280121',
  presentationShape: 'x20500020',
  sharedGroups: 'x52009229',
  frameGroups: 'x52009230',
  pixelValueTransformation: 'x00289145',
  frameVoi: 'x00289132',
} as const;

/** Ways to look at a film that are kept: no file needs more, and a hostile one may name thousands of tables. */
const MAX_CHOICES = 64;

/**
 * What a file says of a frame's grey values. Functional groups of the frame go before shared ones, and these before
 * the attributes of the whole object (PS3.3 section C.7.6.16).
 * @throws LightboxError FILE_CORRUPT for a table that is incomplete or shorter than it says
 */
export function readGreyChain(
  { elements, syntax }: DicomFile,
  image: DicomImage,
  frame: number,
  fileName: string,
): ReadGreyChain {
  const bigEndian = syntax.coding === 'native-big';
  const rescaled = ofFrame(elements, frame, TAG.pixelValueTransformation) ?? elements;
  const table = (item: DicomElements, signed: boolean) => readTable(item, signed, bigEndian, fileName);
  const modality = readModality(elements, rescaled, (item) => table(item, image.layout.signed));
  const signed = modality.kind === 'rescale' && (image.layout.signed || modality.intercept < 0);
  const luts = elements.items(TAG.voiLut, MAX_CHOICES).map((item): VoiChoice => {
    const { firstInput, bits, entries } = table(item, signed);
    const transform = { kind: 'lut', first: firstInput, bits, values: entries } as const;
    return { label: item.text(TAG.lutExplanation) ?? null, transform };
  });
  const windows = readWindows(ofFrame(elements, frame, TAG.frameVoi) ?? elements);
  const presentation = readPresentation(elements, image.photometric);
  // Alternatives of equal right by PS3.3 section C.11.2.1; the tables are the finer ones, and pydicom prefers them too.
  const offered = elements.itemCount(TAG.voiLut) + windows.choices.length;
  const choices = [...luts, ...windows.choices].slice(0, MAX_CHOICES);
  const more =
    offered > choices.length
      ? [`of its ${offered} windows and tables the first ${MAX_CHOICES} are kept`]
      : [];
  const unnamed =
    choices.length > 0 ? [] : ['the file names no window; it is shown from its lowest to its highest value'];
  return {
    modality,
    unit: readUnit(elements, rescaled),
    choices,
    inverted: presentation.inverted,
    padding: readPadding(elements, image),
    notes: [...windows.notes, ...more, ...unnamed, ...presentation.notes],
  };
}

/** A functional group macro's item: the frame's own, else the one that all frames share. */
function ofFrame(elements: DicomElements, frame: number, macro: string): DicomElements | undefined {
  return (
    elements.item(TAG.frameGroups, frame)?.firstItem(macro) ??
    elements.firstItem(TAG.sharedGroups)?.firstItem(macro)
  );
}

/** Modality LUT Sequence, else Rescale Slope and Intercept, else none (PS3.3 section C.11.1). */
function readModality(
  elements: DicomElements,
  rescaled: DicomElements,
  table: (item: DicomElements) => LookupTable,
): ModalityTransform {
  const item = elements.firstItem(TAG.modalityLut);
  if (item !== undefined) return { kind: 'table', table: table(item) };
  const slope = rescaled.decimal(TAG.slope) ?? 1;
  const intercept = rescaled.decimal(TAG.intercept) ?? 0;
  return { kind: 'rescale', slope: slope === 0 ? 1 : slope, intercept };
}

/** Modality LUT Type or Rescale Type; "US" says that the unit is unspecified (PS3.3 section C.11.1.1.2). */
function readUnit(elements: DicomElements, rescaled: DicomElements): string | null {
  const unit =
    elements.firstItem(TAG.modalityLut)?.text(TAG.modalityLutType) ?? rescaled.text(TAG.rescaleType) ?? 'US';
  return unit === 'US' ? null : unit;
}

/**
 * The second value of LUT Descriptor is signed where its VR or the table's input says so (PS3.3 sections C.11.1.1 and
 * C.11.2.1.1): implicit VR has no VR to say it, and writers put US on negative values.
 */
function readTable(
  item: DicomElements,
  signedInput: boolean,
  bigEndian: boolean,
  fileName: string,
): LookupTable {
  const signed = signedInput || item.element(TAG.lutDescriptor)?.vr === 'SS';
  const data = item.bytes(TAG.lutData);
  const count = item.unsigned16(TAG.lutDescriptor, 0);
  const first = signed ? item.signed16(TAG.lutDescriptor, 1) : item.unsigned16(TAG.lutDescriptor, 1);
  const bits = item.unsigned16(TAG.lutDescriptor, 2);
  if (data === undefined || count === undefined || first === undefined || bits === undefined) {
    throw refusal('FILE_CORRUPT', fileName, 'its DICOM lookup table is incomplete');
  }
  try {
    return buildLookupTable([count, first, bits], data, bigEndian);
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, messageOf(error), error);
  }
}

interface Windows {
  readonly choices: readonly VoiChoice[];
  readonly notes: readonly string[];
}

/** Every pair of Window Center and Window Width; one VOI LUT Function holds for all (PS3.3 section C.11.2.1.3). */
function readWindows(item: DicomElements): Windows {
  const named = item.text(TAG.voiFunction) ?? 'LINEAR';
  const shape = WINDOW_FUNCTIONS.find((name) => name === named);
  const notes =
    shape === undefined
      ? [`the window function ${JSON.stringify(named)} is not known; LINEAR was taken`]
      : [];
  const choices: VoiChoice[] = [];
  const widths = item.texts(TAG.windowWidth);
  const explanations = item.texts(TAG.windowExplanation);
  for (const [index, written] of item.texts(TAG.windowCentre).entries()) {
    const [centre, width] = [decimalOf(written), decimalOf(widths[index])];
    if (centre === undefined || width === undefined) continue;
    const window: VoiWindow = { kind: 'window', function: shape ?? 'LINEAR', centre, width };
    // PS3.3 section C.11.2.1.2: at least 1 for LINEAR, above 0 for the others.
    if (width > 0 && (width >= 1 || window.function !== 'LINEAR')) {
      choices.push({ label: explanations[index] || null, transform: window });
    } else notes.push(`the window width ${width} is not allowed; the window was left out`);
  }
  return { choices, notes };
}

const WINDOW_FUNCTIONS = ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const;

/**
 * MONOCHROME1 and Presentation LUT Shape INVERSE say the same thing (PS3.3 section C.8.11.3.1.2): one inversion, not
 * two. Where they contradict each other, what asks for inversion is followed, with a note.
 */
function readPresentation(
  elements: DicomElements,
  photometric: string,
): { readonly inverted: boolean; readonly notes: readonly string[] } {
  const shape = elements.text(TAG.presentationShape);
  const monochrome1 = photometric === 'MONOCHROME1';
  const contradicted = (shape === 'INVERSE' && !monochrome1) || (shape === 'IDENTITY' && monochrome1);
  const note = `its Presentation LUT Shape ${shape} contradicts ${photometric}; it is shown inverted`;
  return { inverted: monochrome1 || shape === 'INVERSE', notes: contradicted ? [note] : [] };
}

/** Pixel Padding Value (0028,0120) and Range Limit (0028,0121), in either order. */
function readPadding(elements: DicomElements, { layout }: DicomImage): GreyChain['padding'] {
  const read = (tag: string) => (layout.signed ? elements.signed16(tag) : elements.unsigned16(tag));
  const value = read(TAG.padding);
  if (value === undefined) return undefined;
  const limit = read(TAG.paddingLimit) ?? value;
  return [Math.min(value, limit), Math.max(value, limit)];
}
