import { homedir } from 'node:os';
import path from 'node:path';
import { foldersOf, namesNoCache } from '../engine/engine-folders.ts';
import { PRODUCT_NAME } from '../product.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the command line keeps what can be made anew: LIGHTBOX_CACHE_FOLDER, else the system's place for caches.
 * Null where the variable is empty: nothing is kept.
 */
export function cacheFolder(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (namesNoCache(env)) return null;
  const named = foldersOf(env).cacheFolder;
  return named === null ? path.join(systemCache(env, platform), PRODUCT_NAME) : path.resolve(named);
}

function systemCache(env: Environment, platform: NodeJS.Platform): string {
  const home = homedir();
  switch (platform) {
    case 'win32':
      return env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    case 'darwin':
      return path.join(home, 'Library', 'Caches');
    default:
      return env['XDG_CACHE_HOME'] || path.join(home, '.cache');
  }
}
