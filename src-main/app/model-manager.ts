import path from 'node:path';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { EventPayload } from '../../src-core/contract/events.ts';
import type { ModelCheck, ModelInspection, ModelSelection } from '../../src-core/contract/model-calls.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import type { InspectionProgress } from '../engine/engine-client.ts';
import { copyFolder, deleteFolder, sweepPassingFolders } from '../files/copy-folder.ts';
import type { RegisteredModel } from '../store/ports.ts';
import type { Computing } from './computing.ts';
import { checkModel, compareFiles } from './model-files.ts';
import { accompanyingFiles, modelIdFor } from './model-naming.ts';
import type { AppPorts, DrawnImage } from './ports.ts';
import { generationSettings } from './settings.ts';
import { remainingMs, SingleTask } from './single-task.ts';

/** A folder under consideration: what it is, and whether it has drawn an image, is known as it goes along. */
interface Candidate {
  readonly folder: string;
  /** The registration of this very folder; a new one takes its place. */
  readonly replaces: RegisteredModel | null;
  readonly description: ModelDescription | null;
  readonly drawn: boolean;
}

/** What a smoke image was asked with, beside what came of it. */
export interface SmokeDrawing {
  readonly image: DrawnImage;
  readonly elapsedMs: number;
}

const SMOKE_STEPS = 4;
const SMOKE_SEED = 1;
const SMOKE_PROMPT = 'Normal chest radiograph.';

type Phase = EventPayload<'models.progress'>['phase'];

/** Adds, checks and removes models. Paths stay in main; the window holds selection ids. One piece of work at a time. */
export class ModelManager {
  readonly #ports: AppPorts;
  readonly #computing: Computing;
  readonly #candidates = new Map<string, Candidate>();
  readonly #task = new SingleTask('A model is being worked on. Wait for it or cancel it.');
  readonly #swept: Promise<void>;

  constructor(ports: AppPorts, computing: Computing) {
    this.#ports = ports;
    this.#computing = computing;
    this.#swept = sweepPassingFolders(ports.models.own);
  }

  async chooseFolder(): Promise<ModelSelection | null> {
    const folder = await this.#ports.dialogs.openFolder('Add a model');
    return folder === null ? null : this.#select(path.resolve(folder));
  }

  /** @throws LightboxError NOT_FOUND */
  async chooseFound(folderName: string): Promise<ModelSelection> {
    const { models } = this.#ports;
    if (!(await models.found()).includes(folderName))
      throw new LightboxError('NOT_FOUND', `There is no unregistered model folder "${folderName}" any more.`);
    return this.#select(path.join(models.own, folderName));
  }

  /** @throws LightboxError NOT_FOUND */
  chooseRegistered(id: ModelId): ModelSelection {
    return this.#select(this.#registered(id).folder);
  }

