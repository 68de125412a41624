import { LightboxError } from '../../src-core/base/errors.ts';
import { type ModelFolder, readModelGraphs } from './model-folder.ts';
import { estimateMemory } from './model-memory.ts';
import type { ImageTask } from './protocol.ts';

/**
 * Compares what a request needs with what is free, before anything is loaded. Only for the CPU provider: others
 * compute in memory of their own, and say themselves when it is full.
 * @param availableBytes with what the model takes already where it is loaded
 * @returns the need; 0 for other providers
 * @throws LightboxError MEMORY_SHORT with the need and the free amount, and whether loading in turn would do
 */
export function requireMemory(folder: ModelFolder, request: ImageTask, availableBytes: number): number {
  if (request.provider !== 'cpu') return 0;
  const { widthPixels = folder.defaults.widthPixels, heightPixels = folder.defaults.heightPixels } = request;
  const size = { widthPixels, heightPixels };
  const { wholeBytes, editBytes, inTurnBytes } = estimateMemory(folder, readModelGraphs(folder), size);
  const residentBytes = wholeBytes + (request.edit === null ? 0 : editBytes);
  const needBytes = request.memory === 'in-turn' ? inTurnBytes : residentBytes;
  if (needBytes <= availableBytes) return needBytes;
  const need = `The model ${folder.name} needs about ${inGigabytes(needBytes)} of memory at ${widthPixels} x ${heightPixels}, and ${inGigabytes(availableBytes)} are free`;
  const details = { needBytes, inTurnBytes, availableBytes, ...size };
  if (request.memory === 'resident' && inTurnBytes <= availableBytes) {
    throw new LightboxError(
      'MEMORY_SHORT',
      `${need}: choose loading in turn, which needs about ${inGigabytes(inTurnBytes)}, or close other programs.`,
      details,
    );
  }
  throw new LightboxError(
    'MEMORY_SHORT',
    `${need}: close other programs, draw a smaller size, or use a machine with more memory.`,
    details,
  );
}

export function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
