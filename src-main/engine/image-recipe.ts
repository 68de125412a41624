import { createHash } from 'node:crypto';
import type { EncodedPrompt } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { RECIPE_FORMAT_VERSION, type Recipe } from '../../src-core/diffusion/recipe.ts';
import type { LoadedModel } from './loaded-model.ts';
import { taskComponents } from './model-folder.ts';
import type { EditSource, ImageTask } from './protocol.ts';

/** Everything that decides an image, as it was drawn. */
export function imageRecipe(
  model: LoadedModel,
  request: ImageTask,
  prompt: EncodedPrompt,
  { widthPixels, heightPixels }: { readonly widthPixels: number; readonly heightPixels: number },
): Recipe {
  const { edit } = request;
  return {
    formatVersion: RECIPE_FORMAT_VERSION,
    task: taskOf(edit),
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed: request.seed,
    seedIndex: request.seedIndex,
    scheduler: request.scheduler,
    steps: request.steps,
    guidanceScale: request.guidanceScale,
    guidanceRescale: request.guidanceRescale,
    eta: request.eta,
    widthPixels,
    heightPixels,
    ...editHashes(edit),
    strength: edit?.strength ?? null,
    model: { name: model.folder.name, components: taskComponents(model.components, edit !== null) },
    provider: request.provider,
    precision: model.precision,
    threads: model.threads,
    processor: model.processor,
    onnxruntimeVersion: model.onnxruntimeVersion,
    productVersion: model.productVersion,
    tokens: { count: prompt.tokenCount, truncatedText: prompt.truncatedText },
  };
}

/** What a request with such an edit asks for. */
export function taskOf(edit: EditSource | null): Recipe['task'] {
  if (edit === null) return 'text-to-image';
  return edit.mask === null ? 'image-to-image' : 'inpainting';
}

/** The recipe's hashes of what an edit starts from. */
export function editHashes(
  edit: Pick<EditSource, 'grey' | 'mask'> | null,
): Pick<Recipe, 'sourceImage' | 'maskImage'> {
  if (edit === null) return { sourceImage: null, maskImage: null };
  return {
    sourceImage: sha256(littleEndian(edit.grey)),
    maskImage: edit.mask === null ? null : sha256(edit.mask),
  };
}

function littleEndian(grey: Uint16Array): Uint8Array {
  const bytes = Buffer.alloc(grey.length * 2);
  for (const [index, value] of grey.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
