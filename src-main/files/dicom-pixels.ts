import { LightboxError } from '../../src-core/base/errors.ts';
import { type SampleLayout, storedValueOf, unpackStoredValues } from '../../src-core/dicom/stored-values.ts';
import type { DecodedFrame } from './codecs/decoded-frame.ts';
import { frameStreams, readEncapsulated } from './codecs/encapsulated.ts';
import { codestreamSize, frameDecoder } from './codecs/frame-decoders.ts';
import { decodeRle } from './codecs/rle.ts';
import type { DicomImage } from './dicom-attributes.ts';
import type { DicomFile } from './dicom-data-set.ts';
import { checkCodedBytes, checkFilmMemory, messageOf, refusal } from './film-limits.ts';

/** The stored values of one frame, before any table (PS3.5 section 8.1.1). */
export interface StoredFrame {
  /** width * height * components values, interleaved by pixel, row by row. */
  readonly values: Int32Array;
  readonly components: number;
  /** True where the codec has turned luminance and chrominance to red, green and blue itself. */
  readonly colourDecoded: boolean;
}

/** Stored values in 32 bits, and what is made of them. */
const NATIVE_BYTES_PER_SAMPLE = 8;
/** With a codec's own working memory and what it hands out. */
const CODED_BYTES_PER_SAMPLE = 16;

/**
 * Reads or decodes one frame.
 * @param frame from 0 to Number of Frames - 1
 * @throws LightboxError FILE_CORRUPT (cut short, broken, of another size than the data set says),
 *   FILE_UNSUPPORTED (a coding that is not read) or FILE_OVER_LIMIT, naming the file
 */
export async function readStoredFrame(
  file: DicomFile,
  image: DicomImage,
  frame: number,
  fileName: string,
): Promise<StoredFrame> {
  const { coding, name } = file.syntax;
  const samples = image.width * image.height * image.components;
  const native = coding === 'native-little' || coding === 'native-big' || coding === 'deflated';
  const perSample = native ? NATIVE_BYTES_PER_SAMPLE : CODED_BYTES_PER_SAMPLE;
  checkFilmMemory(fileName, file.elements.dataSetBytes + perSample * samples);
  if (native) {
    return {
      values: nativeValues(file, image, frame, fileName),
      components: image.components,
      colourDecoded: false,
    };
  }
  const stream = compressedFrame(file, image, frame, fileName);
  checkCodedBytes(fileName, image.width * image.height, stream.length);
  if (coding === 'rle') {
    return { values: rleValues(stream, image, fileName), components: image.components, colourDecoded: false };
  }
  const decode = frameDecoder(coding);
  if (decode === undefined)
    throw refusal('FILE_UNSUPPORTED', fileName, `its pixels are compressed with ${name}`);
  let decoded: DecodedFrame;
  try {
    checkSize(codestreamSize(coding, stream), image, name, fileName);
    decoded = await decode(stream, samples);
  } catch (error) {
    if (error instanceof LightboxError) throw error;
    throw refusal(
      'FILE_CORRUPT',
      fileName,
      `its ${name} data cannot be decoded (${messageOf(error)})`,
      error,
    );
  }
  checkSize(decoded, image, name, fileName);
  if (decoded.components !== image.components) {
    const found = `${decoded.components} samples a pixel instead of ${image.components}`;
    throw refusal('FILE_CORRUPT', fileName, `its ${name} data holds ${found}`);
  }
  return {
    values: toStored(decoded, image.layout),
    components: decoded.components,
    colourDecoded:
      decoded.components > 1 && (coding === 'jpeg-8-bit' || /^YBR_(?:RCT|ICT)$/.test(image.photometric)),
  };
}

function nativeValues(
  { elements, syntax }: DicomFile,
  image: DicomImage,
  frame: number,
  fileName: string,
): Int32Array {
  const { width, height, components, layout } = image;
  const bytes = elements.pixelBytes ?? new Uint8Array(0);
  const samples = image.chromaHalved ? 2 * width * height : width * height * components;
  // Frames of single bits follow each other without a gap; only such of whole bytes are met.
  const frameBytes = Math.ceil((samples * layout.bitsAllocated) / 8);
  if (bytes.length < frameBytes * image.frames) {
    const found = `${bytes.length} of ${frameBytes * image.frames} bytes`;
    throw refusal('FILE_CORRUPT', fileName, `its pixel data is cut short (${found})`);
  }
  const bigEndian = syntax.coding === 'native-big';
  const swapped = layout.bitsAllocated === 16 ? bigEndian : bigEndian && elements.pixelData?.vr === 'OW';
  const own = bytes.subarray(frame * frameBytes);
  const values = unpackStoredValues(own, samples, layout, swapped);
  return image.planar && components > 1 ? interleave(values, components) : values;
}

function compressedFrame(file: DicomFile, image: DicomImage, frame: number, fileName: string): Uint8Array {
  const body = file.elements.behindPixelDataHead();
  if (body === undefined) {
    throw refusal(
      'FILE_CORRUPT',
      fileName,
      `it calls itself ${file.syntax.name}, but its pixels are not compressed`,
    );
  }
  try {
    const stream = frameStreams(readEncapsulated(body), image.frames)[frame];
    if (stream === undefined) throw new Error(`frame ${frame + 1} is missing`);
    return stream;
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, messageOf(error), error);
  }
}

function rleValues(stream: Uint8Array, image: DicomImage, fileName: string): Int32Array {
  const { width, height, components, layout } = image;
  try {
    const samples = decodeRle(stream, width * height, components, Math.ceil(layout.bitsAllocated / 8));
    for (let index = 0; index < samples.length; index++) {
      samples[index] = storedValueOf(samples[index] ?? 0, layout);
    }
    return samples;
  } catch (error) {
    throw refusal('FILE_CORRUPT', fileName, `its RLE data cannot be decoded (${messageOf(error)})`, error);
  }
}

/** Before memory is taken for it: a codestream of another size than Rows and Columns is damage or an attack. */
function checkSize(
  found: { readonly width: number; readonly height: number } | undefined,
  image: DicomImage,
  name: string,
  fileName: string,
): void {
  if (found?.width === image.width && found.height === image.height) return;
  const what =
    found === undefined ? 'no frame header' : `a picture of ${found.width} x ${found.height} pixels`;
  throw refusal(
    'FILE_CORRUPT',
    fileName,
    `its ${name} data holds ${what} instead of ${image.width} x ${image.height}`,
  );
}

/**
 * The codestream's own sign gives way to the data set's Pixel Representation: JPEG and JPEG-LS know no sign, and
 * some writers say in JPEG 2000 what the data set denies (pydicom's J2K_pixelrep_mismatch).
 */
function toStored({ samples, signed, bitsPerSample }: DecodedFrame, layout: SampleLayout): Int32Array {
  if (signed === layout.signed) return samples;
  const unused = 32 - bitsPerSample;
  // In place: a second picture of this size would be a burden.
  for (let index = 0; index < samples.length; index++) {
    const moved = (samples[index] ?? 0) << unused;
    samples[index] = layout.signed ? moved >> unused : moved >>> unused;
  }
  return samples;
}

function interleave(values: Int32Array, components: number): Int32Array {
  const pixels = values.length / components;
  const mixed = new Int32Array(values.length);
  for (let component = 0; component < components; component++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      mixed[pixel * components + component] = values[component * pixels + pixel] ?? 0;
    }
  }
  return mixed;
}
