import { LightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { ModelCheck } from '../../src-core/contract/model-calls.ts';
import { deleteFolder } from '../files/copy-folder.ts';
import type { RegisteredModel, Store } from '../store/ports.ts';
import { checkModel } from './model-files.ts';
import type { ModelWork } from './model-work.ts';
import type { AppPorts } from './ports.ts';

/** @throws LightboxError NOT_FOUND */
export function registeredModel(store: Store, id: ModelId): RegisteredModel {
  const model = store.models.find(id);
  if (model === undefined) throw new LightboxError('NOT_FOUND', `There is no registered model "${id}".`);
  return model;
}

/**
 * Hashes the files of a registered model again and keeps in mind what differs.
 * @throws LightboxError CANCELLED, CONFLICT, NOT_FOUND, MODEL_NOT_FOUND, ENGINE_*
 */
export function verifyModel(
  { store, emit }: AppPorts,
  work: ModelWork,
  id: ModelId,
  actor: string,
): Promise<ModelCheck> {
  const model = registeredModel(store, id);
  return work.run(async (signal) => {
    const check = await checkModel(model, () => work.examine(model.folder, 'checking', signal));
    const files = check.changes.map(({ file }) => file);
    store.transaction(() => {
      store.models.setChangedFiles(id, files);
      store.audit.append({ actor, action: 'models.verify', details: { model: id, changed: files } });
    });
    emit('models.changed', {});
    return check;
  });
}

/**
 * Forgets a registered model; the program's own copy of it is deleted where that is asked for.
 * @throws LightboxError CONFLICT where a job waits for it, NOT_FOUND, FILE_UNWRITABLE
 */
export function removeModel(
  { store, engine, emit }: AppPorts,
  work: ModelWork,
  { id, deleteCopy, actor }: { readonly id: ModelId; readonly deleteCopy: boolean; readonly actor: string },
): Promise<void> {
  const model = registeredModel(store, id);
  const waiting = store.jobs.count(['queued', 'running'], id);
  if (waiting > 0) {
    throw new LightboxError(
      'CONFLICT',
      `${waiting} jobs of the queue wait for "${model.name}". Cancel them or let them finish first.`,
      { model: id, jobs: waiting },
    );
  }
  const deletes = deleteCopy && model.copied;
  return work.run(async () => {
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
  });
}
