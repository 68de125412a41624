import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import { modelIdSchema } from '../../src-core/contract/common.ts';
import type { ModelView } from '../../src-core/contract/model-calls.ts';
import { type ModelDescription, modelDescriptionSchema } from '../../src-core/contract/model-description.ts';
import { isFolder } from '../disk/is-folder.ts';
import type { RegisteredModel, Store } from '../store/ports.ts';
import { sizeChanges } from './model-files.ts';
import type { ModelReader } from './model-reader.ts';
import type { ModelFacts } from './model-reading-messages.ts';
import type { DrawingEngine, LocatedModel, ModelCatalogue } from './ports.ts';

export interface CataloguePorts {
  readonly store: Store;
  readonly engine: DrawingEngine;
  readonly reader: ModelReader;
  /** Folder of the models that are part of the program. */
  readonly embedded: string;
  /** Folder of the models that this program copied, and where a person may put some. */
  readonly own: string;
}

/** The models that can be used: those of the program, and those that were registered. */
export function createModelCatalogue({
  store,
  engine,
  reader,
  embedded,
  own,
}: CataloguePorts): ModelCatalogue {
  const embeddedViews = new Map<ModelId, ModelView>();
  const embeddedDescriptions = new Map<ModelId, ModelDescription>();

  const embeddedNames = (): Promise<readonly ModelId[]> => idsBelow(embedded);

  /** The key is of one registration, not of an id: a folder that is registered anew may have another tokenizer. */
  const located = async (id: ModelId): Promise<LocatedModel & { readonly key: string }> => {
    if ((await embeddedNames()).includes(id)) {
      const modelDir = path.join(embedded, id);
      return { modelDir, key: modelDir };
    }
    const model = store.models.find(id);
    if (model === undefined) throw await unknownModel(id, own);
    if (!(await isFolder(model.folder))) throw missingFolder(model);
    return {
      modelDir: model.folder,
      expectedComponents: Object.fromEntries(model.components.map(({ file, sha256 }) => [file, sha256])),
      key: `${model.folder}\0${model.registeredAt}`,
    };
  };

  const embeddedView = async (id: ModelId): Promise<ModelView> => {
    // What is part of the program does not change while it runs.
    const known = embeddedViews.get(id);
    if (known !== undefined) return known;
    const folder = path.join(embedded, id);
    try {
      const facts = await reader.facts(folder);
      const view: ModelView = {
        ...facts,
        id,
        name: id,
        state: 'embedded',
        folder,
        registration: null,
        problem: null,
      };
      embeddedViews.set(id, view);
      return view;
    } catch (thrown) {
      return brokenEmbedded(id, folder, toLightboxError(thrown).message);
    }
  };

  return {
    embedded,
    own,
    list: async () => [
      ...(await Promise.all((await embeddedNames()).map(embeddedView))),
      ...(await Promise.all(store.models.list().map(viewOfRegistered))),
    ],
    view: async (id) => {
      const model = store.models.find(id);
      return model === undefined ? embeddedView(id) : viewOfRegistered(model);
    },
    locate: async (id) => {
      const { key: _key, ...model } = await located(id);
      return model;
    },
    describe: async (id) => {
      const registered = store.models.find(id);
      if (registered !== undefined) {
        const description = descriptionOf(registered);
        if (description === null) throw new LightboxError('MODEL_CHANGED', EARLIER_VERSION, { model: id });
        return description;
      }
      const known = embeddedDescriptions.get(id);
      if (known !== undefined) return known;
      const { modelDir } = await located(id);
      const description = await engine.inspect(
        modelDir,
        { progress: () => {} },
        new AbortController().signal,
      );
      embeddedDescriptions.set(id, description);
      return description;
    },
    found: async () => {
      const registered = new Set(store.models.list().map(({ folder }) => folder));
      const names = await namesBelow(own);
      return names.filter((name) => !registered.has(path.join(own, name)));
    },
    takenIds: async (folder) => {
      const others = (await readdir(own).catch(() => [])).filter((name) => path.join(own, name) !== folder);
      const registered = store.models.list().map(({ id }) => id);
      return new Set<string>([...(await embeddedNames()), ...registered, ...others]);
    },
    inspectPrompt: async (id, text) => {
      const { modelDir, key } = await located(id);
      return reader.reportOn(modelDir, key, text);
    },
    dispose: () => reader.dispose(),
  };
}

