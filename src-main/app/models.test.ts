import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { EventPayload } from '../../src-core/contract/events.ts';
import type { ModelView } from '../../src-core/contract/model-calls.ts';
import type { ImageRequest } from './ports.ts';
import type { AppSession } from './session.ts';
import { openTestApp, phantomEngine, TEST_MODEL, type TestApp } from './testing/test-app.ts';
import { filesOf, TINY_MODEL } from './testing/test-models.ts';

const drawn: ImageRequest[] = [];
const engine = phantomEngine(async (request) => {
  drawn.push(request);
});

let test: TestApp;
let session: AppSession;
/** A folder of the person's own, outside everything of the program. */
let outside: string;

beforeEach(async () => {
  drawn.length = 0;
  test = openTestApp({ engine });
  session = await test.signIn('coordinator', 'Cora');
  outside = path.join(test.folder, 'outside', 'My model');
  cpSync(TINY_MODEL, outside, { recursive: true });
  writeFileSync(path.join(outside, 'README.md'), 'a card');
  writeFileSync(path.join(outside, 'unet', 'weights.safetensors'), 'never read');
});
afterEach(async () => {
  await test.close();
  rmSync(test.folder, { recursive: true, force: true });
});

const own = (...names: readonly string[]): string => path.join(test.folder, 'models', ...names);
const call: TestApp['call'] = (...args) => test.call(...args);

async function choose(folder: string): Promise<string> {
  test.dialogs.open = [folder];
  const selection = await call(session, 'models.chooseFolder', {});
  if (selection === null) throw new Error('nothing chosen');
  return selection.selectionId;
}

async function inspected(folder: string): Promise<string> {
  const selectionId = await choose(folder);
  await call(session, 'models.inspect', { selectionId });
  return selectionId;
}

async function registered(folder: string, copy: boolean, name = 'Mine'): Promise<ModelView> {
  const selectionId = await inspected(folder);
  await call(session, 'models.smokeImage', { selectionId });
  return call(session, 'models.register', { selectionId, name, copy });
}

const actions = (): readonly string[] => test.ports.store.audit.list().map(({ action }) => action);

