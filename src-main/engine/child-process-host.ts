import { fork } from 'node:child_process';
import { engineEnvironment } from './engine-environment.ts';
import { type EngineFolders, folderVariables, NO_FOLDERS } from './engine-folders.ts';
import type { EngineConnection, EngineHost } from './port.ts';

const KEPT_OUTPUT_CHARACTERS = 2000;

export interface ChildProcessHostOptions {
  /** The engine's entry: `child.ts` from source under Node 24, or the built `engine.cjs`. */
  readonly entryPath: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Asked for at every start, so that a changed setting holds for the next engine. */
  readonly folders?: () => EngineFolders;
}

/** Runs the engine as a child process of plain Node: for the command line and the tests. */
export function createChildProcessHost({
  entryPath,
  env = process.env,
  folders = () => NO_FOLDERS,
}: ChildProcessHostOptions): EngineHost {
  return { start: () => startChild(entryPath, engineEnvironment(env, folderVariables(folders()))) };
}

function startChild(entryPath: string, env: Record<string, string | undefined>): EngineConnection {
  // Structured clone instead of JSON: pixels arrive as bytes. Standard output stays the product's own.
  const child = fork(entryPath, [], {
    env,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastOutput = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastOutput = (lastOutput + text).slice(-KEPT_OUTPUT_CHARACTERS);
  });
  // A failed start or send also shows as an exit; without a listener it would end the whole product.
  child.on('error', (error) => {
    lastOutput += error.message;
    if (child.pid === undefined) child.emit('close', null, null);
  });
  return {
    pid: child.pid,
    post: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => child.on('message', listener),
    // 'close' comes after the pipes are drained, so that no reply is lost behind the exit.
    onExit: (listener) => child.once('close', (code, signal) => listener({ code, signal, lastOutput })),
    kill: () => child.kill('SIGKILL'),
  };
}
