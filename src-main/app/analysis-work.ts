import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId, ReaderFilmId } from '../../src-core/base/ids.ts';
import type { ReadingFile } from '../../src-core/contract/analysis-calls.ts';
import type { EventPayload } from '../../src-core/contract/events.ts';
import type { ChainRow } from '../../src-core/study/audit-chain.ts';
import type { FilmOrigin } from '../../src-core/study/results.ts';
import { type Reply, WorkerLine } from '../files/worker-line.ts';
import {
  type AnalysisAnswer,
  type AnalysisRequest,
  analysisAnswerSchema,
  type ShownAnalysis,
  type StudyRequest,
  type TableRequest,
} from './analysis-messages.ts';

type RequestOf<Type extends AnalysisRequest['type']> = Omit<Extract<AnalysisRequest, { type: Type }>, 'type'>;
type AnswerOf<Type extends AnalysisAnswer['type']> = Extract<AnalysisAnswer, { type: Type }>;

export type AnalysisProgress = (payload: EventPayload<'analysis.progress'>) => void;

/** What an analysis of a study asks main for. */
export interface StudySource {
  rowsOf(readerId: string): readonly ChainRow[];
  /** Grey values of a film as the reader saw it; null: they are not here. */
  pictureOf(readerId: string, filmId: ReaderFilmId): Promise<Uint8Array | null>;
  originsOf(filmIds: readonly FilmId[]): Promise<ReadonlyMap<FilmId, FilmOrigin>>;
}

/**
 * One analysis in a worker thread, which keeps it until `dispose`: its report, figures and exports are written there, so
 * that main never holds them.
 */
export class AnalysisWorker {
  readonly #line: WorkerLine<typeof analysisAnswerSchema>;

  /** @param workerFile the entry: `analysis-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'analysis-worker',
      answer: analysisAnswerSchema,
      failure: 'The readings could not be analysed',
    });
  }

  /** @throws LightboxError FILE_*, CSV_INVALID for what is no table */
  async survey(path: string): Promise<Omit<ReadingFile, 'fileToken'>> {
    return (await this.#ask({ type: 'survey', path }, 'surveyed')).file;
  }

  /**
   * @param drawn with the figures in the screen's theme
   * @throws LightboxError FILE_*, CSV_INVALID naming every line that is wrong, CANCELLED
   */
  async table(
    request: TableRequest,
    drawn: boolean,
    progress: AnalysisProgress,
    signal: AbortSignal,
  ): Promise<ShownAnalysis> {
    const reply = (answer: AnalysisAnswer): Reply => noted(answer, progress);
    return (await this.#ask({ type: 'table', request, drawn }, 'analysed', reply, signal)).shown;
  }

  /** @throws LightboxError STORE_CORRUPT, CHAIN_BROKEN, NOT_FOUND as `joinResults`, CANCELLED */
  async study(
    request: StudyRequest,
    source: StudySource,
    progress: AnalysisProgress,
    signal: AbortSignal,
  ): Promise<ShownAnalysis> {
    const reply = (answer: AnalysisAnswer): Reply => {
      if (answer.type === 'ask-reader') return Promise.resolve({ rows: source.rowsOf(answer.readerId) });
      if (answer.type === 'ask-films') return source.originsOf(answer.filmIds).then((films) => ({ films }));
      if (answer.type === 'ask-picture') {
        return source.pictureOf(answer.readerId, answer.filmId).then((pixels) => ({ pixels }));
      }
      return noted(answer, progress);
    };
    return (await this.#ask({ type: 'study', request }, 'analysed', reply, signal)).shown;
  }

  /** Every number of the analysis, as it is exported. */
  async json(): Promise<string> {
    return (await this.#ask({ type: 'json' }, 'json')).text;
  }

  /** The SHA-256 of the file. @throws LightboxError DISK_FULL, FILE_UNWRITABLE */
  async report(request: RequestOf<'report'>): Promise<string> {
    return (await this.#ask({ type: 'report', ...request }, 'written')).sha256;
  }

  /** The SHA-256 of the file. @throws LightboxError NOT_FOUND, DISK_FULL, FILE_UNWRITABLE */
  async figure(request: RequestOf<'figure'>): Promise<string> {
    return (await this.#ask({ type: 'figure', ...request }, 'written')).sha256;
  }

  /** @throws LightboxError BAD_INPUT for a format that the analysis lacks, DISK_FULL, FILE_UNWRITABLE */
  async export(request: RequestOf<'export'>): Promise<Omit<AnswerOf<'exported'>, 'type'>> {
    const { files, rows } = await this.#ask({ type: 'export', ...request }, 'exported');
    return { files, rows };
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }

  async #ask<Type extends AnalysisAnswer['type']>(
    request: AnalysisRequest,
    expected: Type,
    reply?: (answer: AnalysisAnswer) => Reply,
    signal?: AbortSignal,
  ): Promise<AnswerOf<Type>> {
    const answer = await this.#line.ask(request, reply, signal);
    if (answer.type === 'failed') throw LightboxError.fromPayload(answer.error);
    if (isOf(answer, expected)) return answer;
    throw new LightboxError('INTERNAL', `The worker of analyses answered with "${answer.type}" out of turn.`);
  }
}

function isOf<Type extends AnalysisAnswer['type']>(
  answer: AnalysisAnswer,
  type: Type,
): answer is AnswerOf<Type> {
  return answer.type === type;
}

function noted(answer: AnalysisAnswer, progress: AnalysisProgress): Reply {
  if (answer.type !== 'progress') return null;
  const { type: _type, ...payload } = answer;
  progress(payload);
  return 'noted';
}
