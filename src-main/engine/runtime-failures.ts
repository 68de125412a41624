import { LightboxError } from '../../src-core/base/errors.ts';
import { availableMemoryBytes } from './available-memory.ts';
import { inGigabytes } from './memory-check.ts';

/*
 * onnxruntime-node hands errors of its providers on as text alone: there is no code to go by. Read from
 * onnxruntime 1.30's bfc_arena.cc, cuda_call.cc, DirectML's and Dawn's messages.
 */
const OUT_OF_MEMORY =
  /bad_alloc|bad allocation|failed to allocate|out of (?:device |host )?memory|OutOfMemory|OUT_OF_(?:DEVICE_|HOST_)?MEMORY|CUDA failure 2\b|8007000E|Array buffer allocation failed/i;
const DEVICE_LOST =
  /device (?:is |was |has been |instance has been )?(?:lost|removed|hung|reset|suspended)|DEVICE_(?:LOST|REMOVED|HUNG|RESET)|887A000[567]|CUDA failure (?:46|700|719|999)\b|unspecified launch failure|illegal memory access/i;

/**
 * What a failure of the runtime means where it is short memory or a lost device; null for any other.
 * @param where the graph or the work that failed, for the message
 */
export function runtimeFailure(reason: string, where: string): LightboxError | null {
  if (DEVICE_LOST.test(reason)) {
    return new LightboxError(
      'DEVICE_LOST',
      `${where}: the graphics device was lost (${reason}). The next image starts a new engine; if it happens again, use the provider cpu or restart the machine.`,
      { reason },
    );
  }
  if (!OUT_OF_MEMORY.test(reason)) return null;
  const availableBytes = availableMemoryBytes();
  return new LightboxError(
    'MEMORY_SHORT',
    `${where}: there was not enough memory (${reason}); ${inGigabytes(availableBytes)} of the machine's are free. Close other programs, choose loading in turn, or draw a smaller size.`,
    { reason, availableBytes },
  );
}
