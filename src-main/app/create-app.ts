import type { CallResult } from '../../src-core/contract/bridge.ts';
import { Accounts } from './accounts.ts';
import { Analyses } from './analyses.ts';
import { analysisHandlers } from './analysis-handlers.ts';
import { auditHandlers } from './audit.ts';
import { batchHandlers } from './batches.ts';
import { Computing } from './computing.ts';
import { conductHandlers } from './conduct.ts';
import { designHandlers } from './design.ts';
import { dispatch } from './dispatch.ts';
import { displayHandlers } from './display.ts';
import { editHandlers } from './edits.ts';
import { FilmExport } from './export.ts';
import { exportHandlers } from './export-handlers.ts';
import { generationHandlers } from './generation.ts';
import type { Handlers } from './handlers.ts';
import { FilmImport } from './import.ts';
import { importHandlers } from './import-handlers.ts';
import { droppedPathsSchema } from './import-selections.ts';
import { libraryHandlers } from './library.ts';
import { ModelAdding } from './model-adding.ts';
import { ModelWork } from './model-work.ts';
import { modelHandlers } from './models.ts';
import { Exchange } from './packages.ts';
import { peopleHandlers } from './people.ts';
import type { AppPorts } from './ports.ts';
import { GenerationQueue } from './queue.ts';
import { queueHandlers } from './queue-handlers.ts';
import { readerHandlers } from './reader-handlers.ts';
import { ReaderStudies } from './reader-studies.ts';
import { remakeHandlers } from './remake-handlers.ts';
import { Remakes } from './remakes.ts';
import { resultHandlers } from './results.ts';
import { AppSession } from './session.ts';
import { settingsHandlers } from './settings.ts';
import { SingleTask } from './single-task.ts';
import { StepTimes } from './step-times.ts';
import { studyHandlers } from './studies.ts';

export interface App {
  /** One session for each window. */
  newSession(): AppSession;
  /** Answers a window's call; errors come back as data. The caller has checked who sent it. */
  call(session: AppSession, name: unknown, input: unknown): Promise<CallResult<unknown>>;
  /** Remembers where the things lie that were dropped onto the window, for `library.chooseDropped`. */
  dropped(session: AppSession, paths: unknown): void;
  /** The raw pixels a token stands for in this session; undefined for any other token. */
  pixels(session: AppSession, token: string): Promise<Uint8Array | undefined>;
  /** Takes up the generation jobs that an earlier run left. */
  resumeQueue(): void;
  dispose(): Promise<void>;
}

/** The one composition root: every use case over the ports that the shell or the command line hands in. */
export function createApp(ports: AppPorts): App {
  const accounts = new Accounts(ports);
  const readers = new ReaderStudies(ports.store);
  const computing = new Computing(ports.engine);
  const times = new StepTimes(ports.store, computing);
  const queue = new GenerationQueue(ports, computing, times);
  const imports = new FilmImport(ports);
  const exports = new FilmExport(ports);
  const exchange = new Exchange(ports);
  const remakes = new Remakes(ports, computing);
  const modelWork = new ModelWork(ports);
  const analyses = new Analyses(ports);
  const normalising = new SingleTask('Films of a study are being normalised already. Wait, or cancel that.');
  const adding = new ModelAdding(ports, computing, modelWork);
  const handlers: Handlers = {
    ...peopleHandlers(ports, accounts),
    ...modelHandlers(ports, modelWork, adding),
    ...generationHandlers(ports, queue, times),
    ...queueHandlers(ports, queue, times),
    ...batchHandlers(ports, queue, times),
    ...remakeHandlers(ports, remakes, queue, times),
    ...settingsHandlers(ports, computing),
    ...displayHandlers(ports),
    ...libraryHandlers(ports),
    ...importHandlers(ports, imports),
    ...exportHandlers(ports, exports),
    ...editHandlers(ports),
    ...studyHandlers(ports),
    ...designHandlers(ports, accounts, normalising),
    ...conductHandlers(ports, accounts, readers),
    ...readerHandlers(ports, accounts, readers),
    ...exchange.handlers,
    ...resultHandlers(ports),
    ...auditHandlers(ports),
    ...analysisHandlers(analyses),
  };
  return {
    newSession: () => new AppSession(ports.random),
    call: (session, name, input) => dispatch(handlers, session, name, input),
    dropped: (session, paths) => {
      const parsed = droppedPathsSchema.safeParse(paths);
      if (parsed.success) session.drop(parsed.data);
    },
    pixels: async (session, token) => {
      const target = session.target(token);
      if (target === undefined || session.person === null) return undefined;
      if (target.kind === 'preview') return target.pixels;
      if (target.kind === 'film') return ports.store.blobs.get(target.blob);
      return ports.store.assignments.film(target.studyId, session.person.id, target.filmId);
    },
    resumeQueue: () => queue.wake(),
    dispose: async () => {
      imports.cancel();
      exports.cancel();
      exchange.cancel();
      remakes.cancel();
      normalising.cancel();
      modelWork.cancel();
      analyses.cancel();
      const stopped = queue.dispose();
      // Ended at once: a step, or the loading of a large model, would hold the closing up.
      ports.engine.unload();
      await stopped;
      await ports.films.dispose();
      await imports.finished();
      await exports.finished();
      await exchange.finished();
      await remakes.finished();
      await normalising.finished();
      await modelWork.finished();
      await analyses.dispose();
      await ports.models.dispose();
      await ports.normaliser.dispose();
      await ports.fileWork.dispose();
      await ports.filmFiles.dispose();
      await ports.studyFiles.dispose();
      await ports.studyWork.dispose();
      ports.store.close();
    },
  };
}
