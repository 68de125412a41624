import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import { modelIdSchema } from '../../src-core/contract/common.ts';
import type { ModelView } from '../../src-core/contract/generation-calls.ts';
import { createPromptTokenizer, type PromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { describeModel, type HashedModelFolder, readModelFolder } from '../engine/model-folder.ts';
import type { ModelCatalogue } from './ports.ts';

interface PromptReader {
  readonly tokenizer: PromptTokenizer;
  readonly trainingWords: ReadonlySet<string> | null;
}

/** The models found as folders below some places; an earlier place wins where two carry one name. */
export function createModelCatalogue(places: readonly string[]): ModelCatalogue {
  const readers = new Map<ModelId, PromptReader>();

  const folderOf = async (id: ModelId): Promise<string> => {
    const folder = (await findFolders(places)).get(id);
    if (folder === undefined)
      throw new LightboxError('MODEL_NOT_FOUND', `There is no model "${id}" here.`, { model: id });
    return folder;
  };

  const promptReader = async (id: ModelId): Promise<PromptReader> => {
    const known = readers.get(id);
    if (known !== undefined) return known;
    const folder = await readModelFolder(await folderOf(id));
    const reader = {
      tokenizer: createPromptTokenizer(folder.tokenizer),
      trainingWords: folder.trainingWords === null ? null : new Set(folder.trainingWords),
    };
    readers.set(id, reader);
    return reader;
  };

  return {
    list: async () => Promise.all([...(await findFolders(places))].map(([id, folder]) => viewOf(id, folder))),
    folderOf,
    inspectPrompt: async (id, text) => {
      const { tokenizer, trainingWords } = await promptReader(id);
      const { tokenCount, truncatedText } = tokenizer.encode(text);
      return { tokenCount, maxTokens: tokenizer.maxLength, truncatedText, trainingWords };
    },
  };
}

/** Folders that hold a model, by id. A folder whose name cannot be an id is left out. */
async function findFolders(places: readonly string[]): Promise<Map<ModelId, string>> {
  const found = new Map<ModelId, string>();
  for (const place of places) {
    const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const id = modelIdSchema.safeParse(entry.name);
      const isFolder = entry.isDirectory() || entry.isSymbolicLink();
      if (isFolder && id.success && !found.has(id.data)) found.set(id.data, path.join(place, entry.name));
    }
  }
  return found;
}

/** A folder that cannot be used is listed with its problem, so that its owner can mend it. */
async function viewOf(id: ModelId, folder: string): Promise<ModelView> {
  try {
    return toView(id, await describeModel(folder));
  } catch (thrown) {
    return {
      id,
      name: id,
      demonstration: false,
      widthPx: 0,
      heightPx: 0,
      maxTokens: 0,
      defaults: { steps: 1, guidanceScale: 0, scheduler: 'pndm', negativePrompt: '' },
      examplePrompts: [],
      components: [],
      problem: toLightboxError(thrown).message,
    };
  }
}

function toView(id: ModelId, model: HashedModelFolder): ModelView {
  const { steps, guidanceScale, scheduler, negativePrompt, widthPixels, heightPixels } = model.defaults;
  return {
    id,
    name: model.name,
    demonstration: model.demonstration,
    widthPx: widthPixels,
    heightPx: heightPixels,
    maxTokens: model.tokenizer.maxLength,
    defaults: { steps, guidanceScale, scheduler, negativePrompt },
    examplePrompts: [...model.examplePrompts],
    components: model.components.map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
    problem: null,
  };
}
