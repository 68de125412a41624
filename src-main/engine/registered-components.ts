import { LightboxError } from '../../src-core/base/errors.ts';
import type { ModelPart } from '../../src-core/contract/model-description.ts';
import { hashModelFiles } from './model-files.ts';
import { type ModelFolder, taskComponents } from './model-folder.ts';
import type { ImageTask } from './protocol.ts';

/**
 * Compares a model's files with those that were registered. Files of folders that the registration does not know
 * count where the task reads them: a VAE encoder that was added later does not touch text to image.
 * @param found SHA-256 by file, of everything the runtime reads
 * @throws LightboxError MODEL_CHANGED naming the files that changed, are missing or are new
 */
export function requireRegistered(
  { expectedComponents: expected, edit, modelDir }: ImageTask,
  found: Readonly<Record<string, string>>,
): void {
  if (expected === undefined) return;
  const knownFolders = new Set(Object.keys(expected).map(folderOf));
  const used = taskComponents(found, edit !== null);
  const changed = Object.keys(expected).filter((file) => file in found && found[file] !== expected[file]);
  const missing = Object.keys(expected).filter((file) => !(file in found));
  const added = Object.keys(found).filter(
    (file) => !(file in expected) && (file in used || knownFolders.has(folderOf(file))),
  );
  const parts = [
    ...(changed.length === 0 ? [] : [`changed: ${changed.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(', ')}`]),
    ...(added.length === 0 ? [] : [`new: ${added.join(', ')}`]),
  ];
  if (parts.length === 0) return;
  throw new LightboxError(
    'MODEL_CHANGED',
    `The model folder ${modelDir} is not as it was registered (${parts.join('; ')}). Restore these files, or register the model again.`,
    { changed: changed.join('\n'), missing: missing.join('\n'), added: added.join('\n') },
  );
}

/**
 * Whether what was just opened is what was hashed before: a file may be replaced in between.
 * @throws LightboxError MODEL_CHANGED naming the files
 */
export async function requireSameFiles(
  { directory }: ModelFolder,
  part: ModelPart,
  components: Readonly<Record<string, string>>,
): Promise<void> {
  const files = Object.keys(components).filter((file) => file.startsWith(`${part}/`));
  const changed = (await hashModelFiles(directory, files)).filter(
    ({ file, sha256 }) => components[file] !== sha256,
  );
  if (changed.length === 0) return;
  const names = changed.map(({ file }) => file);
  throw new LightboxError(
    'MODEL_CHANGED',
    `The model folder ${directory} changed while it was loaded (${names.join(', ')}): no image was made. Try again when nothing writes there.`,
    { changed: names.join('\n') },
  );
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
