import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { CallInput, CallName, CallOutput } from '../../../src-core/contract/contract.ts';
import type { EventName, EventPayload } from '../../../src-core/contract/events.ts';
import type { Recipe } from '../../../src-core/diffusion/recipe.ts';
import { drawPhantom } from '../../../src-core/imaging/phantom.ts';
import { editHashes, taskOf } from '../../engine/image-recipe.ts';
import { FileWorker } from '../../files/file-work.ts';
import { FilmFileWriter } from '../../files/film-file-writer.ts';
import { FilmNormaliser } from '../../files/film-normaliser.ts';
import { FilmWorkerPool } from '../../files/film-worker-pool.ts';
import { openStore } from '../../store/open-store.ts';
import { AnalysisWorker } from '../analysis-work.ts';
import { type App, createApp } from '../create-app.ts';
import { createModelCatalogue } from '../model-catalogue.ts';
import { ModelReader } from '../model-reader.ts';
import type { AppPorts, DrawingEngine, ImageRequest } from '../ports.ts';
import type { AppSession } from '../session.ts';
import { StudyFileWorker } from '../study-files.ts';
import { StudyWorker } from '../study-work.ts';
import { describedFolder, filesOf, TEST_DESCRIPTION, TINY_MODEL } from './test-models.ts';

const filesFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../files');

/** What tests sign in with. */
export const TEST_SECRETS = { coordinator: 'quiet lantern in the north', reader: '246810' } as const;

export const TEST_MODEL = 'test-model' as ModelId;

