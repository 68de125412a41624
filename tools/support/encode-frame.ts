import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The encoders in the packages whose decoders the product uses. */

const require = createRequire(import.meta.url);

export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly bits: number;
  readonly signed?: boolean;
  /** Interleaved by pixel, little endian. */
  readonly bytes: Uint8Array;
}

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
  readonly isUsingColorTransform: boolean;
}

interface Encoder {
  getDecodedBuffer(info: FrameInfo): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  delete(): void;
}

/** What the encoders of single codings are told besides; each has some of these. */
export interface EncoderSettings extends Encoder {
  setDecompositions(levels: number): void;
  setQuality(reversible: boolean | number, ratio?: number): void;
  setProgressionOrder(order: number): void;
  setTileSize(size: { readonly width: number; readonly height: number }): void;
  setBlockDimensions(size: { readonly width: number; readonly height: number }): void;
  setNearLossless(error: number): void;
  setInterleaveMode(mode: number): void;
  setProgressive(progressive: boolean): void;
  setSubSampling(kind: number): void;
}

const BUILDS = {
  'jpeg-2000': ['@cornerstonejs/codec-openjpeg/wasmjs', '@cornerstonejs/codec-openjpeg/wasm', 'J2KEncoder'],
  htj2k: ['@cornerstonejs/codec-openjph/wasmjs', '@cornerstonejs/codec-openjph/wasm', 'HTJ2KEncoder'],
  'jpeg-ls': ['@cornerstonejs/codec-charls/wasmjs', '@cornerstonejs/codec-charls/wasm', 'JpegLSEncoder'],
  jpeg: [
    '@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs',
    '@cornerstonejs/codec-libjpeg-turbo-8bit/wasm',
    'JPEGEncoder',
  ],
} as const;

/** A codestream of the samples, with the encoder's own defaults where `adjust` leaves them. */
export async function encodeFrame(
  coding: keyof typeof BUILDS,
  samples: Samples,
  adjust: (encoder: EncoderSettings) => void = () => undefined,
): Promise<Uint8Array> {
  const [script, binary, name] = BUILDS[coding];
  const silent = (): void => undefined;
  const module = await require(script)({
    wasmBinary: readFileSync(require.resolve(binary)),
    print: silent,
    printErr: silent,
  });
  const encoder: EncoderSettings = new module[name]();
  const { width, height, components, bits, signed = false, bytes } = samples;
  const target = encoder.getDecodedBuffer({
    width,
    height,
    bitsPerSample: bits,
    componentCount: components,
    isSigned: signed,
    isUsingColorTransform: components === 3,
  });
  target.set(bytes);
  adjust(encoder);
  encoder.encode();
  const encoded = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return encoded;
}
