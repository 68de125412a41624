import type { ProviderName } from './generation-names.ts';

/** What trying a provider on this machine said. */
export interface ProviderReport {
  readonly name: ProviderName;
  readonly available: boolean;
  /** Why, in words: what the test run said. */
  readonly reason: string;
  /** Time of the test graph, warm; null where it did not run. */
  readonly runMs: number | null;
}

/**
 * The providers of onnxruntime-node 1.30 by platform, the fastest kind first (its README and what its binaries
 * list). A platform that is not named has the CPU alone.
 */
const PROVIDER_ORDER: Readonly<Record<string, readonly ProviderName[]>> = {
  'linux-x64': ['cuda', 'webgpu', 'cpu'],
  'win32-x64': ['dml', 'webgpu', 'cpu'],
  'win32-arm64': ['dml', 'webgpu', 'cpu'],
  'darwin-arm64': ['coreml', 'webgpu', 'cpu'],
};

/** @param platform Node's `process.platform` and `process.arch`, as `linux-x64` */
export function providerOrder(platform: string): readonly ProviderName[] {
  return PROVIDER_ORDER[platform] ?? ['cpu'];
}

/**
 * A graphics card answers the test graph within a few of the processor's milliseconds; WebGPU drawn by the
 * processor itself (SwiftShader, llvmpipe) takes hundreds of times as long.
 */
const TIMES_OF_CPU = 20;

/** Whether a provider works, but so much slower than the CPU that nobody would choose it. */
export function isSlowerThanCpu(report: ProviderReport, reports: readonly ProviderReport[]): boolean {
  const cpuMs = reports.find(({ name }) => name === 'cpu')?.runMs ?? null;
  return cpuMs !== null && report.runMs !== null && report.runMs > cpuMs * TIMES_OF_CPU;
}

/**
 * The provider that a setting means on this machine: itself, or for `auto` the first report that works at a
 * useful speed, and the CPU where none does.
 * @param reports in the platform's order, as the engine's `info` gives them
 */
export function resolveProvider(
  setting: ProviderName | 'auto',
  reports: readonly ProviderReport[],
): ProviderName {
  if (setting !== 'auto') return setting;
  const first = reports.find((report) => report.available && !isSlowerThanCpu(report, reports));
  return first?.name ?? 'cpu';
}
