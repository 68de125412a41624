import type * as OnnxRuntime from 'onnxruntime-node';
import { LightboxError } from '../../src-core/base/errors.ts';
import { type CudaRuntime, openCudaRuntime } from './cuda-runtime.ts';
import { foldersOf } from './engine-folders.ts';
import type { ProviderName } from './protocol.ts';
import { requireTelemetryOff } from './telemetry.ts';

export type Ort = typeof OnnxRuntime;
export type OrtSession = OnnxRuntime.InferenceSession;
export type SessionOptions = OnnxRuntime.InferenceSession.SessionOptions;
export type OrtTensor = OnnxRuntime.Tensor;

interface Runtime {
  readonly ort: Ort;
  readonly cuda: CudaRuntime;
}

let loaded: Promise<Runtime> | undefined;

/**
 * Loads onnxruntime-node once, in the engine process only: its calls block the thread they run on.
 * @throws LightboxError ENGINE_FAILED where telemetry is not switched off
 */
export async function loadOrt(): Promise<Ort> {
  return (await loadRuntime()).ort;
}

function loadRuntime(): Promise<Runtime> {
  requireTelemetryOff(process.env);
  // Where Float16Array exists (Node 23 and later), onnxruntime-node 1.30 refuses every float16 tensor.
  Reflect.deleteProperty(globalThis, 'Float16Array');
  loaded ??= openCudaRuntime(foldersOf(process.env)).then(async (cuda) => ({
    ort: await import('onnxruntime-node'),
    cuda,
  }));
  return loaded;
}

/** The library's own version, for recipes. */
export async function onnxruntimeVersion(): Promise<string> {
  const { env } = await loadOrt();
  return env.versions.node ?? 'unknown';
}

/**
 * Opens a graph, from a file or from memory.
 * @throws LightboxError PROVIDER_UNAVAILABLE where the platform does not have the provider, or what it needs
 *   besides onnxruntime is not there; else onnxruntime's own Error
 */
export async function createSession(
  graph: string | Uint8Array,
  provider: ProviderName,
  options: SessionOptions,
): Promise<OrtSession> {
  const { ort, cuda } = await loadRuntime();
  if (!ort.listSupportedBackends().some(({ name }) => name === provider)) {
    throw providerUnavailable(provider, 'not part of onnxruntime-node for this platform');
  }
  const create = (): Promise<OrtSession> =>
    typeof graph === 'string'
      ? ort.InferenceSession.create(graph, options)
      : ort.InferenceSession.create(graph, options);
  if (provider !== 'cuda') return create();
  const refusal = await cuda.refusal();
  if (refusal !== null) throw providerUnavailable(provider, refusal);
  try {
    return await create();
  } catch (error) {
    throw new Error(cuda.explain(oneLine(error)), { cause: error });
  }
}

export function providerUnavailable(provider: string, reason: string): LightboxError {
  return new LightboxError(
    'PROVIDER_UNAVAILABLE',
    `The provider ${provider} does not work on this machine: ${reason}. Use the provider cpu.`,
    { provider, reason },
  );
}

/** An error of onnxruntime as one line of text, without the place in its sources. */
export function oneLine(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
  return text
    .replace(/^\/onnxruntime_src\/.* was false\. /, '')
    .replace(/^\w+\.cc:\d+ \w+ /, '')
    .replace(/\.$/, '');
}

/** Threads and modes are fixed, so that the same machine computes the same bits again. */
export function sessionOptions(provider: ProviderName, threads: number): SessionOptions {
  return {
    executionProviders: [provider],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  };
}
