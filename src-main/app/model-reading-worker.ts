/** Entry of the worker thread that reads model folders and how prompts read to them (see model-reader.ts). */
import { parentPort } from 'node:worker_threads';
import { toLightboxError } from '../../src-core/base/errors.ts';
import type { TokenReport } from '../../src-core/contract/generation-calls.ts';
import { createPromptTokenizer, type PromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { uncoveredWords } from '../../src-core/prompt/uncovered-words.ts';
import { readModelFolder } from '../engine/model-folder.ts';
import {
  type ModelFacts,
  type ModelReadingAnswer,
  type ModelReadingRequest,
  modelReadingRequestSchema,
} from './model-reading-messages.ts';

interface PromptReader {
  readonly tokenizer: PromptTokenizer;
  /** Lower-case words that the training covered; null where the folder does not say. */
  readonly trainingWords: ReadonlySet<string> | null;
}

const port = parentPort;
if (port === null) throw new Error('model-reading-worker runs as a worker thread only');

const readers = new Map<string, PromptReader>();

port.on('message', (message: unknown) => {
  void answerTo(message).then((answer) => port.postMessage(answer));
});

async function answerTo(message: unknown): Promise<ModelReadingAnswer> {
  try {
    const request = modelReadingRequestSchema.parse(message);
    switch (request.type) {
      case 'facts':
        return { type: 'facts', facts: await factsOf(request.modelDir) };
      case 'prompt':
        return { type: 'prompt', report: await reportOn(request) };
    }
  } catch (thrown) {
    return { type: 'failed', error: toLightboxError(thrown).toPayload() };
  }
}

async function factsOf(modelDir: string): Promise<ModelFacts> {
  const { defaults, demonstration, examplePrompts, tokenizer } = await readModelFolder(modelDir);
  const { steps, guidanceScale, scheduler, negativePrompt, widthPixels, heightPixels } = defaults;
  return {
    demonstration,
    widthPx: widthPixels,
    heightPx: heightPixels,
    maxTokens: tokenizer.maxLength,
    defaults: { steps, guidanceScale, scheduler, negativePrompt },
    examplePrompts: [...examplePrompts],
  };
}

async function reportOn({
  modelDir,
  key,
  text,
}: Extract<ModelReadingRequest, { type: 'prompt' }>): Promise<TokenReport> {
  const { tokenizer, trainingWords } = readers.get(key) ?? (await openReader(modelDir, key));
  const { tokenCount, truncatedText } = tokenizer.encode(text);
  return {
    tokenCount,
    maxTokens: tokenizer.maxLength,
    truncatedText,
    uncoveredWords: trainingWords === null ? [] : uncoveredWords(text, trainingWords),
  };
}

async function openReader(modelDir: string, key: string): Promise<PromptReader> {
  const { tokenizer, trainingWords } = await readModelFolder(modelDir);
  const reader = {
    tokenizer: createPromptTokenizer(tokenizer),
    trainingWords: trainingWords === null ? null : new Set(trainingWords),
  };
  readers.set(key, reader);
  return reader;
}
