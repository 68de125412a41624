import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { unreachable } from '../../src-core/base/unreachable.ts';
import { createPromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { PRODUCT_VERSION } from '../product.ts';
import { readModelFolder, textToImageHashes } from './model-folder.ts';
import { openModelSessions } from './model-sessions.ts';
import { loadOrt, onnxruntimeVersion, probeProvider } from './ort.ts';
import { type EngineReply, type EngineRequest, engineRequestSchema, type ImageTask } from './protocol.ts';
import { type LoadedModel, textToImage } from './text-to-image.ts';
import { defaultThreads } from './threads.ts';

type Work = Exclude<EngineRequest, { type: 'cancel' | 'hold' }>;

/**
 * The engine's work, without its channel: takes requests in order, one at a time, and keeps the last model
 * loaded. A cancelling message overtakes the queue.
 */
export function createEngineService(post: (reply: EngineReply) => void): { handle(message: unknown): void } {
  const cancelled = new Set<number>();
  const models = createModelHolder();
  const hold = createHold();
  let queue: Promise<void> = Promise.resolve();

  const answer = async (request: Work): Promise<void> => {
    try {
      post(await work(request));
    } catch (error) {
      post({ type: 'failed', id: request.id, error: asPayload(error) });
    } finally {
      cancelled.delete(request.id);
    }
  };

  const work = async (request: Work): Promise<EngineReply> => {
    const { id } = request;
    switch (request.type) {
      case 'generate':
        return { type: 'generated', id, image: await generate(id, request.request) };
      case 'runtime': {
        const backends = (await loadOrt()).listSupportedBackends().map((backend) => backend.name);
        return { type: 'runtime', id, onnxruntimeVersion: await onnxruntimeVersion(), backends };
      }
      case 'probe':
        return { type: 'probed', id, ...(await probeProvider(request.provider)) };
      default:
        return unreachable(request);
    }
  };

  const generate = async (
    id: number,
    request: ImageTask,
  ): Promise<Extract<EngineReply, { type: 'generated' }>['image']> => {
    const checkpoint = async (): Promise<void> => {
      // onnxruntime holds the thread: messages come in only when the event loop turns.
      await nextTurn();
      await hold.released(() => cancelled.has(id));
      if (cancelled.has(id)) throw new LightboxError('CANCELLED', 'The image was cancelled.');
    };
    await checkpoint();
    const model = await models.load(request);
    return textToImage(model, request, {
      progress: (progress) => post({ type: 'progress', id, progress }),
      checkpoint,
      now: () => performance.now(),
    });
  };

  return {
    handle: (message) => {
      const request = engineRequestSchema.parse(message);
      if (request.type === 'cancel') {
        cancelled.add(request.id);
        hold.recheck();
      } else if (request.type === 'hold') hold.set(request.held);
      else queue = queue.then(() => answer(request));
    },
  };
}

/** Work that is held waits between two steps: nothing is computed, the model stays loaded. */
interface Hold {
  set(held: boolean): void;
  /** Lets what is cancelled leave. */
  recheck(): void;
  /** Waits until nothing is held, or `leave` says that there is no more use in waiting. */
  released(leave: () => boolean): Promise<void>;
}

function createHold(): Hold {
  let held = false;
  const waiting: (() => void)[] = [];
  const recheck = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  return {
    set: (value) => {
      held = value;
      recheck();
    },
    recheck,
    released: async (leave) => {
      while (held && !leave()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

/** Keeps one model loaded; another folder, provider or number of threads, or changed files, replace it. */
function createModelHolder(): { load(request: ImageTask): Promise<LoadedModel> } {
  let held: { key: string; model: LoadedModel } | undefined;
  return {
    load: async (request) => {
      const folder = await readModelFolder(request.modelDir);
      const components = await textToImageHashes(folder);
      const threads = request.threads ?? defaultThreads();
      const key = JSON.stringify([folder.directory, request.provider, threads, components]);
      if (held?.key === key) return held.model;
      await held?.model.sessions.release();
      held = undefined;
      const tokenizer = createPromptTokenizer(folder.tokenizer);
      const sessions = await openModelSessions(folder, request.provider, threads);
      const model: LoadedModel = {
        folder,
        tokenizer,
        sessions,
        threads,
        components,
        onnxruntimeVersion: await onnxruntimeVersion(),
        productVersion: PRODUCT_VERSION,
        embeddings: new Map(),
      };
      held = { key, model };
      return model;
    },
  };
}

function asPayload(error: unknown): ReturnType<LightboxError['toPayload']> {
  const known = toLightboxError(error);
  if (known.code !== 'INTERNAL') return known.toPayload();
  return new LightboxError('ENGINE_FAILED', `The engine failed: ${known.message}`).toPayload();
}
