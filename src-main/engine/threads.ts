import { availableParallelism } from 'node:os';
import { readCpuInfo } from './processor.ts';

const MAX_DEFAULT_THREADS = 8;

/**
 * Threads for inference where the request names none: the machine's physical cores, at most 8 (a second
 * thread on a core adds nothing to matrix products, and beyond 8 a single image gains little). The number
 * decides the last bits of an image, so it is part of the recipe.
 */
export function defaultThreads(): number {
  const usable = availableParallelism();
  return Math.max(1, Math.min(physicalCores() ?? usable, usable, MAX_DEFAULT_THREADS));
}

function physicalCores(): number | undefined {
  if (process.platform === 'darwin') return undefined;
  // Windows names no cores without native calls; nearly every x64 machine there runs two threads on each.
  if (process.platform === 'win32') return Math.ceil(availableParallelism() / 2);
  return countPhysicalCores(readCpuInfo() ?? '');
}

/** Distinct (package, core) pairs of Linux' /proc/cpuinfo; undefined where it lists none (ARM). */
export function countPhysicalCores(cpuInfo: string): number | undefined {
  const cores = new Set<string>();
  for (const processor of cpuInfo.split(/\n\s*\n/)) {
    const packageId = /^physical id\s*:\s*(\d+)/m.exec(processor)?.[1];
    const coreId = /^core id\s*:\s*(\d+)/m.exec(processor)?.[1];
    if (packageId !== undefined && coreId !== undefined) cores.add(`${packageId}/${coreId}`);
  }
  return cores.size === 0 ? undefined : cores.size;
}
