import { readFileSync } from 'node:fs';
import { packageFile, requirePackage } from '../node-packages.ts';

/** What is used of WebAssembly, which the libraries of main's TypeScript project do not declare. */
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** @returns the size before, in pages */
  grow(pages: number): number;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
interface WasmApi {
  compile(bytes: Uint8Array): Promise<CompiledWasm>;
  instantiate(compiled: CompiledWasm, imports: object): Promise<WasmInstance>;
  readonly Memory: new (limits: { readonly initial: number }) => WasmMemory;
}
/** Opaque: compiled code without a memory. */
type CompiledWasm = Readonly<Record<string, never>>;
const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WasmApi };

/** An Emscripten build of a codec, started, with the memory it works in. */
export interface WasmCodec<Module> {
  readonly module: Module;
  /** Bytes that its memory has grown to; it never shrinks. */
  readonly heldBytes: number;
  /** From now on its memory may grow by so many bytes; beyond, the codec's own allocations fail. */
  allowBytes(more: number): void;
}

/** What Emscripten's start-up script is given (its "Module" settings). */
type ModuleFactory<Module> = (settings: {
  readonly print: () => void;
  readonly printErr: () => void;
  readonly instantiateWasm: (
    imports: object,
    receive: (instance: WasmInstance, module: CompiledWasm) => void,
  ) => object;
}) => Promise<Module>;

const PAGE_BYTES = 65_536;

/**
 * Makes starters of a codec: its WebAssembly is compiled once, each start has a fresh memory. What it prints is
 * dropped: OpenJPEG writes to standard output, where the command line's results are.
 */
export function wasmCodec<Module>(script: string, binary: string): () => Promise<WasmCodec<Module>> {
  let compiling: Promise<CompiledWasm> | undefined;
  return async () => {
    compiling ??= wasm.compile(readFileSync(packageFile(binary)));
    return start(requirePackage<ModuleFactory<Module>>(script), await compiling);
  };
}

function start<Module>(factory: ModuleFactory<Module>, compiled: CompiledWasm): Promise<WasmCodec<Module>> {
  return new Promise((resolve, reject) => {
    let memory: CappedMemory | undefined;
    const silent = (): void => undefined;
    const instantiateWasm = (
      imports: object,
      receive: (instance: WasmInstance, module: CompiledWasm) => void,
    ): object => {
      wasm.instantiate(compiled, imports).then((instance) => {
        memory = new CappedMemory(memoryOf(instance));
        receive(instance, compiled);
      }, reject);
      return {};
    };
    factory({ print: silent, printErr: silent, instantiateWasm }).then((module) => {
      if (memory === undefined) reject(new Error('the codec started without its memory'));
      else resolve(new Started(module, memory));
    }, reject);
  });
}

class Started<Module> implements WasmCodec<Module> {
  readonly module: Module;
  readonly #memory: CappedMemory;

  constructor(module: Module, memory: CappedMemory) {
    this.module = module;
    this.#memory = memory;
  }

  get heldBytes(): number {
    return this.#memory.heldBytes;
  }

  allowBytes(more: number): void {
    this.#memory.limitBytes = this.heldBytes + more;
  }
}

/**
 * Emscripten grows a codec's memory through its grow(), up to the 2 GB that the builds allow: hiding it behind our
 * own holds them to less.
 */
class CappedMemory {
  readonly #memory: WasmMemory;
  limitBytes = Number.POSITIVE_INFINITY;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    const grow = memory.grow.bind(memory);
    Object.defineProperty(memory, 'grow', {
      value: (pages: number): number => {
        if (this.heldBytes + pages * PAGE_BYTES > this.limitBytes) throw new RangeError('over its limit');
        return grow(pages);
      },
    });
  }

  get heldBytes(): number {
    return this.#memory.buffer.byteLength;
  }
}

function memoryOf(instance: WasmInstance): WasmMemory {
  const found = Object.values(instance.exports).find((entry) => entry instanceof wasm.Memory);
  if (found === undefined) throw new Error('the codec has no memory');
  return found;
}
