import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { AppSession } from './session.ts';
import { type ModelStory, openModelStory } from './testing/model-story.ts';
import { openTestApp, phantomEngine, TEST_MODEL, type TestApp } from './testing/test-app.ts';
import { filesOf, TINY_MODEL } from './testing/test-models.ts';
import { request, STORED_REQUEST } from './testing/test-queue.ts';

let story: ModelStory;
let test: TestApp;
let session: AppSession;
let outside: string;
let call: TestApp['call'];
beforeEach(async () => {
  story = await openModelStory();
  ({ test, session, outside, call } = story);
});
afterEach(() => story.end());

describe('a registered model', () => {
  it('is found unchanged, and changed files are named and remembered until they are put back', async () => {
    const { id } = await story.registered(outside, false);
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
    const { id } = await story.registered(outside, false);
    rmSync(path.join(outside, 'unet', 'model.onnx'));
    const check = await call(session, 'models.verify', { modelId: id });
    expect(check.problem).toContain('unet/model.onnx is missing');
    expect(check.changes).toEqual([{ file: 'unet/model.onnx', kind: 'different' }]);
  });

  it('is missing while its folder is not there, and its jobs say so', async () => {
    const { id } = await story.registered(outside, false);
    rmSync(outside, { recursive: true });
    const models = await call(session, 'models.list', {});
    expect(models.find((model) => model.id === id)).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining(outside),
    });
    await expect(test.ports.models.locate(id)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('registered anew from the same folder takes the old one’s place and its new hashes', async () => {
    const { id } = await story.registered(outside, false, 'Old name');
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
    const { id } = await story.registered(outside, false);
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
    const left = await story.registered(outside, false);
    await call(session, 'models.remove', { modelId: left.id, deleteCopy: true });
    expect(existsSync(path.join(outside, 'model_index.json'))).toBe(true);

    const kept = await story.registered(outside, true);
    await call(session, 'models.remove', { modelId: kept.id, deleteCopy: false });
    expect(await call(session, 'models.found', {})).toEqual(['My-model']);

    const again = await story.registered(outside, true);
    expect(again.id).toBe('My-model-2');
    await call(session, 'models.remove', { modelId: again.id, deleteCopy: true });
    expect(readdirSync(story.own())).toEqual(['My-model']);
    expect(story.actions().filter((action) => action === 'models.remove')).toHaveLength(3);
  });

  it('stays while a job waits for it', async () => {
    const { store } = test.ports;
    store.jobs.enqueue(STORED_REQUEST);
    await expect(
      call(session, 'models.remove', { modelId: TEST_MODEL, deleteCopy: false }),
    ).rejects.toMatchObject({ code: 'CONFLICT', details: { jobs: 1 } });
  });
});

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
  await refusing.call(cora, 'generation.enqueue', { requests: [request()] });
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
