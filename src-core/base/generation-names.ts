/** Names that recipes, the contract, the command line and message files share. */

/**
 * The schedulers of the product. A name that ends in "-karras" turns Karras sigmas on; the others follow the
 * model folder's scheduler_config.json, there too.
 */
export const SCHEDULER_NAMES = [
  'pndm',
  'ddim',
  'ddpm',
  'dpmpp-2m',
  'dpmpp-2m-karras',
  'dpmpp-2m-sde',
  'dpmpp-2m-sde-karras',
  'euler',
  'euler-a',
  'unipc',
] as const;
export type SchedulerName = (typeof SCHEDULER_NAMES)[number];

/** Execution providers by onnxruntime's names. */
export const PROVIDER_NAMES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** What an image is made from: a prompt alone, a film and a prompt, or a film, a mask and a prompt. */
export const TASK_NAMES = ['text-to-image', 'image-to-image', 'inpainting'] as const;
export type TaskName = (typeof TASK_NAMES)[number];

/** Arithmetic of latents and graphs' edges. */
export const PRECISION_NAMES = ['float32', 'float16'] as const;
export type Precision = (typeof PRECISION_NAMES)[number];
