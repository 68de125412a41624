import { readJpegHeader } from '../jpeg-header.ts';
import { requirePackage } from '../node-packages.ts';
import type { DecodedFrame } from './decoded-frame.ts';

/** What is used of jpeg-lossless-decoder-js, which carries no declarations. */
interface LosslessPackage {
  readonly Decoder: new (
    buffer: ArrayBuffer | null,
    bytesPerSample: 1 | 2,
  ) => { decompress(buffer: ArrayBuffer, offset: number, length: number): ArrayBuffer };
}

/** JPEG lossless (ITU-T T.81 processes 14): SOF3. */
const SOF_LOSSLESS = 0xc3;

/**
 * Decodes one frame of JPEG lossless, any predictor, 2 to 16 bits.
 * @throws Error where the codestream is broken or of another process
 */
export async function decodeJpegLossless(codestream: Uint8Array): Promise<DecodedFrame> {
  const header = readJpegHeader(codestream);
  if (header === undefined) throw new Error('no frame header');
  if (header.sof !== SOF_LOSSLESS) throw new Error('the codestream is not lossless JPEG');
  const { widthPx, heightPx, components, precisionBits } = header;
  const wide = precisionBits > 8;
  const { Decoder } = requirePackage<LosslessPackage>('jpeg-lossless-decoder-js');
  // A copy: a Buffer's slice() would be a view into a larger one.
  const own = new Uint8Array(codestream).buffer;
  const output = new Decoder(own, wide ? 2 : 1).decompress(own, 0, own.byteLength);
  const samples = wide ? new Uint16Array(output) : new Uint8Array(output);
  const count = widthPx * heightPx * components;
  if (samples.length < count) throw new Error(`${samples.length} of ${count} samples came out`);
  return {
    width: widthPx,
    height: heightPx,
    components,
    bitsPerSample: precisionBits,
    signed: false,
    samples: new Int32Array(samples.subarray(0, count)),
  };
}
