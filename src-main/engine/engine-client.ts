import { type ErrorCode, LightboxError } from '../../src-core/base/errors.ts';
import { type ProviderReport, providerOrder } from '../../src-core/base/provider-choice.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import { createEngineLine, type EngineLine, engineClosed } from './engine-line.ts';
import type { EngineHost } from './port.ts';
import type { Processor } from './processor.ts';
import {
  type EngineReply,
  type GeneratedImage,
  type GenerateRequest,
  generateRequestSchema,
  type InspectionProgress,
  PROVIDER_NAMES,
  type ProviderName,
  type StepProgress,
} from './protocol.ts';
import { createRequestQueue } from './request-queue.ts';

export type { ProviderReport } from '../../src-core/base/provider-choice.ts';
export type { GeneratedImage, GenerateRequest, InspectionProgress, StepProgress } from './protocol.ts';

export interface EngineInfo {
  readonly onnxruntimeVersion: string;
  /** In the platform's order of preference; those that the platform does not have come last. */
  readonly providers: readonly ProviderReport[];
  readonly processor: Processor & { readonly model: string | null };
  /** Threads that compute where a request names none. */
  readonly threads: number;
}

/** What the product knows of the engine. Requests wait for each other; one process serves them. */
export interface EngineClient {
  /**
   * Draws one image. Starts an engine where none runs.
   * @throws LightboxError CANCELLED when the signal aborts (between steps); ENGINE_DIED when the process ends
   *   under it; what the engine itself refuses (MODEL_*, PROVIDER_UNAVAILABLE, OUTPUT_INVALID, ...)
   */
  generate(
    request: GenerateRequest,
    on: { readonly progress: (progress: StepProgress) => void },
    signal: AbortSignal,
  ): Promise<GeneratedImage>;
  /** Tries every provider in a process of its own, so that one that crashes is reported and harms nothing. */
  info(): Promise<EngineInfo>;
  /**
   * Reads and checks a model folder in a process of its own, beside a running image: every file is hashed, no graph
   * is loaded.
   * @throws LightboxError CANCELLED when the signal aborts; MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED,
   *   MODEL_CHANGED naming file and reason
   */
  inspect(
    modelDir: string,
    on: { readonly progress: (progress: InspectionProgress) => void },
    signal: AbortSignal,
  ): Promise<ModelDescription>;
  /** Holds the running image between two steps, and later ones before their first; or lets them go on. */
  hold(held: boolean): void;
  /** Ends the engine process and frees its memory; a running request fails with CANCELLED. */
  unload(): void;
  /** Ends the engine for good; later requests fail with CANCELLED. */
  dispose(): void;
}

const ENDS_ENGINE: readonly ErrorCode[] = ['DEVICE_LOST', 'MEMORY_SHORT'];

const NEVER = { signal: new AbortController().signal };

/** Creates the product's end of the engine. Nothing starts before the first request. */
export function createEngineClient(host: EngineHost): EngineClient {
  const queue = createRequestQueue();
  const main = createEngineLine(host);
  let disposed = false;
  const lines = new Set<EngineLine>();

  const generate: EngineClient['generate'] = (request, { progress }, signal) =>
    queue.add(signal, async () => {
      if (disposed) throw engineClosed();
      try {
        const reply = await main.ask(
          { type: 'generate', request: generateRequestSchema.parse(request) },
          { progress, signal },
        );
        if (reply.type === 'generated') return reply.image;
        throw unexpected(reply);
      } catch (error) {
        // A lost device does not come back in its process; of short memory a new process has the most.
        if (error instanceof LightboxError && ENDS_ENGINE.includes(error.code)) main.end();
        throw error;
      }
    });

  /** Works with an engine process of its own, which ends with the work. */
  const aside = async <T>(work: (line: EngineLine) => Promise<T>): Promise<T> => {
    if (disposed) throw engineClosed();
    const line = createEngineLine(host);
    lines.add(line);
    try {
      return await work(line);
    } finally {
      line.end();
      lines.delete(line);
    }
  };

  const info = (): Promise<EngineInfo> =>
    aside(async (line) => {
      const runtime = await line.ask({ type: 'runtime' }, NEVER);
      if (runtime.type !== 'runtime') throw unexpected(runtime);
      const providers: ProviderReport[] = [];
      for (const name of inOrder()) providers.push(await probe(line, name));
      const { onnxruntimeVersion, processor, threads } = runtime;
      return { onnxruntimeVersion, providers, processor, threads };
    });

  const inspect: EngineClient['inspect'] = (modelDir, { progress }, signal) =>
    aside(async (line) => {
      const reply = await line.ask({ type: 'inspect', modelDir }, { inspecting: progress, signal });
      if (reply.type === 'inspected') return reply.description;
      throw unexpected(reply);
    });

  return {
    generate,
    info,
    inspect,
    hold: (held) => main.hold(held),
    unload: () => main.end(),
    dispose: () => {
      disposed = true;
      main.end();
      for (const line of lines) line.end();
    },
  };
}

function inOrder(): ProviderName[] {
  const order = providerOrder(`${process.platform}-${process.arch}`);
  return [...order, ...PROVIDER_NAMES.filter((name) => !order.includes(name))];
}

async function probe(line: EngineLine, name: ProviderName): Promise<ProviderReport> {
  try {
    const reply = await line.ask({ type: 'probe', provider: name }, NEVER);
    if (reply.type !== 'probed') throw unexpected(reply);
    return { name, available: reply.available, reason: reply.reason, runMs: reply.runMs };
  } catch (error) {
    if (!(error instanceof LightboxError) || error.code !== 'ENGINE_DIED') throw error;
    const reason = `trying it ends the process: ${error.message}`;
    return { name, available: false, reason, runMs: null };
  }
}

function unexpected(reply: EngineReply): LightboxError {
  return new LightboxError('ENGINE_FAILED', `The engine answered with "${reply.type}" out of turn.`);
}
