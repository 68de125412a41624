import { createHash } from 'node:crypto';
import { readlink, rename, rm, symlink } from 'node:fs/promises';
import { createRequire, Module } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { toLightboxError } from '../../src-core/base/errors.ts';
import { makeFolder } from '../disk/make-folder.ts';
import { CUDA_TABLE, type FoundLibrary, findCudaLibraries, verifyCudaLibraries } from './cuda-libraries.ts';
import { CUDA_VARIABLE, type EngineFolders } from './engine-folders.ts';

/**
 * onnxruntime opens the libraries of its CUDA provider beside its own library, which lies in node_modules. So a
 * folder of links is made: to onnxruntime's binding and library where they are installed, and to the user's
 * CUDA libraries; the binding is loaded through it. Nothing is copied, and nothing is written elsewhere.
 */
export interface CudaRuntime {
  /** Finds, checks and opens what the provider needs, once for a process: null, or why it cannot be used. */
  refusal(): Promise<string | null>;
  /** Why onnxruntime could not use the provider although its libraries are there. */
  explain(reason: string): string;
}

const BINDING = 'onnxruntime_binding.node';
const LIBRARY = 'libonnxruntime.so.1';
const PROVIDER = 'libonnxruntime_providers_cuda.so';
const DRIVER = 'libcuda.so.1';
/** Linux' <dlfcn.h>: resolve on first use, and keep loaded although Node closes what is no add-on. */
const RTLD_LAZY_NODELETE = 0x1 | 0x1000;

/**
 * Prepares the process for CUDA where a folder is named, and must be called before onnxruntime-node is loaded.
 * It never fails: what stands in the way is said when the provider is asked for.
 */
export async function openCudaRuntime({ cacheFolder, cudaFolder }: EngineFolders): Promise<CudaRuntime> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return refusing('onnxruntime-node has it on Linux x64 only');
  }
  if (cudaFolder === null) {
    return refusing(
      `not installed: no folder with its libraries is named (${CUDA_VARIABLE}, or the settings)`,
    );
  }
  if (cacheFolder === null)
    return refusing('there is no cache folder, where links to its libraries would be made');
  const folder = resolve(cudaFolder);
  try {
    const links = await linkBinding(resolve(cacheFolder), folder);
    return runtimeOf(links, folder);
  } catch (error) {
    return refusing(`the links to its libraries cannot be made: ${toLightboxError(error).message}`);
  }
}

function runtimeOf(links: string, cudaFolder: string): CudaRuntime {
  let opened: Promise<string | null> | undefined;
  const open = async (): Promise<void> => {
    const found = await findCudaLibraries(cudaFolder);
    await linkLibraries(links, found);
    const linkOf = ({ library }: FoundLibrary): string => join(links, library.name);
    await verifyCudaLibraries(found, linkOf);
    // cuBLAS and cuDNN would multiply float32 with 10 bits of mantissa; images would differ from every other provider.
    process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';
    for (const entry of found) if (entry.library.role === 'preload') openLibrary(linkOf(entry));
  };
  return {
    refusal: () => {
      opened ??= open().then(
        () => null,
        (error: unknown) => toLightboxError(error).message,
      );
      return opened;
    },
    explain: (reason) =>
      cudaFailure(reason) ?? missingLibraries() ?? openLibrary(join(links, PROVIDER)) ?? reason,
  };
}

/** What the provider needs and the system's loader does not find; null where nothing is missing. */
function missingLibraries(): string | null {
  const missing: string[] = [];
  if (openLibrary(DRIVER) !== null) missing.push(`${DRIVER} (NVIDIA's driver)`);
  for (const { name, role, package: source } of CUDA_TABLE.libraries) {
    // By name alone: what was preloaded counts, and so does what the system has.
    if (role === 'preload' && openLibrary(name) !== null) missing.push(`${name} (${source})`);
  }
  return missing.length === 0 ? null : `missing: ${missing.join(', ')}`;
}

/** What a report of the provider, once loaded, is about: it also names sources, types and the machine. */
function cudaFailure(reason: string): string | null {
  return /CU\w+ failure \d+: [^;]+/.exec(reason)?.[0].trim() ?? null;
}

/** Opens a shared library for good. @returns why it cannot be opened, or null */
function openLibrary(path: string): string | null {
  try {
    process.dlopen({ exports: {} }, path, RTLD_LAZY_NODELETE);
  } catch (error) {
    const { message } = toLightboxError(error);
    // Node's own words for a library that it opened and that is no add-on.
    return message.includes('did not self-register') ? null : message;
  }
  return null;
}

/** Makes the folder and loads onnxruntime-node's binding through it. */
async function linkBinding(cacheFolder: string, cudaFolder: string): Promise<string> {
  const require = createRequire(import.meta.url);
  // Where onnxruntime-node's own dist/binding.js requires it from.
  const binding = resolve(
    dirname(require.resolve('onnxruntime-node')),
    `../bin/napi-v6/${process.platform}/${process.arch}/${BINDING}`,
  );
  const key = createHash('sha256').update(`${binding}\0${cudaFolder}`).digest('hex').slice(0, 16);
  const links = join(cacheFolder, 'cuda-runtime', key);
  await makeFolder(links, 0o700);
  await link(links, BINDING, binding);
  await link(links, LIBRARY, join(dirname(binding), LIBRARY));
  const module = new Module(binding);
  process.dlopen(module, join(links, BINDING));
  require.cache[binding] = module;
  return links;
}

async function linkLibraries(links: string, found: readonly FoundLibrary[]): Promise<void> {
  for (const { name } of CUDA_TABLE.libraries) {
    const target = found.find(({ library }) => library.name === name)?.path;
    if (target === undefined) await rm(join(links, name), { force: true });
    else await link(links, name, target);
  }
}

/** Replaces a link in one step: another engine may be starting. */
async function link(folder: string, name: string, target: string): Promise<void> {
  const path = join(folder, name);
  if ((await readlink(path).catch(() => null)) === target) return;
  const beside = `${path}.${process.pid}`;
  await rm(beside, { force: true });
  await symlink(target, beside);
  await rename(beside, path);
}

function refusing(reason: string): CudaRuntime {
  return { refusal: async () => reason, explain: (words) => words };
}