/** Folders below a place that hold a model, by name; those that are on their way in or out have a dot. */
async function namesBelow(place: string): Promise<readonly string[]> {
  const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const names = folders.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  const indexed = await Promise.all(
    names.map((name) => stat(path.join(place, name, 'model_index.json')).catch(() => null)),
  );
  return names.filter((_name, place) => indexed[place]?.isFile() === true).sort();
}

async function idsBelow(place: string): Promise<readonly ModelId[]> {
  return (await namesBelow(place)).flatMap((name) => {
    const id = modelIdSchema.safeParse(name);
    return id.success ? [id.data] : [];
  });
}

async function unknownModel(id: ModelId, own: string): Promise<LightboxError> {
  const lies = (await namesBelow(own)).includes(id);
  const message = lies
    ? `The model "${id}" is not registered. Register it under Models, then try again.`
    : `There is no model "${id}" here. Add it under Models, then try again.`;
  return new LightboxError('MODEL_NOT_FOUND', message, { model: id });
}

function missingFolder({ id, name, folder }: RegisteredModel): LightboxError {
  return new LightboxError(
    'MODEL_NOT_FOUND',
    `The folder of the model "${name}" is not there: ${folder}. Put it back, or remove the model under Models.`,
    { model: id, folder },
  );
}

const UNDESCRIBED: ModelFacts = {
  demonstration: false,
  widthPx: 0,
  heightPx: 0,
  maxTokens: 0,
  defaults: { steps: 1, guidanceScale: 0, scheduler: 'pndm', negativePrompt: '' },
  examplePrompts: [],
};

function factsOf(model: ModelDescription): ModelFacts {
  return {
    demonstration: model.demonstration,
    widthPx: model.image.widthPixels,
    heightPx: model.image.heightPixels,
    maxTokens: model.tokenizer.maxTokens,
    defaults: model.defaults,
    examplePrompts: [...model.examplePrompts],
  };
}

/** A folder of the program that cannot be used is listed with its problem. */
function brokenEmbedded(id: ModelId, folder: string, problem: string): ModelView {
  return { ...UNDESCRIBED, id, name: id, state: 'embedded', folder, registration: null, problem };
}

const EARLIER_VERSION =
  'An earlier version of the program registered this model and described it otherwise. Register the folder anew.';

/** What a registered model was found to be; null where another version of the program wrote it down. */
function descriptionOf(model: RegisteredModel): ModelDescription | null {
  return modelDescriptionSchema.safeParse(model.description).data ?? null;
}

/** A look at the disk that costs nothing: is the folder there, and have its files the sizes of the registration. */
async function viewOfRegistered(model: RegisteredModel): Promise<ModelView> {
  const described = descriptionOf(model);
  const { id, name, folder, copied, registeredAt, registeredBy } = model;
  const { state, problem } = await conditionOf(model);
  return {
    ...(described === null ? UNDESCRIBED : factsOf(described)),
    id,
    name,
    state: described === null && state === 'registered' ? 'changed' : state,
    folder,
    registration: { at: registeredAt, by: registeredBy, copied },
    problem: problem ?? (described === null ? EARLIER_VERSION : null),
  };
}

async function conditionOf(model: RegisteredModel): Promise<Pick<ModelView, 'state' | 'problem'>> {
  if (!(await isFolder(model.folder))) return { state: 'missing', problem: missingFolder(model).message };
  const changed = [...new Set([...model.changedFiles, ...(await sizeChanges(model))])];
  if (changed.length === 0) return { state: 'registered', problem: null };
  return { state: 'changed', problem: changedMessage(changed) };
}

function changedMessage(files: readonly string[]): string {
  return `Not as registered: ${files.join(', ')}. Put the registered files back and check them again, or register the folder anew.`;
}
