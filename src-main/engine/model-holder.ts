import { createPreviewFit, type PreviewFit } from '../../src-core/diffusion/latent-preview.ts';
import { createPromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { PRODUCT_VERSION } from '../product.ts';
import { availableMemoryBytes } from './available-memory.ts';
import { requireStatedFiles } from './checksum-file.ts';
import type { LoadedModel } from './loaded-model.ts';
import { requireMemory } from './memory-check.ts';
import {
  componentHashes,
  latentPrecision,
  type ModelFolder,
  readModelFolder,
  readModelGraphs,
} from './model-folder.ts';
import { openModelSessions } from './model-sessions.ts';
import { onnxruntimeVersion } from './ort.ts';
import { readProcessor } from './processor.ts';
import type { ImageTask } from './protocol.ts';
import { requireRegistered } from './registered-components.ts';
import { defaultThreads } from './threads.ts';

/** Keeps one model loaded. */
export interface ModelHolder {
  /**
   * The request's model; another folder, provider, number of threads or way of loading, or changed files,
   * replace the one that is held.
   * @throws LightboxError MODEL_CHANGED, MEMORY_SHORT, and as readModelFolder and openModelSessions
   */
  load(request: ImageTask): Promise<LoadedModel>;
  /** After an image, drawn or not: where graphs are loaded in turn the last one is let go. */
  rest(): Promise<void>;
  /** Lets go of the model, so that the next request starts clean. */
  drop(): Promise<void>;
}

interface Held {
  readonly key: string;
  readonly model: LoadedModel;
  /** Of the largest request so far: what the model takes by now. */
  readonly memoryBytes: number;
}

/** @param availableBytes what is free; given by tests */
export function createModelHolder(availableBytes: () => number = availableMemoryBytes): ModelHolder {
  let held: Held | undefined;
  const previewFits = createPreviewFits();
  const drop = async (): Promise<void> => {
    const dropped = held;
    held = undefined;
    await dropped?.model.sessions.release();
  };
  return {
    load: async (request) => {
      const { provider, memory } = request;
      const folder = await readModelFolder(request.modelDir);
      const components = await componentHashes(folder);
      requireRegistered(request, components);
      await requireStatedFiles(folder.directory, components);
      const threads = request.threads ?? defaultThreads();
      const key = JSON.stringify([folder.directory, provider, threads, memory, components]);
      if (held?.key === key) {
        const takenBytes = memory === 'in-turn' ? 0 : held.memoryBytes;
        const memoryBytes = requireMemory(folder, request, availableBytes() + takenBytes);
        held = { ...held, memoryBytes: Math.max(held.memoryBytes, memoryBytes) };
        return held.model;
      }
      await drop();
      const memoryBytes = requireMemory(folder, request, availableBytes());
      const tokenizer = createPromptTokenizer(folder.tokenizer);
      const sessions = await openModelSessions(folder, { provider, threads, memory, components });
      const model: LoadedModel = {
        folder,
        tokenizer,
        sessions,
        precision: latentPrecision(readModelGraphs(folder)),
        threads,
        processor: readProcessor(),
        components,
        onnxruntimeVersion: await onnxruntimeVersion(),
        productVersion: PRODUCT_VERSION,
        embeddings: new Map(),
        previewFit: previewFits(folder, components),
      };
      held = { key, model, memoryBytes };
      return model;
    },
    rest: async () => held?.model.sessions.rest(),
    drop,
  };
}

/** One fit for each VAE decoder, by its hashes. */
function createPreviewFits(): (folder: ModelFolder, components: Record<string, string>) => PreviewFit {
  const fits = new Map<string, PreviewFit>();
  return ({ vae }, components) => {
    const decoder = Object.entries(components).filter(([file]) => file.startsWith('vae_decoder/'));
    const key = JSON.stringify(decoder);
    const fit = fits.get(key) ?? createPreviewFit(vae.latent_channels);
    fits.set(key, fit);
    return fit;
  };
}
