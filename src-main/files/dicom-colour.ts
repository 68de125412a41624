import { COLOUR_NOTE, greyFromColour } from '../../src-core/imaging/colour.ts';
import type { DicomImage } from './dicom-attributes.ts';
import type { DicomElements } from './dicom-data-set.ts';
import type { StoredFrame } from './dicom-pixels.ts';
import { refusal } from './film-limits.ts';

export interface GreyValues {
  readonly values: Int32Array;
  /** The highest value that can occur; the lowest is 0. */
  readonly highest: number;
  readonly notes: readonly string[];
}

/**
 * Grey of a colour frame (PS3.3 section C.7.6.3.1.2): luminance where the file keeps it apart, BT.601 luma of red,
 * green and blue, or of the palette's colours.
 * @throws LightboxError FILE_UNSUPPORTED for colour models that are not read, FILE_CORRUPT for a broken palette
 */
export function greyOfColour(
  frame: StoredFrame,
  image: DicomImage,
  elements: DicomElements,
  bigEndian: boolean,
  fileName: string,
): GreyValues {
  const highest = 2 ** image.layout.bitsStored - 1;
  if (image.photometric === 'PALETTE COLOR') return paletteGrey(frame.values, elements, bigEndian, fileName);
  if (image.photometric === 'RGB' || frame.colourDecoded) {
    const { pixels, coloured } = greyFromColour(new Uint16Array(frame.values), frame.components);
    return { values: new Int32Array(pixels), highest, notes: coloured ? [COLOUR_NOTE] : [] };
  }
  if (image.photometric === 'YBR_FULL' || image.photometric === 'YBR_FULL_422') {
    const values = image.chromaHalved
      ? luminanceOfPairs(frame.values)
      : everyThird(frame.values, frame.components);
    return { values, highest, notes: [COLOUR_NOTE] };
  }
  throw refusal(
    'FILE_UNSUPPORTED',
    fileName,
    `its DICOM picture is in colour (${image.photometric}), which is not read`,
  );
}

/** YBR_FULL_422 without compression: two luminances, then the blue and red chrominance they share. */
function luminanceOfPairs(values: Int32Array): Int32Array {
  return Int32Array.from(
    { length: values.length / 2 },
    (_, pixel) => values[4 * (pixel >> 1) + (pixel & 1)] ?? 0,
  );
}

function everyThird(values: Int32Array, components: number): Int32Array {
  return Int32Array.from(
    { length: values.length / components },
    (_, pixel) => values[components * pixel] ?? 0,
  );
}

/** PS3.3 section C.7.9: three tables by index; entries of 8 bits are taken as 16 (255 is 65535). */
function paletteGrey(
  indexes: Int32Array,
  elements: DicomElements,
  bigEndian: boolean,
  fileName: string,
): GreyValues {
  if (elements.has('x00281221'))
    throw refusal('FILE_UNSUPPORTED', fileName, 'its colour palette is segmented');
  const [red, green, blue] = ['1', '2', '3'].map((channel) =>
    elements.lookupTable(`x0028110${channel}`, `x0028120${channel}`, bigEndian),
  );
  if (red === undefined || green === undefined || blue === undefined) {
    throw refusal('FILE_CORRUPT', fileName, 'its colour palette is incomplete');
  }
  const colours = new Uint16Array(3 * red.entries.length);
  for (const [channel, table] of [red, green, blue].entries()) {
    const scale = table.bits === 8 ? 257 : 1;
    for (const [index, entry] of table.entries.entries()) colours[3 * index + channel] = entry * scale;
  }
  const { pixels, coloured } = greyFromColour(colours, 3);
  const last = pixels.length - 1;
  const values = indexes.map((index) => pixels[Math.min(last, Math.max(0, index - red.firstInput))] ?? 0);
  return { values, highest: 65535, notes: coloured ? [COLOUR_NOTE] : [] };
}
