import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../src-core/contract/contract.ts';
import { AnalysisWorker } from '../app/analysis-work.ts';
import { createApp } from '../app/create-app.ts';
import { createModelCatalogue } from '../app/model-catalogue.ts';
import { ModelReader } from '../app/model-reader.ts';
import type { AppPorts } from '../app/ports.ts';
import { StudyFileWorker } from '../app/study-files.ts';
import { StudyWorker } from '../app/study-work.ts';
import { FileWorker } from '../files/file-work.ts';
import { FilmFileWriter } from '../files/film-file-writer.ts';
import { FilmNormaliser } from '../files/film-normaliser.ts';
import { FilmWorkerPool } from '../files/film-worker-pool.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { openStore } from '../store/open-store.ts';
import { createCommandLineEngine } from './engine.ts';

/** What stands for the system's dialogs: what the next ones answer. */
export interface AnsweredDialogs {
  open: readonly string[];
  save: string | null;
}

/** The window's app without a window: the same calls, over a data folder. */
export interface HeadlessApp {
  readonly dialogs: AnsweredDialogs;
  /** A refusal is thrown as the LightboxError it is. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  close(): Promise<void>;
}

const source = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/**
 * Opens a data folder for this process alone, as the window does.
 * @throws as `openStore`
 */
export function openHeadlessApp(folder: string, emit: AppPorts['emit']): HeadlessApp {
  const dialogs: AnsweredDialogs = { open: [], save: null };
  const clock = (): Date => new Date();
  const store = openStore({ folder, clock, randomId: randomUUID });
  const engine = createCommandLineEngine();
  const app = createApp({
    info: { productName: PRODUCT_NAME, version: PRODUCT_VERSION, developmentRuntime: false },
    store,
    engine,
    models: createModelCatalogue({
      store,
      engine,
      reader: new ModelReader(source('app/model-reading-worker.ts')),
      embedded: source('../resources/models'),
      own: path.join(path.dirname(path.resolve(folder)), 'models'),
    }),
    films: new FilmWorkerPool({ workerFile: source('files/film-worker.ts') }),
    normaliser: new FilmNormaliser(source('files/normalise-worker.ts')),
    fileWork: new FileWorker(source('files/file-work-worker.ts')),
    filmFiles: new FilmFileWriter(source('files/film-file-worker.ts')),
    studyFiles: new StudyFileWorker(source('app/study-file-worker.ts')),
    studyWork: new StudyWorker(source('app/study-work-worker.ts')),
    newAnalysis: () => new AnalysisWorker(source('app/analysis-worker.ts')),
    dialogs: {
      openFiles: async () => dialogs.open,
      openFolder: async () => dialogs.open[0] ?? null,
      saveFile: async () => dialogs.save,
    },
    display: () => {
      throw new LightboxError('INTERNAL', 'There is no display on the command line.');
    },
    random: {
      id: randomUUID,
      token: () => randomBytes(24).toString('base64url'),
      seed: () => randomInt(0, 2 ** 32),
    },
    clock,
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    emit,
  });
  const session = app.newSession();
  return {
    dialogs,
    async call(name, input) {
      const result = await app.call(session, name, input);
      if (!result.ok) throw LightboxError.fromPayload(result.error);
      return result.value as never;
    },
    close: () => app.dispose(),
  };
}
