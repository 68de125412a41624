import { basename, dirname } from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { foldersOf } from './engine-folders.ts';
import { createGraphCache, type GraphCache, type GraphKey } from './graph-cache.ts';
import { hashModelFiles } from './model-files.ts';
import { readOnnxFile } from './onnx-header.ts';
import {
  createSession,
  type OrtSession,
  oneLine,
  onnxruntimeVersion,
  providerUnavailable,
  sessionOptions,
} from './ort.ts';
import { readProcessor } from './processor.ts';
import type { ProviderName } from './protocol.ts';
import { runtimeFailure } from './runtime-failures.ts';

/** Below this, optimising takes less time than looking after an entry (docs/adr/0006-optimised-graphs.md). */
const SMALLEST_BYTES = 16e6;
/** The CPU provider computes float16 in float32: an optimised graph may have twice its graph's bytes. */
const GROWTH = 2.1;

/**
 * Opens one graph of a model folder. Its optimised form is kept in the cache folder that the engine was given,
 * and opened from there the next time: the same kernels in the same order, so the same bits.
 * @param path of the graph, absolute
 * @throws LightboxError PROVIDER_UNAVAILABLE, MEMORY_SHORT, DEVICE_LOST or MODEL_INVALID with onnxruntime's reason
 */
export async function openSession(
  path: string,
  provider: ProviderName,
  threads: number,
): Promise<OrtSession> {
  try {
    const cached = await cacheFor(path, provider, threads);
    if (cached === null) return await createSession(path, provider, sessionOptions(provider, threads));
    return (await openCached(cached)) ?? (await openAndKeep(path, cached));
  } catch (error) {
    throw refusal(path, provider, error);
  }
}

interface CachedGraph {
  readonly cache: GraphCache;
  readonly key: GraphKey;
  /** Of the graph as it is in the model folder. */
  readonly bytes: number;
}

/** Null where the graph is opened as it is: without a cache folder, on other providers, and small graphs. */
async function cacheFor(path: string, provider: ProviderName, threads: number): Promise<CachedGraph | null> {
  const { cacheFolder } = foldersOf(process.env);
  if (cacheFolder === null || provider !== 'cpu') return null;
  const folder = dirname(path);
  const { externalFiles } = readOnnxFile(folder, basename(path));
  // The files were hashed when the model was read; the hashes are known.
  const files = await hashModelFiles(folder, [basename(path), ...externalFiles]);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes < SMALLEST_BYTES) return null;
  const version = await onnxruntimeVersion();
  const key = { files, onnxruntimeVersion: version, provider, threads, processor: readProcessor() };
  return { cache: createGraphCache(cacheFolder), key, bytes };
}

async function openCached({ cache, key }: CachedGraph): Promise<OrtSession | null> {
  const path = await cache.find(key);
  if (path === null) return null;
  const { provider, threads } = key;
  const options = { ...sessionOptions(provider, threads), graphOptimizationLevel: 'disabled' } as const;
  try {
    return await createSession(path, provider, options);
  } catch (error) {
    // Short memory says nothing of the entry.
    if (runtimeFailure(oneLine(error), path) !== null) throw error;
    await cache.remove(key);
    return null;
  }
}

async function openAndKeep(path: string, { cache, key, bytes }: CachedGraph): Promise<OrtSession> {
  const { provider, threads } = key;
  const options = sessionOptions(provider, threads);
  return cache.store(key, bytes * GROWTH, async (target) => {
    if (target === null) return createSession(path, provider, options);
    try {
      return await createSession(path, provider, {
        ...options,
        optimizedModelFilePath: target.graph,
        extra: { session: { optimized_model_external_initializers_file_name: target.weightsName } },
      });
    } catch {
      return createSession(path, provider, options);
    }
  });
}

function refusal(path: string, provider: ProviderName, error: unknown): LightboxError {
  if (error instanceof LightboxError) return error;
  const reason = oneLine(error);
  const failure = runtimeFailure(reason, path);
  if (failure !== null) return failure;
  if (provider !== 'cpu' && !/protobuf|invalid graph|load model/i.test(reason)) {
    return providerUnavailable(provider, reason);
  }
  return new LightboxError('MODEL_INVALID', `${path}: onnxruntime cannot load this graph: ${reason}`, {
    file: path,
  });
}
