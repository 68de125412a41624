import { fileURLToPath } from 'node:url';
import { createChildProcessHost } from '../engine/child-process-host.ts';
import { createEngineClient, type EngineClient } from '../engine/engine-client.ts';
import type { EngineFolders } from '../engine/engine-folders.ts';
import { cacheFolder } from './cache-folder.ts';

/** The command line's engine: a child process run from the sources. */
export function createCommandLineEngine(): EngineClient {
  const entryPath = fileURLToPath(new URL('../engine/child.ts', import.meta.url));
  return createEngineClient(createChildProcessHost({ entryPath, folders: commandLineFolders }));
}

/** The CUDA folder is the environment's, which the engine gets as it is. */
function commandLineFolders(): EngineFolders {
  return { cacheFolder: cacheFolder(), cudaFolder: null };
}
