import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { EventPayload } from '../../src-core/contract/events.ts';
import type { AppSession } from './session.ts';
import { type ModelStory, openModelStory } from './testing/model-story.ts';
import type { TestApp } from './testing/test-app.ts';
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

describe('adding a model', () => {
  it('leaves the folder where it is: looked at, tried, registered under an id that jobs can ask for', async () => {
    const before = filesOf(outside);
    const selectionId = await story.choose(outside);
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
    expect(story.drawn[0]?.expectedComponents).toEqual(
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
    expect(existsSync(story.own())).toBe(false);
    expect((await call(session, 'models.describe', { modelId: model.id })).files).toEqual(before);
    expect(story.actions()).toEqual(
      expect.arrayContaining(['models.inspect', 'models.smokeImage', 'models.register']),
    );
    const { expectedComponents } = await test.ports.models.locate(model.id);
    expect(test.ports.store.audit.list().at(-1)?.details).toMatchObject({
      model: 'My-model',
      files: before.length,
      components: test.ports.sha256(canonicalJson({ ...expectedComponents })),
    });
  });

  it('copies what the runtime reads, with the texts beside it, when that is asked for', async () => {
    const progress: EventPayload<'models.progress'>[] = [];
    test.events.on('models.progress', (payload) => progress.push(payload));
    const model = await story.registered(outside, true);
    expect(model).toMatchObject({
      id: 'My-model',
      folder: story.own('My-model'),
      registration: { copied: true },
    });
    expect(readdirSync(story.own())).toEqual(['My-model']);
    expect(readFileSync(story.own('My-model', 'README.md'), 'utf8')).toBe('a card');
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(
      new Set(['checking', 'drawing', 'copying', 'checking-copy']),
    );
    const copying = progress.filter(({ phase }) => phase === 'copying');
    expect(copying.at(-1)?.done).toBe(copying.at(-1)?.total);
  });

  it('refuses a copy of what changed since it was checked, and leaves nothing of it', async () => {
    const selectionId = await story.inspected(outside);
    await call(session, 'models.smokeImage', { selectionId });
    writeFileSync(path.join(outside, 'unet', 'model.onnx'), 'something else');
    await expect(
      call(session, 'models.register', { selectionId, name: 'Mine', copy: true }),
    ).rejects.toMatchObject({ code: 'MODEL_CHANGED', message: expect.stringContaining('unet/model.onnx') });
    expect(readdirSync(story.own())).toEqual([]);
    expect(test.ports.store.models.find('My-model' as ModelId)).toBeUndefined();
  });

  it('needs a check and a test image first', async () => {
    const selectionId = await story.choose(outside);
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
    const selectionId = await story.inspected(outside);
    store.jobs.enqueue(STORED_REQUEST);
    store.jobs.claimNext();
    store.queue.setPaused(true);
    await expect(call(session, 'models.smokeImage', { selectionId })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('paused'),
    });
  });

  it('passes on the file and the reason of a refusal, and logs it', async () => {
    rmSync(path.join(outside, 'unet', 'model.onnx'));
    const selectionId = await story.choose(outside);
    await expect(call(session, 'models.inspect', { selectionId })).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      details: { file: 'unet/model.onnx' },
    });
    expect(story.actions()).toContain('models.inspect');
  });

  it('can be cancelled while files are checked, and one piece of work runs at a time', async () => {
    const selectionId = await story.choose(outside);
    let other: Promise<unknown> = Promise.resolve();
    test.events.on('models.progress', () => {
      other = call(session, 'models.inspect', { selectionId }).catch((error: unknown) => error);
      void call(session, 'models.cancel', {});
    });
    await expect(call(session, 'models.inspect', { selectionId })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await other).toMatchObject({ code: 'CONFLICT' });
    expect(story.actions()).not.toContain('models.inspect');
  });

  it('gives another id to another folder of the same name', async () => {
    const elsewhere = path.join(test.folder, 'elsewhere', 'My model');
    cpSync(outside, elsewhere, { recursive: true });
    await story.registered(outside, false);
    expect((await story.registered(elsewhere, false)).id).toBe('My-model-2');
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
  it('is offered and not used; registered, it keeps its name as id, so that its jobs go on', async () => {
    cpSync(TINY_MODEL, story.own('roentgen'), { recursive: true });
    mkdirSync(story.own('no-model'), { recursive: true });
    expect(await call(session, 'models.found', {})).toEqual(['roentgen']);
    await expect(
      call(session, 'generation.enqueue', { requests: [request({ modelId: 'roentgen' })] }),
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
    expect(
      await call(session, 'generation.enqueue', { requests: [request({ modelId: 'roentgen' })] }),
    ).toHaveLength(1);
  });

  it('is no way to another folder', async () => {
    await expect(
      call(session, 'models.chooseFound', { folderName: '../outside/My model' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
