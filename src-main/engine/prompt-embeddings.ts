import type { EncodedPrompt } from '../../src-core/diffusion/prompt-tokenizer.ts';
import type { InferenceClock } from './inference-clock.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { Embeddings } from './model-sessions.ts';

const MAX_CACHED_PROMPTS = 64;

/**
 * The hidden states of one prompt, or of the unconditional and the conditional one in a batch of two. One call
 * of the text encoder for each (a batch would change the last bits), kept for the next image.
 */
export async function encodePrompts(
  model: LoadedModel,
  prompt: EncodedPrompt,
  unconditional: EncodedPrompt | null,
  clock: InferenceClock,
): Promise<Embeddings> {
  if (unconditional === null) return encodePrompt(model, prompt, clock);
  const first = await encodePrompt(model, unconditional, clock);
  const second = await encodePrompt(model, prompt, clock);
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, values, batch: 2 };
}

async function encodePrompt(
  { embeddings, sessions }: LoadedModel,
  prompt: EncodedPrompt,
  clock: InferenceClock,
): Promise<Embeddings> {
  const key = prompt.ids.join(' ');
  const found = embeddings.get(key) ?? (await clock.measure(() => sessions.encodeText(prompt)));
  if (embeddings.size >= MAX_CACHED_PROMPTS) embeddings.clear();
  embeddings.set(key, found);
  return found;
}
