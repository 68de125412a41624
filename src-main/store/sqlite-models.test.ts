import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelId } from '../../src-core/base/ids.ts';
import { DEFAULT_SETTINGS } from '../../src-core/contract/settings-calls.ts';
import { openDriver } from './open-driver.ts';
import { databasePath } from './paths.ts';
import type { NewRegisteredModel } from './ports.ts';
import { codeOf, DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const TINY = 'tiny-sd' as ModelId;

const model = (over: Partial<NewRegisteredModel> = {}): NewRegisteredModel => ({
  id: TINY,
  name: 'Tiny',
  folder: join('/models', 'tiny-sd'),
  copied: false,
  description: { predictionType: 'epsilon', sizes: [64, 64] },
  components: [{ file: 'unet/model.onnx', sha256: 'a'.repeat(64), bytes: 12 }],
  registeredBy: 'Cora',
  ...over,
});

describe.each(DRIVERS)('registered models over %s', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  it('come back whole after a restart, by name', () => {
    const tiny = test.store.models.register(model());
    const now = new Date(test.nowMs).toISOString();
    const first = test.store.models.register(model({ id: 'b' as ModelId, name: 'a first', copied: true }));
    expect(tiny).toEqual({ ...model(), changedFiles: [], registeredAt: now });
    test.reopen();
    expect(test.store.models.find(TINY)).toEqual(tiny);
    expect(test.store.models.list()).toEqual([first, tiny]);
    expect(test.store.models.find('other' as ModelId)).toBeUndefined();
  });

  it('give way when the id is registered anew, and leave their row when they are removed', async () => {
    const { models } = test.store;
    models.register(model());
    models.setChangedFiles(TINY, ['unet/model.onnx']);
    const again = models.register(model({ folder: '/elsewhere', registeredBy: 'Cleo' }));
    expect(models.list()).toEqual([again]);
    expect(again).toMatchObject({ folder: '/elsewhere', registeredBy: 'Cleo', changedFiles: [] });
    models.remove(TINY);
    expect(models.list()).toEqual([]);
    expect(await codeOf(() => models.remove(TINY))).toBe('NOT_FOUND');
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    const rows = driver.prepare('SELECT folder, removed_at AS removedAt FROM models ORDER BY sequence').all();
    driver.close();
    expect(rows).toMatchObject([{ folder: model().folder }, { folder: '/elsewhere' }]);
    expect(rows.every(({ removedAt }) => typeof removedAt === 'string')).toBe(true);
  });

  it('remember which files a check found changed, until one finds none', async () => {
    const { models } = test.store;
    models.register(model());
    models.setChangedFiles(TINY, ['unet/model.onnx', 'tokenizer/vocab.json']);
    expect(models.find(TINY)?.changedFiles).toEqual(['unet/model.onnx', 'tokenizer/vocab.json']);
    models.setChangedFiles(TINY, []);
    expect(models.find(TINY)?.changedFiles).toEqual([]);
    expect(await codeOf(() => models.setChangedFiles('other' as ModelId, []))).toBe('NOT_FOUND');
  });

  it('need a name', async () => {
    expect(await codeOf(() => test.store.models.register(model({ name: ' ' })))).toBe('BAD_INPUT');
    expect(test.store.models.list()).toEqual([]);
  });
});

describe.each(DRIVERS)('settings over %s', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  it('have defaults until they are set, and what was set survives a restart', () => {
    expect(test.store.settings.get()).toEqual(DEFAULT_SETTINGS);
    test.store.settings.change({ provider: 'cpu', threads: 2 });
    test.store.settings.change({ threads: null, preview: { kind: 'decoded', everySteps: 10 } });
    const set = { ...DEFAULT_SETTINGS, provider: 'cpu', preview: { kind: 'decoded', everySteps: 10 } };
    expect(test.store.settings.get()).toEqual(set);
    test.reopen();
    expect(test.store.settings.get()).toEqual(set);
  });

  it('refuse a value that is none, and change nothing then', async () => {
    const wrong = { memory: 'in-turn', threads: 0 } as const;
    expect(await codeOf(() => test.store.settings.change(wrong))).toBe('BAD_INPUT');
    expect(test.store.settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  it('call a value that does not belong there a damaged database', async () => {
    test.store.settings.change({ memory: 'in-turn' });
    test.store.close();
    const driver = openDriver(name, databasePath(test.folder));
    driver.exec(`UPDATE settings SET value = '"sideways"'`);
    driver.close();
    test.reopen();
    expect(await codeOf(() => test.store.settings.get())).toBe('STORE_CORRUPT');
  });
});
