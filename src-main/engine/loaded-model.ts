import type { Precision } from '../../src-core/base/generation-names.ts';
import type { PreviewFit } from '../../src-core/diffusion/latent-preview.ts';
import type { PromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import type { ModelFolder } from './model-folder.ts';
import type { Embeddings, ModelSessions } from './model-sessions.ts';
import type { Processor } from './processor.ts';

/** A model ready to draw: its folder, its graphs and what recipes state about both. */
export interface LoadedModel {
  readonly folder: ModelFolder;
  readonly tokenizer: PromptTokenizer;
  readonly sessions: ModelSessions;
  /** Of the latents: that of the UNet's edges. */
  readonly precision: Precision;
  readonly threads: number;
  readonly processor: Processor;
  /** SHA-256 by file of everything the runtime reads. */
  readonly components: Readonly<Record<string, string>>;
  readonly onnxruntimeVersion: string;
  readonly productVersion: string;
  /** Prompts already encoded by this model; encoding one again would give the same values. */
  readonly embeddings: Map<string, Embeddings>;
  /** What the decoder has shown so far of how latents look; kept when the model is loaded again. */
  readonly previewFit: PreviewFit;
}
