import { TELEMETRY_OFF } from './telemetry.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * glibc raises this limit as large blocks are freed, and then keeps blocks of megabytes in heaps that it cannot
 * give back: after a model of 3.3 GB was released 590 MB stayed, with a fixed limit 43 MB (onnxruntime 1.30, no
 * difference in speed). Other allocators do not know the variable.
 */
const FIXED_MMAP_THRESHOLD = { MALLOC_MMAP_THRESHOLD_: '131072' };

/** The variables an engine process is born with, over the product's own. */
export function engineEnvironment(
  own: Environment,
  folders: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return { ...FIXED_MMAP_THRESHOLD, ...own, ...folders, ...TELEMETRY_OFF };
}
