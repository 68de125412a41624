import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LightboxError } from '../../src-core/base/errors.ts';
import { PRODUCT_NAME } from '../product.ts';

const INDEX_FILE = 'model_index.json';

/** A folder that looks like a model's, found by name. */
export interface FoundModel {
  readonly name: string;
  readonly directory: string;
}

/** Where models are looked for, in this order: shipped, LIGHTBOX_MODELS, imported by the workstation. */
export function modelRoots(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const shipped = fileURLToPath(new URL('../../resources/models', import.meta.url));
  const listed = (env['LIGHTBOX_MODELS'] ?? '').split(path.delimiter).filter((root) => root !== '');
  return [shipped, ...listed.map((root) => path.resolve(root)), path.join(userDataFolder(env), 'models')];
}

/** Every model folder under the roots; of two with one name the first counts. */
export function findModels(roots: readonly string[]): FoundModel[] {
  const found = new Map<string, FoundModel>();
  for (const root of roots) {
    for (const name of folderNames(root)) {
      const directory = path.join(root, name);
      if (!found.has(name) && existsSync(path.join(directory, INDEX_FILE)))
        found.set(name, { name, directory });
    }
  }
  return [...found.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/**
 * The folder that `--model NAME|DIR` means: a known name, else a folder.
 * @throws LightboxError MODEL_NOT_FOUND with the names there are
 */
export function locateModel(nameOrDirectory: string, roots: readonly string[]): string {
  const models = findModels(roots);
  const known = models.find((model) => model.name === nameOrDirectory);
  if (known !== undefined) return known.directory;
  const directory = path.resolve(nameOrDirectory);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return directory;
  const names = models.map((model) => model.name).join(', ');
  throw new LightboxError(
    'MODEL_NOT_FOUND',
    `There is no model and no folder "${nameOrDirectory}"; models here: ${names === '' ? 'none' : names}.`,
    { model: nameOrDirectory },
  );
}

function folderNames(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** Electron's `userData` of the workstation on this platform. */
function userDataFolder(env: Readonly<Record<string, string | undefined>>): string {
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), PRODUCT_NAME);
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', PRODUCT_NAME);
    default:
      return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), PRODUCT_NAME);
  }
}