/** An engine that draws phantoms: the same request, the same picture. */
export function phantomEngine(
  before: (request: ImageRequest) => Promise<void> = async () => {},
): DrawingEngine {
  return {
    generate: async (request, on, signal) => {
      await before(request);
      if (signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled.');
      on.progress({ step: 1, steps: request.steps, elapsedMs: 1, remainingMs: 1 });
      const { pixels } = drawPhantom(request.seed, { sizePx: 64 }).radiograph;
      return { width: 64, height: 64, pixels: Uint8Array.from(pixels), recipe: recipeOf(request) };
    },
    hold: () => {},
    inspect: async (folder, on, signal) => {
      const description = describedFolder(folder);
      const totalBytes = description.files.reduce((sum, { bytes }) => sum + bytes, 0);
      let doneBytes = 0;
      for (const { file, bytes } of description.files) {
        if (signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled.');
        doneBytes += bytes;
        on.progress({ file, doneBytes, totalBytes });
      }
      return description;
    },
    info: async () => ({
      onnxruntimeVersion: 'none',
      providers: [{ name: 'cpu', available: true, reason: 'a test graph ran', runMs: 1 }],
      processor: { architecture: 'x64', features: [], model: null },
      threads: 2,
    }),
    unload: () => {},
  };
}

/** A recipe as an engine would return it. */
export function testRecipe(part: Partial<Recipe> = {}): Recipe {
  return { ...recipeOf(EMPTY_REQUEST), ...part };
}

const EMPTY_REQUEST: ImageRequest = {
  modelDir: '/nowhere',
  provider: 'cpu',
  prompt: 'Clear lungs.',
  negativePrompt: '',
  seed: 1,
  seedIndex: 0,
  steps: 2,
  guidanceScale: 3,
  guidanceRescale: 0,
  eta: 0,
  edit: null,
  scheduler: 'ddim',
};

function recipeOf(request: ImageRequest): Recipe {
  return {
    formatVersion: 2,
    task: taskOf(request.edit),
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed: request.seed,
    seedIndex: request.seedIndex,
    scheduler: request.scheduler,
    steps: request.steps,
    guidanceScale: request.guidanceScale,
    guidanceRescale: request.guidanceRescale,
    eta: request.eta,
    widthPixels: 64,
    heightPixels: 64,
    ...editHashes(request.edit),
    strength: request.edit?.strength ?? null,
    model: { name: path.basename(request.modelDir), components: { ...request.expectedComponents } },
    provider: request.provider,
    precision: 'float32',
    threads: request.threads ?? 1,
    processor: null,
    onnxruntimeVersion: 'none',
    productVersion: 'test',
    tokens: { count: 3, truncatedText: null },
  };
}

export interface TestApp {
  readonly app: App;
  readonly ports: AppPorts;
  readonly folder: string;
  /** What the next dialogs answer. */
  readonly dialogs: { open: readonly string[]; save: string | null };
  /** What main tells its windows. */
  readonly events: {
    on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): void;
  };
  /** Calls as the window of a session would; a refusal is thrown as the LightboxError it was. */
  call<Name extends CallName>(
    session: AppSession,
    name: Name,
    input: CallInput<Name>,
  ): Promise<CallOutput<Name>>;
  /** A session with a new person signed in. */
  signIn(role: 'coordinator' | 'reader', name: string): Promise<AppSession>;
  close(): Promise<void>;
}

/** The real app over a real store in a new folder (or one that an earlier run left), with an engine of phantoms. */
export function openTestApp(
  options: {
    readonly folder?: string;
    readonly engine?: DrawingEngine;
    readonly emit?: AppPorts['emit'];
    readonly clock?: () => Date;
    /** Ids and tokens; by default the system's own. */
    readonly random?: AppPorts['random'];
    /** Entry of the worker of studies. */
    readonly studyWorkFile?: string;
  } = {},
): TestApp {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'lightbox-app-'));
  const dialogs: TestApp['dialogs'] = { open: [], save: null };
  const events = new EventEmitter();
  const clock = options.clock ?? (() => new Date());
  const random = options.random ?? {
    id: randomUUID,
    token: () => randomBytes(24).toString('base64url'),
    seed: () => 7,
  };
  const store = openStore({ folder, clock, randomId: random.id });
  const engine = options.engine ?? phantomEngine();
  // What the jobs of tests ask for: registered from the beginning, and there.
  if (store.models.find(TEST_MODEL) === undefined) {
    store.models.register({
      id: TEST_MODEL,
      name: 'Test model',
      folder: TINY_MODEL,
      copied: false,
      description: TEST_DESCRIPTION,
      components: filesOf(TINY_MODEL),
      registeredBy: 'nobody',
    });
  }
  const ports: AppPorts = {
    info: { productName: 'Roentgen Lightbox', version: 'test', developmentRuntime: false },
    store,
    engine,
    models: createModelCatalogue({
      store,
      engine,
      reader: new ModelReader(path.join(filesFolder, '../app/model-reading-worker.ts')),
      embedded: path.join(folder, 'embedded'),
      own: path.join(folder, 'models'),
    }),
    films: new FilmWorkerPool({ workerFile: path.join(filesFolder, 'film-worker.ts') }),
    normaliser: new FilmNormaliser(path.join(filesFolder, 'normalise-worker.ts')),
    fileWork: new FileWorker(path.join(filesFolder, 'file-work-worker.ts')),
    filmFiles: new FilmFileWriter(path.join(filesFolder, 'film-file-worker.ts')),
    studyFiles: new StudyFileWorker(path.join(filesFolder, '../app/study-file-worker.ts')),
    studyWork: new StudyWorker(
      options.studyWorkFile ?? path.join(filesFolder, '../app/study-work-worker.ts'),
    ),
    newAnalysis: () => new AnalysisWorker(path.join(filesFolder, '../app/analysis-worker.ts')),
    display: () => ({
      key: '1 1920x1080',
      name: 'Test display',
      widthPx: 1920,
      heightPx: 1080,
      scaleFactor: 1,
      bitsPerChannel: 8,
    }),
    dialogs: {
      openFiles: async () => dialogs.open,
      openFolder: async () => dialogs.open[0] ?? null,
      saveFile: async () => dialogs.save,
    },
    random,
    clock,
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    emit: (name, payload) => {
      options.emit?.(name, payload);
      events.emit(name, payload);
    },
  };
  const app = createApp(ports);
  const call: TestApp['call'] = async (session, name, input) => {
    const result = await app.call(session, name, input);
    if (!result.ok) throw LightboxError.fromPayload(result.error);
    return result.value as never;
  };
  return {
    app,
    ports,
    folder,
    dialogs,
    events: { on: (name, listener) => void events.on(name, listener) },
    call,
    signIn: async (role, name) => {
      const session = app.newSession();
      const { id } = ports.store.users.findOrAdd(role, name);
      await call(session, 'session.signIn', { userId: id, secret: TEST_SECRETS[role] });
      return session;
    },
    close: () => app.dispose(),
  };
}
