import type { EncodedPrompt } from '../../src-core/diffusion/prompt-tokenizer.ts';
import type { InferenceClock } from './inference-clock.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { Embeddings } from './model-sessions.ts';
import type { ResultChecks } from './result-checks.ts';

interface EncodingContext {
  readonly clock: InferenceClock;
  readonly checks: ResultChecks;
}

const MAX_CACHED_PROMPTS = 64;

/**
 * The hidden states of one prompt, or of the unconditional and the conditional one in a batch of two. One call
 * of the text encoder for each (a batch would change the last bits), kept for the next image.
 */
export async function encodePrompts(
  model: LoadedModel,
  prompt: EncodedPrompt,
  unconditional: EncodedPrompt | null,
  context: EncodingContext,
): Promise<Embeddings> {
  if (unconditional === null) return encodePrompt(model, prompt, context);
  const first = await encodePrompt(model, unconditional, context);
  const second = await encodePrompt(model, prompt, context);
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, values, batch: 2 };
}

async function encodePrompt(
  { embeddings, sessions }: LoadedModel,
  prompt: EncodedPrompt,
  { clock, checks }: EncodingContext,
): Promise<Embeddings> {
  const key = prompt.ids.join(' ');
  const known = embeddings.get(key);
  if (known !== undefined) return known;
  const found = await clock.measure(() => sessions.encodeText(prompt));
  checks.text(found.values);
  if (embeddings.size >= MAX_CACHED_PROMPTS) embeddings.clear();
  embeddings.set(key, found);
  return found;
}
