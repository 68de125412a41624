import { LightboxError } from '../../src-core/base/errors.ts';
import type { TellingMeasure } from '../../src-core/stats/classify/arm-differences.ts';
import type { DraftCheck } from '../../src-core/study/draft-check.ts';
import { WorkerLine } from '../files/worker-line.ts';
import type { StudyResults } from './result-tables.ts';
import {
  type DrawnAdjudication,
  type FrozenStudy,
  type LaterShares,
  type StudyWorkAnswer,
  type StudyWorkRequest,
  studyWorkAnswerSchema,
} from './study-work-messages.ts';

type Request<Type extends StudyWorkRequest['type']> = Omit<Extract<StudyWorkRequest, { type: Type }>, 'type'>;

/**
 * Judges, freezes and opens studies in a worker thread: drawing and checking the orders of thousands of cases, sealing
 * them and replaying readings would hold main up.
 */
export class StudyWorker {
  readonly #line: WorkerLine<typeof studyWorkAnswerSchema>;

  /** @param workerFile the entry: `study-work-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'study-work-worker',
      answer: studyWorkAnswerSchema,
      failure: 'A study could not be worked on',
    });
  }

  /** @throws LightboxError NOT_FOUND as `checkDraft` */
  async check(request: Request<'check'>): Promise<DraftCheck> {
    const answer = await this.#ask({ type: 'check', ...request });
    if (answer.type === 'check') return answer.check;
    throw outOfTurn(answer);
  }

  /** Draws, checks and seals. @throws LightboxError STUDY_INVALID, BAD_INPUT, CANCELLED, INTERNAL */
  async freeze(request: Request<'freeze'>, signal: AbortSignal): Promise<FrozenStudy> {
    const answer = await this.#ask({ type: 'freeze', ...request }, signal);
    if (answer.type === 'freeze') return answer.frozen;
    throw outOfTurn(answer);
  }

  /** The shares of all readers up to a phase. @throws LightboxError UNSEALING_FAILED, STORE_CORRUPT */
  async release(request: Request<'release'>): Promise<LaterShares> {
    const answer = await this.#ask({ type: 'release', ...request });
    if (answer.type === 'release') return answer.later;
    throw outOfTurn(answer);
  }

  /** @throws LightboxError as `drawAdjudication`; UNSEALING_FAILED, STORE_CORRUPT */
  async adjudicate(request: Request<'adjudicate'>): Promise<DrawnAdjudication> {
    const answer = await this.#ask({ type: 'adjudicate', ...request });
    if (answer.type === 'adjudicate') return answer.drawn;
    throw outOfTurn(answer);
  }

  /** The truth with all adjudications, as `readTruth` reads it. @throws LightboxError UNSEALING_FAILED, STORE_CORRUPT */
  async open(request: Request<'open'>): Promise<string> {
    const answer = await this.#ask({ type: 'open', ...request });
    if (answer.type === 'open') return answer.truthText;
    throw outOfTurn(answer);
  }

  /** By which measures arms can be told. */
  async differences(request: Request<'differences'>): Promise<readonly TellingMeasure[]> {
    const answer = await this.#ask({ type: 'differences', ...request });
    if (answer.type === 'differences') return answer.telling;
    throw outOfTurn(answer);
  }

  /** The readings joined with the opened truth. @throws LightboxError as `studyResults`, `readTruth` */
  async results(request: Request<'results'>): Promise<StudyResults> {
    const answer = await this.#ask({ type: 'results', ...request });
    if (answer.type === 'results') return answer.results;
    throw outOfTurn(answer);
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }

  async #ask(request: StudyWorkRequest, signal?: AbortSignal): Promise<StudyWorkAnswer> {
    const answer = await this.#line.ask(request, undefined, signal);
    if (answer.type === 'failed') throw LightboxError.fromPayload(answer.error);
    return answer;
  }
}

function outOfTurn({ type }: StudyWorkAnswer): LightboxError {
  return new LightboxError('INTERNAL', `The worker of studies answered with "${type}" out of turn.`);
}
