import { type DecodedFrame, samplesOf, wasmCodec } from './decoded-frame.ts';

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

/** A decoder of codestreams by one of these builds. */
export function wasmDecoder(build: WasmBuild): (codestream: Uint8Array) => Promise<DecodedFrame> {
  const load = wasmCodec<WasmModule>(build.script, build.binary);
  return async (codestream) => {
    const module = await load();
    const Decoder = module[build.className] as DecoderClass;
    const decoder = new Decoder();
    try {
      decoder.getEncodedBuffer(codestream.length).set(codestream);
      decoder.decode();
      const info = decoder.getFrameInfo();
      const count = info.width * info.height * info.componentCount;
      const signed = info.isSigned === true;
      // getDecodedBuffer is a view of the codec's memory, which delete() gives back.
      const samples = samplesOf(decoder.getDecodedBuffer(), count, info.bitsPerSample, signed);
      return {
        width: info.width,
        height: info.height,
        components: info.componentCount,
        bitsPerSample: info.bitsPerSample,
        signed,
        samples: build.planar(decoder) ? interleaved(samples, info.componentCount) : samples,
      };
    } catch (thrown) {
      throw readable(thrown, module);
    } finally {
      decoder.delete();
    }
  };
}

function interleaved(samples: Int32Array, components: number): Int32Array {
  if (components === 1) return samples;
  const pixels = samples.length / components;
  return samples.map(
    (_, index) => samples[(index % components) * pixels + Math.floor(index / components)] ?? 0,
  );
}

function readable(thrown: unknown, module: WasmModule): Error {
  if (thrown instanceof Error) return thrown;
  if (typeof thrown === 'number' && module.getExceptionMessage !== undefined) {
    return new Error(String(module.getExceptionMessage(thrown)));
  }
  return new Error(typeof thrown === 'string' ? thrown : 'the codec gave up');
}
