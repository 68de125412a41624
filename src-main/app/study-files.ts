import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ReaderFilmId } from '../../src-core/base/ids.ts';
import { WorkerLine } from '../files/worker-line.ts';
import type { SigningKey } from '../keys/signing.ts';
import { type StudyFileAnswer, type StudyFileRequest, studyFileAnswerSchema } from './study-file-messages.ts';

type Request<Type extends StudyFileRequest['type']> = Omit<
  Extract<StudyFileRequest, { type: Type }>,
  'type' | 'signingKey'
>;
type Answer<Type extends StudyFileAnswer['type']> = Omit<Extract<StudyFileAnswer, { type: Type }>, 'type'>;

export type OpenedStudyFile = Extract<StudyFileAnswer, { type: 'package' | 'readings' }>;
export type WrittenFile = Answer<'written'>;

/** Where the films of a package come from, and who hears how far it is. */
export interface PackingTurn {
  film(id: ReaderFilmId): Promise<Uint8Array>;
  progress(filmsDone: number, films: number): void;
}

/**
 * Writes, opens and judges `.lightbox` and `.readings` files in a worker thread: hashing, signatures and the replay of
 * thousands of events would hold main up. One file is open at a time.
 */
export class StudyFileWorker {
  readonly #line: WorkerLine<typeof studyFileAnswerSchema>;

  /** @param workerFile the entry: `study-file-worker.ts` from source, its bundle otherwise. */
  constructor(workerFile: string) {
    this.#line = new WorkerLine({
      workerFile,
      name: 'study-file-worker',
      answer: studyFileAnswerSchema,
      failure: 'A package or readings could not be read or written',
    });
  }

  /** Whole or not at all. @throws as `writePackageFile`, and what `turn.film` throws */
  async writePackage(
    content: Request<'write-package'>,
    key: SigningKey,
    turn: PackingTurn,
  ): Promise<WrittenFile> {
    const answer = await this.#ask({ type: 'write-package', ...content, signingKey: pkcs8(key) }, turn);
    if (answer.type !== 'written') throw outOfTurn(answer);
    return { sha256: answer.sha256, bytes: answer.bytes };
  }

  /** Whole or not at all. @throws as `writeReadingsFile` */
  async writeReadings(content: Request<'write-readings'>, key: SigningKey): Promise<WrittenFile> {
    const answer = await this.#ask({ type: 'write-readings', ...content, signingKey: pkcs8(key) });
    if (answer.type !== 'written') throw outOfTurn(answer);
    return { sha256: answer.sha256, bytes: answer.bytes };
  }

  /**
   * Verifies a file to its last byte and holds it open until the next one, or `close`.
   * @throws as `openStudyFile`; LightboxError CANCELLED
   */
  async open(path: string, signal: AbortSignal): Promise<OpenedStudyFile> {
    const answer = await this.#ask({ type: 'open', path }, null, signal);
    if (answer.type === 'package' || answer.type === 'readings') return answer;
    throw outOfTurn(answer);
  }

  /** @throws LightboxError NOT_FOUND where the package is no longer open, FILE_CORRUPT where it was altered since */
  async readFilm(token: string, film: ReaderFilmId): Promise<Uint8Array> {
    const answer = await this.#ask({ type: 'read-film', token, film });
    if (answer.type === 'film') return answer.pixels;
    throw outOfTurn(answer);
  }

  /** The open readings and what is held as one chain. @throws as `mergeReadings`; NOT_FOUND as `readFilm` */
  async merge(request: Request<'merge'>): Promise<Answer<'merged'>> {
    const answer = await this.#ask({ type: 'merge', ...request });
    if (answer.type === 'merged') return { rows: answer.rows, added: answer.added };
    throw outOfTurn(answer);
  }

  async close(): Promise<void> {
    await this.#ask({ type: 'close' });
  }

  dispose(): Promise<void> {
    return this.#line.dispose();
  }

  async #ask(
    request: StudyFileRequest,
    turn: PackingTurn | null = null,
    signal?: AbortSignal,
  ): Promise<StudyFileAnswer> {
    const reply = (message: StudyFileAnswer) =>
      turn === null || message.type !== 'film-wanted' ? null : filmFor(message, turn);
    const answer = await this.#line.ask(request, reply, signal);
    if (answer.type === 'failed') throw LightboxError.fromPayload(answer.error);
    return answer;
  }
}

async function filmFor(
  { film, done, total }: Answer<'film-wanted'>,
  turn: PackingTurn,
): Promise<StudyFileRequest> {
  try {
    turn.progress(done, total);
    return { type: 'film', pixels: await turn.film(film as ReaderFilmId) };
  } catch (thrown) {
    return { type: 'stop', error: toLightboxError(thrown).toPayload() };
  }
}

function pkcs8({ privateKey }: SigningKey): Uint8Array {
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

function outOfTurn({ type }: StudyFileAnswer): LightboxError {
  return new LightboxError('INTERNAL', `The worker of packages answered with "${type}" out of turn.`);
}
