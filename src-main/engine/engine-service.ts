import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ErrorCode, LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { unreachable } from '../../src-core/base/unreachable.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import { drawImage } from './draw-image.ts';
import { createHold } from './hold.ts';
import { createModelHolder, type ModelHolder } from './model-holder.ts';
import { inspectModel } from './model-inspection.ts';
import { onnxruntimeVersion } from './ort.ts';
import { processorModel, readProcessor } from './processor.ts';
import {
  type EngineReply,
  type EngineRequest,
  engineRequestSchema,
  type GeneratedImage,
  type ImageTask,
} from './protocol.ts';
import { probeProvider } from './provider-probe.ts';
import { runtimeFailure } from './runtime-failures.ts';
import { defaultThreads } from './threads.ts';

type Work = Exclude<EngineRequest, { type: 'cancel' | 'hold' }>;

/**
 * The engine's work, without its channel: takes requests in order, one at a time, and keeps the last model
 * loaded. A cancelling message overtakes the queue.
 */
export function createEngineService(
  post: (reply: EngineReply) => void,
  models: ModelHolder = createModelHolder(),
): { handle(message: unknown): void } {
  const cancelled = new Set<number>();
  const hold = createHold();
  let queue: Promise<void> = Promise.resolve();

  const answer = async (request: Work): Promise<void> => {
    try {
      post(await work(request));
    } catch (error) {
      post({ type: 'failed', id: request.id, error: asEngineError(error).toPayload() });
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
        return {
          type: 'runtime',
          id,
          onnxruntimeVersion: await onnxruntimeVersion(),
          processor: { ...readProcessor(), model: processorModel() },
          threads: defaultThreads(),
        };
      }
      case 'probe':
        return { type: 'probed', id, ...(await probeProvider(request.provider)) };
      case 'inspect':
        return { type: 'inspected', id, description: await inspect(id, request.modelDir) };
      default:
        return unreachable(request);
    }
  };

  const generate = async (id: number, request: ImageTask): Promise<GeneratedImage> => {
    const checkpoint = async (): Promise<void> => {
      // onnxruntime holds the thread: messages come in only when the event loop turns.
      await nextTurn();
      await hold.released(() => cancelled.has(id));
      if (cancelled.has(id)) throw new LightboxError('CANCELLED', 'The image was cancelled.');
    };
    await checkpoint();
    try {
      const model = await models.load(request);
      const image = await drawImage(model, request, {
        progress: (progress) => post({ type: 'progress', id, progress }),
        checkpoint,
        now: () => performance.now(),
      });
      await models.rest();
      return image;
    } catch (thrown) {
      const error = asEngineError(thrown);
      await (LOSES_MODEL.includes(error.code) ? models.drop() : models.rest());
      throw error;
    }
  };

  const inspect = (id: number, modelDir: string): Promise<ModelDescription> =>
    inspectModel(modelDir, {
      progress: (progress) => post({ type: 'inspecting', id, progress }),
      cancelled: () => cancelled.has(id),
    });

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

/** After these the runtime's state is not to be trusted: what is loaded goes, and the next image starts clean. */
const LOSES_MODEL: readonly ErrorCode[] = ['MEMORY_SHORT', 'DEVICE_LOST', 'ENGINE_FAILED'];

function asEngineError(error: unknown): LightboxError {
  const known = toLightboxError(error);
  if (known.code !== 'INTERNAL') return known;
  return (
    runtimeFailure(known.message, 'The engine') ??
    new LightboxError('ENGINE_FAILED', `The engine failed: ${known.message}`)
  );
}