describe('adding a model', () => {
  it('leaves the folder where it is: looked at, tried, registered under an id that jobs can ask for', async () => {
    const before = filesOf(outside);
    const selectionId = await choose(outside);
    const { description, suggestedName, replaces, mayCopy } = await call(session, 'models.inspect', {
      selectionId,
    });
    expect({ suggestedName, replaces, mayCopy }).toEqual({
      suggestedName: 'My model',
      replaces: null,
      mayCopy: true,
    });
    expect(description.files).toEqual(before);

    const smoke = await call(session, 'models.smokeImage', { selectionId });
    expect(smoke).toMatchObject({ steps: 4, widthPx: 64, heightPx: 64, provider: 'cpu' });
    const token = smoke.pixelsUrl.replace('app://blob/', '');
    expect((await test.app.pixels(session, token))?.length).toBe(64 * 64);
    expect(drawn[0]?.expectedComponents).toEqual(
      Object.fromEntries(before.map(({ file, sha256 }) => [file, sha256])),
    );

    const model = await call(session, 'models.register', { selectionId, name: 'RoentGen', copy: false });
    expect(model).toMatchObject({
      id: 'My-model',
      name: 'RoentGen',
      state: 'registered',
      folder: outside,
      registration: { by: 'Cora', copied: false },
      problem: null,
    });
    expect(filesOf(outside)).toEqual(before);
    expect(existsSync(own())).toBe(false);
    expect((await call(session, 'models.describe', { modelId: model.id })).files).toEqual(before);
    expect(actions()).toEqual(
      expect.arrayContaining(['models.inspect', 'models.smokeImage', 'models.register']),
    );
  });

  it('copies what the runtime reads, with the texts beside it, when that is asked for', async () => {
    const progress: EventPayload<'models.progress'>[] = [];
    test.events.on('models.progress', (payload) => progress.push(payload));
    const model = await registered(outside, true);
    expect(model).toMatchObject({ id: 'My-model', folder: own('My-model'), registration: { copied: true } });
    expect(readdirSync(own())).toEqual(['My-model']);
    expect(readFileSync(own('My-model', 'README.md'), 'utf8')).toBe('a card');
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(
      new Set(['checking', 'drawing', 'copying', 'checking-copy']),
    );
    const copying = progress.filter(({ phase }) => phase === 'copying');
    expect(copying.at(-1)?.done).toBe(copying.at(-1)?.total);
  });

  it('refuses a copy of what changed since it was checked, and leaves nothing of it', async () => {
    const selectionId = await inspected(outside);
    await call(session, 'models.smokeImage', { selectionId });
    writeFileSync(path.join(outside, 'unet', 'model.onnx'), 'something else');
    await expect(
      call(session, 'models.register', { selectionId, name: 'Mine', copy: true }),
    ).rejects.toMatchObject({ code: 'MODEL_CHANGED', message: expect.stringContaining('unet/model.onnx') });
    expect(readdirSync(own())).toEqual([]);
    expect(test.ports.store.models.find('My-model' as ModelId)).toBeUndefined();
  });

  it('needs a check and a test image first', async () => {
    const selectionId = await choose(outside);
    await expect(call(session, 'models.smokeImage', { selectionId })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await call(session, 'models.inspect', { selectionId });
    await expect(
      call(session, 'models.register', { selectionId, name: 'Mine', copy: false }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('test image') });
    await expect(call(session, 'models.inspect', { selectionId: 'other' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('says that the engine is held where the queue is paused in the middle of an image', async () => {
    const { store } = test.ports;
    const selectionId = await inspected(outside);
    store.jobs.enqueue(REQUEST);
    store.jobs.claimNext();
    store.queue.setPaused(true);
    await expect(call(session, 'models.smokeImage', { selectionId })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('paused'),
    });
  });

  it('passes on the file and the reason of a refusal, and logs it', async () => {
    rmSync(path.join(outside, 'unet', 'model.onnx'));
    const selectionId = await choose(outside);
    await expect(call(session, 'models.inspect', { selectionId })).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      details: { file: 'unet/model.onnx' },
    });
    expect(actions()).toContain('models.inspect');
  });

  it('can be cancelled while files are checked, and one piece of work runs at a time', async () => {
    const selectionId = await choose(outside);
    let other: Promise<unknown> = Promise.resolve();
    test.events.on('models.progress', () => {
      other = call(session, 'models.inspect', { selectionId }).catch((error: unknown) => error);
      void call(session, 'models.cancel', {});
    });
    await expect(call(session, 'models.inspect', { selectionId })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await other).toMatchObject({ code: 'CONFLICT' });
    expect(actions()).not.toContain('models.inspect');
  });

  it('gives another id to another folder of the same name', async () => {
    const elsewhere = path.join(test.folder, 'elsewhere', 'My model');
    cpSync(outside, elsewhere, { recursive: true });
    await registered(outside, false);
    expect((await registered(elsewhere, false)).id).toBe('My-model-2');
  });

  it('needs no registration for what is part of the program', async () => {
    cpSync(TINY_MODEL, path.join(test.folder, 'embedded', 'demo'), { recursive: true });
    test.dialogs.open = [path.join(test.folder, 'embedded', 'demo')];
    await expect(call(session, 'models.chooseFolder', {})).rejects.toMatchObject({ code: 'CONFLICT' });
    const [demo] = await call(session, 'models.list', {});
    expect(demo).toMatchObject({ id: 'demo', state: 'embedded', registration: null });
    await expect(call(session, 'models.remove', { modelId: 'demo', deleteCopy: true })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    );
    expect((await call(session, 'models.describe', { modelId: 'demo' })).files.length).toBeGreaterThan(5);
  });
});

describe('a folder among the program’s models that nobody registered', () => {
  const request = (modelId: string) => ({
    modelId,
    prompt: 'Edema.',
    negativePrompt: '',
    count: 1,
    seed: 1,
    steps: 2,
    guidanceScale: 3,
    scheduler: 'ddim' as const,
    provider: 'auto' as const,
    pairLabel: null,
  });

  it('is offered and not used; registered, it keeps its name as id, so that its jobs go on', async () => {
    cpSync(TINY_MODEL, own('roentgen'), { recursive: true });
    mkdirSync(own('no-model'), { recursive: true });
    expect(await call(session, 'models.found', {})).toEqual(['roentgen']);
    await expect(
      call(session, 'generation.enqueue', { requests: [request('roentgen')] }),
    ).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', message: expect.stringContaining('not registered') });

    const { selectionId } = await call(session, 'models.chooseFound', { folderName: 'roentgen' });
    expect((await call(session, 'models.inspect', { selectionId })).mayCopy).toBe(false);
    await call(session, 'models.smokeImage', { selectionId });
    await expect(
      call(session, 'models.register', { selectionId, name: 'RoentGen', copy: true }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const model = await call(session, 'models.register', { selectionId, name: 'RoentGen', copy: false });
    expect(model).toMatchObject({ id: 'roentgen', registration: { copied: false } });
    expect(await call(session, 'models.found', {})).toEqual([]);
    expect(await call(session, 'generation.enqueue', { requests: [request('roentgen')] })).toHaveLength(1);
  });

  it('is no way to another folder', async () => {
    await expect(
      call(session, 'models.chooseFound', { folderName: '../outside/My model' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a registered model', () => {
  it('is found unchanged, and changed files are named and remembered until they are put back', async () => {
    const { id } = await registered(outside, false);
    const unet = path.join(outside, 'unet', 'model.onnx');
    const bytes = readFileSync(unet);
    expect(await call(session, 'models.verify', { modelId: id })).toEqual({
      checkedFiles: filesOf(outside).length,
      changes: [],
      problem: null,
    });
    const altered = Buffer.from(bytes);
    altered[1000] = (altered[1000] ?? 0) ^ 1;
    writeFileSync(unet, altered);
    writeFileSync(path.join(outside, 'unet', 'added.json'), '{}');
    rmSync(path.join(outside, 'scheduler', 'scheduler_config.json'));
    expect((await call(session, 'models.verify', { modelId: id })).changes).toEqual([
      { file: 'scheduler/scheduler_config.json', kind: 'missing' },
      { file: 'unet/added.json', kind: 'new' },
      { file: 'unet/model.onnx', kind: 'different' },
    ]);
    const view = async () => (await call(session, 'models.list', {})).find((model) => model.id === id);
    expect(await view()).toMatchObject({
      state: 'changed',
      problem: expect.stringContaining('unet/model.onnx'),
    });
    cpSync(TINY_MODEL, outside, { recursive: true });
    rmSync(path.join(outside, 'unet', 'added.json'));
    expect((await call(session, 'models.verify', { modelId: id })).changes).toEqual([]);
    expect(await view()).toMatchObject({ state: 'registered', problem: null });
  });

  it('that can no longer be read is changed, with the reason', async () => {
    const { id } = await registered(outside, false);
    rmSync(path.join(outside, 'unet', 'model.onnx'));
    const check = await call(session, 'models.verify', { modelId: id });
    expect(check.problem).toContain('unet/model.onnx is missing');
    expect(check.changes).toEqual([{ file: 'unet/model.onnx', kind: 'different' }]);
  });

  it('is missing while its folder is not there, and its jobs say so', async () => {
    const { id } = await registered(outside, false);
    rmSync(outside, { recursive: true });
    const models = await call(session, 'models.list', {});
    expect(models.find((model) => model.id === id)).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining(outside),
    });
    await expect(test.ports.models.locate(id)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('registered anew from the same folder takes the old one’s place and its new hashes', async () => {
    const { id } = await registered(outside, false, 'Old name');
    writeFileSync(path.join(outside, 'unet', 'config.json'), '{"new": true}');
    const { selectionId } = await call(session, 'models.chooseRegistered', { modelId: id });
    const { replaces } = await call(session, 'models.inspect', { selectionId });
    expect(replaces).toEqual({ id, name: 'Old name' });
    await call(session, 'models.smokeImage', { selectionId });
    await call(session, 'models.register', { selectionId, name: 'New name', copy: false });
    const mine = (await call(session, 'models.list', {})).filter((model) => model.folder === outside);
    expect(mine).toMatchObject([{ id, name: 'New name', state: 'registered' }]);
    const { expectedComponents } = await test.ports.models.locate(id);
    expect(expectedComponents?.['unet/config.json']).toBe(
      filesOf(outside).find(({ file }) => file === 'unet/config.json')?.sha256,
    );
  });

  it('described by another version of the program stays usable and asks to be registered anew', async () => {
    const { store } = test.ports;
    const { id } = await registered(outside, false);
    const model = store.models.find(id);
    if (model === undefined) throw new Error('not registered');
    store.models.register({ ...model, description: { formerly: 'otherwise' } });
    const models = await call(session, 'models.list', {});
    expect(models.find((view) => view.id === id)).toMatchObject({
      state: 'changed',
      problem: expect.stringContaining('earlier version'),
    });
    await expect(call(session, 'models.describe', { modelId: id })).rejects.toMatchObject({
      code: 'MODEL_CHANGED',
    });
    expect((await test.ports.models.locate(id)).modelDir).toBe(outside);
  });

  it('is forgotten when it is removed; files go only where they are a copy and that is asked for', async () => {
    const left = await registered(outside, false);
    await call(session, 'models.remove', { modelId: left.id, deleteCopy: true });
    expect(existsSync(path.join(outside, 'model_index.json'))).toBe(true);

    const kept = await registered(outside, true);
    await call(session, 'models.remove', { modelId: kept.id, deleteCopy: false });
    expect(await call(session, 'models.found', {})).toEqual(['My-model']);

    const again = await registered(outside, true);
    expect(again.id).toBe('My-model-2');
    await call(session, 'models.remove', { modelId: again.id, deleteCopy: true });
    expect(readdirSync(own())).toEqual(['My-model']);
    expect(actions().filter((action) => action === 'models.remove')).toHaveLength(3);
  });

  it('stays while a job waits for it', async () => {
    const { store } = test.ports;
    store.jobs.enqueue({ ...REQUEST, modelId: TEST_MODEL });
    await expect(
      call(session, 'models.remove', { modelId: TEST_MODEL, deleteCopy: false }),
    ).rejects.toMatchObject({ code: 'CONFLICT', details: { jobs: 1 } });
  });
});

const REQUEST = {
  modelId: TEST_MODEL,
  prompt: 'Edema.',
  negativePrompt: '',
  count: 1,
  seed: 1,
  steps: 2,
  guidanceScale: 3,
  guidanceRescale: 0,
  eta: 0,
  edit: null,
  fixed: null,
  scheduler: 'ddim',
  provider: 'cpu',
  pairLabel: null,
} as const;

it('a job whose model changed fails by name, and the model is marked until it is looked at', async () => {
  const message = 'The model folder is not as it was registered (changed: unet/model.onnx).';
  const refusing = openTestApp({
    engine: phantomEngine(async () => {
      throw new LightboxError('MODEL_CHANGED', message, {
        changed: 'unet/model.onnx\nunet/config.json',
        missing: '',
        added: 'unet/new.json',
      });
    }),
  });
  const cora = await refusing.signIn('coordinator', 'Cora');
  const settled = new Promise<void>((resolve) => refusing.events.on('models.changed', () => resolve()));
  await refusing.call(cora, 'generation.enqueue', { requests: [REQUEST] });
  await settled;
  expect(refusing.ports.store.jobs.list()).toMatchObject([
    { state: 'failed', errorCode: 'MODEL_CHANGED', errorMessage: message },
  ]);
  expect(refusing.ports.store.models.find(TEST_MODEL)?.changedFiles).toEqual([
    'unet/model.onnx',
    'unet/config.json',
    'unet/new.json',
  ]);
  await refusing.close();
});
