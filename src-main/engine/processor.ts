import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** What decides which kernels of onnxruntime compute: part of the recipe. */
export interface Processor {
  /** Node's `process.arch`. */
  readonly architecture: string;
  /** Sorted names of instruction sets; the processor's name where the system does not list them. */
  readonly features: string[];
}

/**
 * The kernel's names of what matrix kernels choose by (Linux' arch/x86/include/asm/cpufeatures.h and
 * Documentation/arch/arm64/elf_hwcaps.rst), with the names processors are sold under.
 */
const FEATURE_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  x64: {
    sse4_1: 'sse4.1',
    avx: 'avx',
    avx2: 'avx2',
    fma: 'fma',
    f16c: 'f16c',
    avx_vnni: 'avxvnni',
    avx512f: 'avx512f',
    avx512bw: 'avx512bw',
    avx512dq: 'avx512dq',
    avx512vl: 'avx512vl',
    avx512_vnni: 'avx512vnni',
    avx512_bf16: 'avx512bf16',
    avx512_fp16: 'avx512fp16',
    amx_tile: 'amx-tile',
    amx_bf16: 'amx-bf16',
    amx_int8: 'amx-int8',
    amx_fp16: 'amx-fp16',
  },
  arm64: {
    asimd: 'asimd',
    asimdhp: 'fp16',
    asimddp: 'dotprod',
    i8mm: 'i8mm',
    bf16: 'bf16',
    sve: 'sve',
    sve2: 'sve2',
    svei8mm: 'sve-i8mm',
    svebf16: 'sve-bf16',
    sme: 'sme',
  },
};

/** This machine's processor. */
export function readProcessor(): Processor {
  const listed = processorFeatures(readCpuInfo() ?? '', process.arch);
  const model = processorModel();
  return { architecture: process.arch, features: listed.length > 0 || model === null ? listed : [model] };
}

/** The processor's name as the system gives it, or null. */
export function processorModel(): string | null {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() ?? '';
  return model === '' || model === 'unknown' ? null : model;
}

/** Linux' /proc/cpuinfo; null on other systems. */
export function readCpuInfo(): string | null {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return null;
  }
}

/**
 * The features that every processor of a /proc/cpuinfo lists: a thread may run on any of them.
 * @param architecture Node's `process.arch`
 * @returns sorted; empty for an architecture or a text that names none
 */
export function processorFeatures(cpuInfo: string, architecture: string): string[] {
  const names = FEATURE_NAMES[architecture] ?? {};
  const lists = [...cpuInfo.matchAll(/^(?:flags|Features)\s*:\s*(.*)$/gm)].map(
    ([, flags]) => new Set((flags ?? '').split(/\s+/)),
  );
  return Object.entries(names)
    .filter(([flag]) => lists.length > 0 && lists.every((list) => list.has(flag)))
    .map(([, name]) => name)
    .sort();
}
