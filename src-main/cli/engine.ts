import { fileURLToPath } from 'node:url';
import { createChildProcessHost } from '../engine/child-process-host.ts';
import { createEngineClient, type EngineClient } from '../engine/engine-client.ts';

/** The command line's engine: a child process run from the sources. */
export function createCommandLineEngine(): EngineClient {
  const entryPath = fileURLToPath(new URL('../engine/child.ts', import.meta.url));
  return createEngineClient(createChildProcessHost({ entryPath }));
}
