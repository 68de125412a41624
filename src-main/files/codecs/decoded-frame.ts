import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** One frame as a codec gives it, before the data set's own layout is applied. */
export interface DecodedFrame {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel: 1 grey, 3 colour, interleaved by pixel. */
  readonly components: number;
  /** What the codestream says of its own samples. */
  readonly bitsPerSample: number;
  readonly signed: boolean;
  /** width * height * components samples, row by row. */
  readonly samples: Int32Array;
}

/** Decodes one frame's codestream. @throws Error in the codec's own words where it is broken */
export type FrameDecoder = (codestream: Uint8Array) => Promise<DecodedFrame>;

/** An Emscripten build of a codec, ready to use. */
type ModuleFactory<Module> = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: () => void;
  readonly printErr: () => void;
}) => Promise<Module>;

// The bundle is CommonJS beside node_modules as the source is: both find the packages from their own place.
const require = createRequire(import.meta.url);

/** A CommonJS package whose shape is known but not declared. */
export function requirePackage<Shape>(name: string): Shape {
  return require(name);
}

/**
 * Loads a codec's WebAssembly once. What it prints is dropped: OpenJPEG writes to standard output, where the
 * command line's results are.
 */
export function wasmCodec<Module>(script: string, binary: string): () => Promise<Module> {
  let loading: Promise<Module> | undefined;
  const load = (): Promise<Module> => {
    const factory: ModuleFactory<Module> = require(script);
    const silent = (): void => undefined;
    return factory({ wasmBinary: readFileSync(require.resolve(binary)), print: silent, printErr: silent });
  };
  return () => {
    loading ??= load();
    return loading;
  };
}

/** Samples of one or two bytes, little endian, as the codecs' memory holds them. */
export function samplesOf(
  bytes: Uint8Array,
  count: number,
  bitsPerSample: number,
  signed: boolean,
): Int32Array {
  const wide = bitsPerSample > 8;
  const needed = wide ? 2 * count : count;
  if (bytes.length < needed) throw new Error(`${bytes.length} of ${needed} bytes came out`);
  const own = bytes.slice(0, needed);
  if (wide) return new Int32Array(signed ? new Int16Array(own.buffer) : new Uint16Array(own.buffer));
  return new Int32Array(signed ? new Int8Array(own.buffer) : own);
}
