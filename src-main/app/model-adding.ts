import path from 'node:path';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { ModelInspection, ModelSelection } from '../../src-core/contract/model-calls.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import { hashesOf } from '../engine/model-files.ts';
import { copyFolder } from '../files/copy-folder.ts';
import type { RegisteredModel } from '../store/ports.ts';
import type { Computing } from './computing.ts';
import { compareFiles } from './model-files.ts';
import { accompanyingFiles, modelIdFor } from './model-naming.ts';
import type { ModelWork } from './model-work.ts';
import type { AppPorts, DrawnImage } from './ports.ts';
import { registeredModel } from './registered-models.ts';
import { generationSettings } from './settings.ts';

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

/** From a folder to a registered model. Paths stay in main; the window holds selection ids. */
export class ModelAdding {
  readonly #ports: AppPorts;
  readonly #computing: Computing;
  readonly #candidates = new Map<string, Candidate>();
  readonly #work: ModelWork;

  constructor(ports: AppPorts, computing: Computing, work: ModelWork) {
    this.#ports = ports;
    this.#computing = computing;
    this.#work = work;
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
    return this.#select(registeredModel(this.#ports.store, id).folder);
  }

  /** @throws LightboxError CANCELLED, CONFLICT, NOT_FOUND, MODEL_*, ENGINE_* */
  inspect(selectionId: string, actor: string): Promise<ModelInspection> {
    const { folder, replaces } = this.#candidate(selectionId);
    return this.#work.run(async (signal) => {
      const description = await this.#audited(actor, 'models.inspect', folder, () =>
        this.#work.examine(folder, 'checking', signal),
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
    return this.#work.run(async (signal) => {
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
    return this.#work.run(async (signal) => {
      const { models, store, sha256, emit } = this.#ports;
      const { replaces } = candidate;
      const id = replaces?.id ?? modelIdFor(description.name, await models.takenIds(candidate.folder));
      const folder = copy ? path.join(models.own, id) : candidate.folder;
      if (copy) await this.#copy(candidate.folder, folder, description, signal);
      const model = store.transaction(() => {
        const { files } = description;
        store.audit.append({
          actor,
          action: 'models.register',
          details: {
            model: id,
            name,
            folder,
            copied: copy,
            files: files.length,
            // Of all hashes together: the log is chained, the table of models is not.
            components: sha256(canonicalJson(hashesOf(files))),
          },
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

  async #copy(from: string, to: string, description: ModelDescription, signal: AbortSignal): Promise<void> {
    const files = description.files.map(({ file }) => file);
    await copyFolder({
      from,
      to,
      files: [...files, ...(await accompanyingFiles(from, files))],
      signal,
      progress: this.#work.progressOfFiles('copying'),
      check: async (copied) => {
        const { files: found } = await this.#work.examine(copied, 'checking-copy', signal);
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
      {
        progress: ({ step, steps: total, remainingMs }) =>
          this.#work.tell({ phase: 'drawing', file: null, done: step, total, remainingMs }),
      },
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
}

function inspected({ description }: Candidate): ModelDescription {
  if (description !== null) return description;
  throw new LightboxError('CONFLICT', 'This folder was not checked yet. Check it first.');
}
