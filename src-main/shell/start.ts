import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import path from 'node:path';
import { app, type BrowserWindow, dialog, session as electronSession, utilityProcess } from 'electron';
import { toLightboxError } from '../../src-core/base/errors.ts';
import { AnalysisWorker } from '../app/analysis-work.ts';
import { createApp } from '../app/create-app.ts';
import { createModelCatalogue } from '../app/model-catalogue.ts';
import { ModelReader } from '../app/model-reader.ts';
import type { AppPorts } from '../app/ports.ts';
import { StudyFileWorker } from '../app/study-files.ts';
import { StudyWorker } from '../app/study-work.ts';
import { createEngineClient } from '../engine/engine-client.ts';
import { createUtilityProcessHost } from '../engine/utility-process-host.ts';
import { FileWorker } from '../files/file-work.ts';
import { FilmFileWriter } from '../files/film-file-writer.ts';
import { FilmNormaliser } from '../files/film-normaliser.ts';
import { FilmWorkerPool } from '../files/film-worker-pool.ts';
import { isDevelopmentRuntime } from '../product.ts';
import { openStore } from '../store/open-store.ts';
import { systemDialogs } from './dialogs.ts';
import { displayOf, sendGreysUnconverted } from './display.ts';
import { hardenProcess, hardenSession } from './hardening.ts';
import { connectCalls, sendEvent } from './ipc.ts';
import { registerScheme, serveScheme } from './protocol.ts';
import { fileTrace, noTrace } from './trace.ts';
import { createWindow, reviveAfterCrash } from './window.ts';

/** Starts the workstation: one instance, one window, one store. */
export function startShell(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  const developmentRuntime = isDevelopmentRuntime(process.versions.electron);
  if (developmentRuntime && app.isPackaged) {
    process.stderr.write('The development runtime serves source checkouts only; it never ships.\n');
    app.exit(1);
    return;
  }
  hardenProcess();
  sendGreysUnconverted();
  registerScheme();
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  app.on('window-all-closed', () => app.quit());
  void app
    .whenReady()
    .then(() => open(developmentRuntime))
    .catch((thrown: unknown) => {
      const { code, message } = toLightboxError(thrown);
      process.stderr.write(`${code}: ${message}\n`);
      dialog.showErrorBox('Roentgen Lightbox cannot start', `${message}\n\n(${code})`);
      app.exit(1);
    });
}

async function open(developmentRuntime: boolean): Promise<void> {
  const traceFile = process.env['LIGHTBOX_TRACE_FILE'];
  const trace = traceFile !== undefined && !app.isPackaged ? fileTrace(traceFile) : noTrace;
  const outFolder = path.join(app.getAppPath(), 'out');
  const resources = app.isPackaged ? process.resourcesPath : path.join(app.getAppPath(), 'resources');
  const userData = app.getPath('userData');

  const store = openStore({
    folder: path.join(userData, 'workstation'),
    clock: () => new Date(),
    randomId: randomUUID,
  });
  const engine = createEngineClient(
    createUtilityProcessHost({
      fork: (entry, args, options) => utilityProcess.fork(entry, args, options),
      entryPath: path.join(outFolder, 'main', 'engine.cjs'),
      folders: () => ({
        cacheFolder: path.join(userData, 'engine-cache'),
        cudaFolder: store.settings.get().cudaFolder,
      }),
    }),
  );
  const ports: AppPorts = {
    info: { productName: 'Roentgen Lightbox', version: app.getVersion(), developmentRuntime },
    store,
    engine,
    models: createModelCatalogue({
      store,
      engine,
      reader: new ModelReader(path.join(outFolder, 'main', 'model-reading-worker.cjs')),
      embedded: path.join(resources, 'models'),
      own: path.join(userData, 'models'),
    }),
    films: new FilmWorkerPool({ workerFile: path.join(outFolder, 'main', 'film-worker.cjs') }),
    normaliser: new FilmNormaliser(path.join(outFolder, 'main', 'normalise-worker.cjs')),
    fileWork: new FileWorker(path.join(outFolder, 'main', 'file-work-worker.cjs')),
    filmFiles: new FilmFileWriter(path.join(outFolder, 'main', 'film-file-worker.cjs')),
    studyFiles: new StudyFileWorker(path.join(outFolder, 'main', 'study-file-worker.cjs')),
    studyWork: new StudyWorker(path.join(outFolder, 'main', 'study-work-worker.cjs')),
    newAnalysis: () => new AnalysisWorker(path.join(outFolder, 'main', 'analysis-worker.cjs')),
    dialogs: systemDialogs(() => window),
    display: () => displayOf(window),
    random: {
      id: randomUUID,
      token: () => randomBytes(24).toString('base64url'),
      seed: () => randomInt(0, 2 ** 32),
    },
    clock: () => new Date(),
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    emit: (name, payload) => sendEvent(window, appSession, trace, name, payload),
  };
  const lightbox = createApp(ports);
  const appSession = lightbox.newSession();
  hardenSession(electronSession.defaultSession);
  serveScheme(electronSession.defaultSession, {
    rendererFolder: path.join(outFolder, 'renderer'),
    app: lightbox,
    appSession: () => appSession,
    trace,
  });
  const window: BrowserWindow = createWindow({
    preload: path.join(outFolder, 'preload', 'index.cjs'),
    developerTools: !app.isPackaged,
  });
  connectCalls(lightbox, window, appSession, trace);
  reviveAfterCrash(window, () => appSession.signOut());
  app.on('second-instance', () => {
    // Closing takes a moment after the window has gone.
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  let disposed = false;
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    void lightbox.dispose().finally(() => {
      disposed = true;
      // Not quit() again: after a prevented will-quit Electron 25 does not always take it up.
      app.exit(0);
    });
  });
  lightbox.resumeQueue();
}
