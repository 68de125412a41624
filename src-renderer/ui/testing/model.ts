import type { ModelId } from '../../../src-core/base/ids.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import type { ModelDescription } from '../../../src-core/contract/model-description.ts';

/** A model for tests: the demonstration model, but for what is given. */
export function modelForTest(part: Partial<ModelView> = {}): ModelView {
  return {
    id: 'cxr-demo' as ModelId,
    name: 'cxr-demo',
    state: 'embedded',
    demonstration: true,
    widthPx: 256,
    heightPx: 256,
    maxTokens: 77,
    defaults: { steps: 25, guidanceScale: 3, scheduler: 'ddim', negativePrompt: '' },
    examplePrompts: [],
    folder: '/program/models/cxr-demo',
    registration: null,
    problem: null,
    ...part,
  };
}

/** What a Stable Diffusion 1.x in float32 is, but for what is given. */
export function descriptionForTest(part: Partial<ModelDescription> = {}): ModelDescription {
  return {
    name: 'sd-1',
    directory: '/models/sd-1',
    pipelineClass: 'StableDiffusionPipeline',
    demonstration: false,
    textEncoder: {
      kind: 'clip',
      className: 'CLIPTextModel',
      hiddenSize: 768,
      layers: 12,
      vocabularySize: 49_408,
      positions: 77,
      usesAttentionMask: false,
    },
    projection: null,
    tokenizer: {
      kind: 'clip',
      vocabularySize: 49_408,
      maxTokens: 77,
      lowerCase: true,
      padToken: '<|endoftext|>',
    },
    unet: {
      inputChannels: 4,
      outputChannels: 4,
      blockChannels: [320, 640, 1280, 1280],
      crossAttentionSize: 768,
      sampleRows: 64,
      sampleColumns: 64,
    },
    predictionType: 'epsilon',
    scheduler: { className: 'PNDMScheduler', name: 'pndm' },
    vae: { imageChannels: 3, latentChannels: 4, downscale: 8, scalingFactor: 0.18215 },
    image: { widthPixels: 512, heightPixels: 512, sizeMultiple: 64, fixedSize: false },
    tasks: {
      'text-to-image': { possible: true, reason: null },
      'image-to-image': { possible: true, reason: null },
      inpainting: { possible: true, reason: null },
    },
    precision: 'float32',
    graphs: [],
    parameters: 1_066_235_307,
    files: [],
    totalBytes: 4_265_000_000,
    memory: {
      wholeBytes: 5_000_000_000,
      editBytes: 5_300_000_000,
      inTurnBytes: 3_900_000_000,
      largestPart: 'unet',
    },
    checksumsVerified: false,
    defaults: { steps: 50, guidanceScale: 7.5, scheduler: 'pndm', negativePrompt: '' },
    examplePrompts: [],
    notes: [],
    ...part,
  };
}