  /** @throws LightboxError CANCELLED, CONFLICT, NOT_FOUND, MODEL_*, ENGINE_* */
  inspect(selectionId: string, actor: string): Promise<ModelInspection> {
    const { folder, replaces } = this.#candidate(selectionId);
    return this.#task.run(async (signal) => {
      const description = await this.#audited(actor, 'models.inspect', folder, () =>
        this.#examine(folder, 'checking', signal),
      );
      this.#candidates.set(selectionId, { folder, replaces, description, drawn: false });
      return {
        description,
        suggestedName: replaces?.name ?? description.name,
        replaces: replaces === null ? null : { id: replaces.id, name: replaces.name },
        mayCopy: this.#mayCopy(folder),
      };
    });
  }

  /** One image with the model's own values in a few steps. @throws LightboxError as the engine's generate */
  smokeImage(selectionId: string, actor: string): Promise<SmokeDrawing> {
    const candidate = this.#candidate(selectionId);
    const description = inspected(candidate);
    const { store } = this.#ports;
    // The engine holds the image that was in work, and with it whatever would come after.
    if (store.queue.paused() && store.jobs.count(['running']) > 0)
      throw new LightboxError(
        'CONFLICT',
        'The queue is paused in the middle of an image. Let it go on first.',
      );
    return this.#task.run(async (signal) => {
      const { clock } = this.#ports;
      const startedAt = clock().getTime();
      const image = await this.#audited(actor, 'models.smokeImage', candidate.folder, () =>
        this.#drawSmokeImage(candidate.folder, description, signal),
      );
      this.#candidates.set(selectionId, { ...candidate, drawn: true });
      return { image, elapsedMs: clock().getTime() - startedAt };
    });
  }

  /** @throws LightboxError CANCELLED, CONFLICT, NOT_FOUND, MODEL_CHANGED, DISK_FULL, FILE_* */
  register(
    selectionId: string,
    { name, copy }: { readonly name: string; readonly copy: boolean },
    actor: string,
  ): Promise<RegisteredModel> {
    const candidate = this.#candidate(selectionId);
    const description = inspected(candidate);
    if (!candidate.drawn)
      throw new LightboxError(
        'CONFLICT',
        'The model has drawn no test image yet. Draw one, then register it.',
      );
    if (copy && !this.#mayCopy(candidate.folder))
      throw new LightboxError('BAD_INPUT', 'This folder lies among the program’s own models already.');
    return this.#task.run(async (signal) => {
      const { models, store, emit } = this.#ports;
      await this.#swept;
      const { replaces } = candidate;
      const id = replaces?.id ?? modelIdFor(description.name, await models.takenIds(candidate.folder));
      const folder = copy ? path.join(models.own, id) : candidate.folder;
      if (copy) await this.#copy(candidate.folder, folder, description, signal);
      const model = store.transaction(() => {
        const { files } = description;
        store.audit.append({
          actor,
          action: 'models.register',
          details: { model: id, name, folder, copied: copy, files: hashesOf(files) },
        });
        return store.models.register({
          id,
          name,
          folder,
          copied: copy || (replaces?.copied ?? false),
          description: { ...description, directory: folder, name: path.basename(folder) },
          components: files,
          registeredBy: actor,
        });
      });
      this.#candidates.delete(selectionId);
      emit('models.changed', {});
      return model;
    });
  }

  /** @throws LightboxError CANCELLED, CONFLICT, NOT_FOUND, MODEL_NOT_FOUND, ENGINE_* */
  verify(id: ModelId, actor: string): Promise<ModelCheck> {
    const model = this.#registered(id);
    return this.#task.run(async (signal) => {
      const { store, emit } = this.#ports;
      const check = await checkModel(model, () => this.#examine(model.folder, 'checking', signal));
      const files = check.changes.map(({ file }) => file);
      store.transaction(() => {
        store.models.setChangedFiles(id, files);
        store.audit.append({ actor, action: 'models.verify', details: { model: id, changed: files } });
      });
      emit('models.changed', {});
      return check;
    });
  }

  /** @throws LightboxError CONFLICT where a job waits for it, NOT_FOUND, FILE_UNWRITABLE */
  async remove(id: ModelId, deleteCopy: boolean, actor: string): Promise<void> {
    const { store, engine, emit } = this.#ports;
    const model = this.#registered(id);
    const waiting = store.jobs.count(['queued', 'running'], id);
    if (waiting > 0) {
      throw new LightboxError(
        'CONFLICT',
        `${waiting} jobs of the queue wait for "${model.name}". Cancel them or let them finish first.`,
        { model: id, jobs: waiting },
      );
    }
    const deletes = deleteCopy && model.copied;
    store.transaction(() => {
      store.models.remove(id);
      store.audit.append({
        actor,
        action: 'models.remove',
        details: { model: id, name: model.name, folder: model.folder, deleted: deletes },
      });
    });
    try {
      if (!deletes) return;
      // Windows deletes no file that a process has open.
      if (store.jobs.count(['running']) === 0) engine.unload();
      await deleteFolder(model.folder);
    } finally {
      emit('models.changed', {});
    }
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when no work is under way any more. */
  async finished(): Promise<void> {
    await this.#task.finished();
    await this.#swept;
  }

  #select(folder: string): ModelSelection {
    const { store, models, random } = this.#ports;
    if (path.dirname(folder) === path.resolve(models.embedded))
      throw new LightboxError('CONFLICT', 'This model is part of the program: it needs no registration.');
    const replaces = store.models.list().find((model) => model.folder === folder) ?? null;
    const selectionId = random.id();
    this.#candidates.set(selectionId, { folder, replaces, description: null, drawn: false });
    return { selectionId, folderName: path.basename(folder) };
  }

  #mayCopy(folder: string): boolean {
    return path.dirname(folder) !== path.resolve(this.#ports.models.own);
  }

  #candidate(selectionId: string): Candidate {
    const candidate = this.#candidates.get(selectionId);
    if (candidate === undefined)
      throw new LightboxError('NOT_FOUND', 'This folder is no longer selected. Choose it again.');
    return candidate;
  }

  #registered(id: ModelId): RegisteredModel {
    const model = this.#ports.store.models.find(id);
    if (model === undefined) throw new LightboxError('NOT_FOUND', `There is no registered model "${id}".`);
    return model;
  }

  #examine(folder: string, phase: Phase, signal: AbortSignal): Promise<ModelDescription> {
    const { engine, clock } = this.#ports;
    const startedAt = clock().getTime();
    const progress = ({ file, doneBytes, totalBytes }: InspectionProgress): void => {
      const left = remainingMs(clock().getTime() - startedAt, doneBytes, totalBytes);
      this.#tell(phase, file, doneBytes, totalBytes, left);
    };
    return engine.inspect(folder, { progress }, signal);
  }

  async #copy(from: string, to: string, description: ModelDescription, signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports;
    const startedAt = clock().getTime();
    const files = description.files.map(({ file }) => file);
    await copyFolder({
      from,
      to,
      files: [...files, ...(await accompanyingFiles(from, files))],
      signal,
      progress: ({ file, doneBytes, totalBytes }) => {
        const left = remainingMs(clock().getTime() - startedAt, doneBytes, totalBytes);
        this.#tell('copying', file, doneBytes, totalBytes, left);
      },
      check: async (copied) => {
        const { files: found } = await this.#examine(copied, 'checking-copy', signal);
        const [change] = compareFiles(description.files, found);
        if (change === undefined) return;
        throw new LightboxError(
          'MODEL_CHANGED',
          `${change.file} changed after it was checked. Check the folder again.`,
          { file: change.file },
        );
      },
    });
  }

  async #drawSmokeImage(
    folder: string,
    description: ModelDescription,
    signal: AbortSignal,
  ): Promise<DrawnImage> {
    const { engine, store } = this.#ports;
    const { preview: _preview, ...how } = generationSettings(this.#ports);
    const { steps, guidanceScale, scheduler, negativePrompt } = description.defaults;
    return engine.generate(
      {
        ...how,
        modelDir: folder,
        expectedComponents: hashesOf(description.files),
        provider: await this.#computing.provider(store.settings.get().provider),
        prompt: description.examplePrompts[0] ?? SMOKE_PROMPT,
        negativePrompt,
        seed: SMOKE_SEED,
        seedIndex: 0,
        steps: Math.min(steps, SMOKE_STEPS),
        guidanceScale,
        guidanceRescale: 0,
        eta: 0,
        edit: null,
        scheduler,
      },
      { progress: ({ step, steps: of, remainingMs: left }) => this.#tell('drawing', null, step, of, left) },
      signal,
    );
  }

  /** Writes into the log what became of an attempt; one that was cancelled is none. */
  async #audited<T>(actor: string, action: string, folder: string, work: () => Promise<T>): Promise<T> {
    const { audit } = this.#ports.store;
    try {
      const result = await work();
      audit.append({ actor, action, details: { folder, refused: null } });
      return result;
    } catch (thrown) {
      const { code } = toLightboxError(thrown);
      if (code !== 'CANCELLED') audit.append({ actor, action, details: { folder, refused: code } });
      throw thrown;
    }
  }

  #tell(phase: Phase, file: string | null, done: number, total: number, left: number | null): void {
    this.#ports.emit('models.progress', { phase, file, done, total, remainingMs: left });
  }
}

function inspected({ description }: Candidate): ModelDescription {
  if (description !== null) return description;
  throw new LightboxError('CONFLICT', 'This folder was not checked yet. Check it first.');
}

function hashesOf(files: ModelDescription['files']): Record<string, string> {
  return Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256]));
}
