import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import type { ImageRequest } from '../ports.ts';
import type { AppSession } from '../session.ts';
import { openTestApp, phantomEngine, type TestApp } from './test-app.ts';
import { TINY_MODEL } from './test-models.ts';

/** An app with a coordinator signed in, and a model folder of the person's own outside everything of the program. */
export interface ModelStory {
  readonly test: TestApp;
  readonly session: AppSession;
  /** What the engine was asked to draw. */
  readonly drawn: readonly ImageRequest[];
  readonly outside: string;
  readonly call: TestApp['call'];
  /** A path in the folder of the program's own models. */
  own(...names: readonly string[]): string;
  /** Chooses a folder in the dialog; its selection id. */
  choose(folder: string): Promise<string>;
  inspected(folder: string): Promise<string>;
  registered(folder: string, copy: boolean, name?: string): Promise<ModelView>;
  /** Of the audit log, oldest first. */
  actions(): readonly string[];
  end(): Promise<void>;
}

export async function openModelStory(): Promise<ModelStory> {
  const drawn: ImageRequest[] = [];
  const test = openTestApp({ engine: phantomEngine(async (request) => void drawn.push(request)) });
  const session = await test.signIn('coordinator', 'Cora');
  const outside = path.join(test.folder, 'outside', 'My model');
  cpSync(TINY_MODEL, outside, { recursive: true });
  writeFileSync(path.join(outside, 'README.md'), 'a card');
  writeFileSync(path.join(outside, 'unet', 'weights.safetensors'), 'never read');
  const choose: ModelStory['choose'] = async (folder) => {
    test.dialogs.open = [folder];
    const selection = await test.call(session, 'models.chooseFolder', {});
    if (selection === null) throw new Error('nothing chosen');
    return selection.selectionId;
  };
  const inspected: ModelStory['inspected'] = async (folder) => {
    const selectionId = await choose(folder);
    await test.call(session, 'models.inspect', { selectionId });
    return selectionId;
  };
  return {
    test,
    session,
    drawn,
    outside,
    call: test.call,
    own: (...names) => path.join(test.folder, 'models', ...names),
    choose,
    inspected,
    registered: async (folder, copy, name = 'Mine') => {
      const selectionId = await inspected(folder);
      await test.call(session, 'models.smokeImage', { selectionId });
      return test.call(session, 'models.register', { selectionId, name, copy });
    },
    actions: () => test.ports.store.audit.list().map(({ action }) => action),
    end: async () => {
      await test.close();
      rmSync(test.folder, { recursive: true, force: true });
    },
  };
}
