import { type DecodedFrame, type FrameDecoder, samplesOf } from './decoded-frame.ts';
import { type WasmCodec, wasmCodec } from './wasm-codec.ts';

/** The decoder class that the Emscripten builds of OpenJPEG, OpenJPH, CharLS and libjpeg-turbo share. */
interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned?: boolean;
  };
  /** Emscripten's objects are freed by hand. */
  delete(): void;
}

type DecoderClass = new () => WasmDecoder;

/** How a build differs: its files, its class's name, and how it lays colour out. */
export interface WasmBuild {
  readonly script: string;
  readonly binary: string;
  readonly className: string;
  /** True where components of a frame come out one after the other. */
  planar(decoder: unknown): boolean;
}

interface WasmModule {
  readonly [className: string]: unknown;
  /** Text of a C++ exception that was thrown as a pointer. */
  readonly getExceptionMessage?: (pointer: number) => string;
}

/** OpenJPEG and OpenJPH work in 32 bits, beside the samples they hand out; memory grows in steps of a fifth. */
const BYTES_PER_SAMPLE = 12;
/** For tables and the tree of code-blocks; a codestream of more tiny parts than that is no film's. */
const WORKING_BYTES = 48 * 2 ** 20;
/** A codec that has grown beyond this is started anew, since its memory never shrinks. */
const KEPT_BYTES = 128 * 2 ** 20;

/** A decoder of codestreams by one of these builds. Its memory is held to what the samples can need. */
export function wasmDecoder(build: WasmBuild): FrameDecoder {
  const start = wasmCodec<WasmModule>(build.script, build.binary);
  let kept: Promise<WasmCodec<WasmModule>> | undefined;
  return async (codestream, samples) => {
    kept ??= start();
    const codec = await kept;
    codec.allowBytes(WORKING_BYTES + BYTES_PER_SAMPLE * samples + 2 * codestream.length);
    let sound = false;
    try {
      const frame = decode(build, codec.module, codestream);
      sound = true;
      return frame;
    } catch (thrown) {
      // An exception of C++ leaves the codec as it was; a trap or an abort may leave its memory in disorder.
      sound = typeof thrown === 'number';
      throw readable(thrown, codec.module);
    } finally {
      if (!sound || codec.heldBytes > KEPT_BYTES) kept = undefined;
    }
  };
}

function decode(build: WasmBuild, module: WasmModule, codestream: Uint8Array): DecodedFrame {
  const Decoder = module[build.className] as DecoderClass;
  const decoder = new Decoder();
  decoder.getEncodedBuffer(codestream.length).set(codestream);
  try {
    decoder.decode();
  } catch (thrown) {
    if (typeof thrown === 'number') decoder.delete();
    throw thrown;
  }
  const info = decoder.getFrameInfo();
  const count = info.width * info.height * info.componentCount;
  const signed = info.isSigned === true;
  // getDecodedBuffer is a view of the codec's memory, which delete() gives back.
  const samples = samplesOf(decoder.getDecodedBuffer(), count, info.bitsPerSample, signed);
  const planar = build.planar(decoder);
  decoder.delete();
  return {
    width: info.width,
    height: info.height,
    components: info.componentCount,
    bitsPerSample: info.bitsPerSample,
    signed,
    samples: planar ? interleaved(samples, info.componentCount) : samples,
  };
}

function interleaved(samples: Int32Array, components: number): Int32Array {
  if (components === 1) return samples;
  const pixels = samples.length / components;
  const mixed = new Int32Array(samples.length);
  for (let component = 0; component < components; component++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      mixed[pixel * components + component] = samples[component * pixels + pixel] ?? 0;
    }
  }
  return mixed;
}

function readable(thrown: unknown, module: WasmModule): Error {
  if (thrown instanceof Error) return thrown;
  if (typeof thrown === 'number' && module.getExceptionMessage !== undefined) {
    return new Error(String(module.getExceptionMessage(thrown)));
  }
  return new Error(typeof thrown === 'string' ? thrown : 'the codec gave up');
}
