import { readFileSync } from 'node:fs';

/** One image as measured. */
export interface Drawing {
  readonly imageMs: number;
  /** Steps after the first, which also holds the text encoder. */
  readonly stepMs: readonly number[];
  /** The part of 1 that was not inside onnxruntime's `run`; null where it cannot be told. */
  readonly outsideRun: number | null;
}

/** What is measured: ours, or a peer in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  draw(seed: number): Promise<Drawing>;
  /** The most memory its computing process has held, in bytes; null where the system does not say. */
  peakMemoryBytes(): number | null;
  close(): Promise<void>;
}

/** What all contenders draw alike. */
export interface Workload {
  readonly modelDir: string;
  /** The same weights as diffusers saves them; null where the graphs themselves give them. */
  readonly torchDir: string | null;
  readonly prompt: string;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly sizePixels: number;
  readonly threads: number;
}

/** VmHWM of a process (Linux), in bytes. */
export function peakMemoryOf(pid: number | undefined): number | null {
  try {
    const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const [lower, upper] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((lower ?? Number.NaN) + (upper ?? Number.NaN)) / 2;
}
