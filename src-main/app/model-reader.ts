import { LightboxError } from '../../src-core/base/errors.ts';
import type { TokenReport } from '../../src-core/contract/generation-calls.ts';
import { WorkerLine } from '../files/worker-line.ts';
import {
  type ModelFacts,
  type ModelReadingAnswer,
  type ModelReadingRequest,
  modelReadingAnswerSchema,
} from './model-reading-messages.ts';

/**
 * Reads model folders in a worker thread: the vocabulary of a large model takes longer to read and to index than main
 * may be held up.
 */
export class ModelReader {
  readonly #line: WorkerLine<typeof modelReadingAnswerSchema>;

  /** @param workerFile the entry: `model-reading-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'model-reading-worker',
      answer: modelReadingAnswerSchema,
      failure: 'A model folder could not be read',
    });
  }

  /** @throws LightboxError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED */
  async facts(modelDir: string): Promise<ModelFacts> {
    const answer = await this.#ask({ type: 'facts', modelDir });
    if (answer.type === 'facts') return answer.facts;
    throw outOfTurn(answer);
  }

  /**
   * How a prompt reads to a model: its tokens, what is cut off, and words that the training never covered.
   * @param key names the folder's present content; its tokenizer is kept under it
   * @throws LightboxError MODEL_NOT_FOUND, MODEL_INVALID, MODEL_UNSUPPORTED
   */
  async reportOn(modelDir: string, key: string, text: string): Promise<TokenReport> {
    const answer = await this.#ask({ type: 'prompt', modelDir, key, text });
    if (answer.type === 'prompt') return answer.report;
    throw outOfTurn(answer);
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }

  async #ask(request: ModelReadingRequest): Promise<ModelReadingAnswer> {
    const answer = await this.#line.ask(request);
    if (answer.type === 'failed') throw LightboxError.fromPayload(answer.error);
    return answer;
  }
}

function outOfTurn({ type }: ModelReadingAnswer): LightboxError {
  return new LightboxError('INTERNAL', `The reader of models answered with "${type}" out of turn.`);
}
