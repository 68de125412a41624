import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { ModelCheck } from '../../src-core/contract/model-calls.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import type { RegisteredFile, RegisteredModel } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';

/** Registered files that are not there or have another size. */
export async function sizeChanges({
  folder,
  components,
}: Pick<RegisteredModel, 'folder' | 'components'>): Promise<readonly string[]> {
  const sizes = await Promise.all(
    components.map(({ file }) => stat(path.join(folder, file)).catch(() => null)),
  );
  return components.filter(({ bytes }, place) => sizes[place]?.size !== bytes).map(({ file }) => file);
}

/** How files found now compare with those registered, in the order of their names. */
export function compareFiles(
  registered: readonly RegisteredFile[],
  found: readonly Pick<RegisteredFile, 'file' | 'sha256'>[],
): ModelCheck['changes'] {
  const hashes = new Map(found.map(({ file, sha256 }) => [file, sha256]));
  const known = new Set(registered.map(({ file }) => file));
  const changes: ModelCheck['changes'] = [];
  for (const { file, sha256 } of registered) {
    const now = hashes.get(file);
    if (now === undefined) changes.push({ file, kind: 'missing' });
    else if (now !== sha256) changes.push({ file, kind: 'different' });
  }
  for (const { file } of found) if (!known.has(file)) changes.push({ file, kind: 'new' });
  return changes.sort((left, right) => (left.file < right.file ? -1 : 1));
}

/** Keeps in mind which files the engine refused a registered model for. */
export function noteChanged(
  { store, emit }: Pick<AppPorts, 'store' | 'emit'>,
  id: ModelId,
  error: LightboxError,
): void {
  if (store.models.find(id) === undefined) return;
  store.models.setChangedFiles(id, filesOfChange(error));
  emit('models.changed', {});
}

/** The files that an engine's MODEL_CHANGED names: a line each, under what became of them. */
function filesOfChange({ details }: LightboxError): readonly string[] {
  return ['changed', 'missing', 'added'].flatMap((kind) => {
    const listed = details[kind];
    return typeof listed === 'string' && listed !== '' ? listed.split('\n') : [];
  });
}

/** What a folder that is no usable model any more is refused with; anything else is no finding about it. */
const FOLDER_FAULTS: readonly string[] = ['MODEL_INVALID', 'MODEL_UNSUPPORTED', 'MODEL_CHANGED'];

/** Compares a registered model with what `examine` finds in its folder now. */
export async function checkModel(
  model: RegisteredModel,
  examine: () => Promise<ModelDescription>,
): Promise<ModelCheck> {
  try {
    const { files } = await examine();
    return { checkedFiles: files.length, changes: compareFiles(model.components, files), problem: null };
  } catch (thrown) {
    const { code, message, details } = toLightboxError(thrown);
    if (!FOLDER_FAULTS.includes(code)) throw thrown;
    const named = typeof details['file'] === 'string' ? [details['file']] : ['model_index.json'];
    const files = [...new Set([...named, ...(await sizeChanges(model))])].sort();
    return {
      checkedFiles: model.components.length,
      changes: files.map((file) => ({ file, kind: 'different' })),
      problem: message,
    };
  }
}
