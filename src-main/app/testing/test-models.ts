import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { ModelDescription } from '../../../src-core/contract/model-description.ts';

/** A real model folder of a few hundred kilobytes, made by tools/goldens/make_tiny_pipeline.py. */
export const TINY_MODEL = fileURLToPath(new URL('../../../tools/goldens/data/tiny-sd', import.meta.url));

/** Every file of a folder with its true hash, as an engine would list them. */
export function filesOf(folder: string): ModelDescription['files'] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return files
    .map((file) => {
      const bytes = readFileSync(file);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { file: path.relative(folder, file).replaceAll(path.sep, '/'), sha256, bytes: bytes.length };
    })
    .sort((left, right) => (left.file < right.file ? -1 : 1));
}

/** What an engine says of a folder: its true files, and the rest as of a small Stable Diffusion. */
export function describedFolder(folder: string): ModelDescription {
  const files = filesOf(folder);
  if (!files.some(({ file }) => file === 'unet/model.onnx')) {
    throw new LightboxError('MODEL_INVALID', 'unet/model.onnx is missing. Copy the model folder again.', {
      file: 'unet/model.onnx',
    });
  }
  return { ...TEST_DESCRIPTION, name: path.basename(folder), directory: folder, files };
}

export const TEST_DESCRIPTION: ModelDescription = {
  name: 'tiny-sd',
  directory: TINY_MODEL,
  pipelineClass: 'StableDiffusionPipeline',
  demonstration: false,
  textEncoder: {
    kind: 'clip',
    className: 'CLIPTextModel',
    hiddenSize: 32,
    layers: 2,
    vocabularySize: 300,
    positions: 77,
    usesAttentionMask: false,
  },
  projection: null,
  tokenizer: { kind: 'clip', vocabularySize: 300, maxTokens: 77, lowerCase: true, padToken: '<|endoftext|>' },
  unet: {
    inputChannels: 4,
    outputChannels: 4,
    blockChannels: [16, 32],
    crossAttentionSize: 32,
    sampleRows: 8,
    sampleColumns: 8,
  },
  predictionType: 'epsilon',
  scheduler: { className: 'PNDMScheduler', name: 'pndm' },
  vae: { imageChannels: 3, latentChannels: 4, downscale: 8, scalingFactor: 0.18215 },
  image: { widthPixels: 64, heightPixels: 64, sizeMultiple: 8, fixedSize: false },
  tasks: {
    'text-to-image': { possible: true, reason: null },
    'image-to-image': { possible: false, reason: 'there is no vae_encoder' },
    inpainting: { possible: false, reason: 'there is no vae_encoder' },
  },
  precision: 'float32',
  graphs: [],
  parameters: 1_000_000,
  files: [],
  totalBytes: 4_000_000,
  memory: { wholeBytes: 8_000_000, editBytes: 8_500_000, inTurnBytes: 4_000_000, largestPart: 'unet' },
  checksumsVerified: false,
  defaults: { steps: 25, guidanceScale: 3, scheduler: 'ddim', negativePrompt: '' },
  examplePrompts: [],
  notes: [],
};
