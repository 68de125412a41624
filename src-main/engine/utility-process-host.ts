import { engineEnvironment } from './engine-environment.ts';
import { type EngineFolders, folderVariables, NO_FOLDERS } from './engine-folders.ts';
import type { EngineConnection, EngineHost } from './port.ts';

const KEPT_OUTPUT_CHARACTERS = 2000;

/** The part of Electron's UtilityProcess used here. */
export interface UtilityProcessLike {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
  readonly stderr: { on(event: 'data', listener: (text: { toString(): string }) => void): unknown } | null;
}

export interface UtilityProcessHostOptions {
  /** Electron's `utilityProcess.fork`, passed in so that only the shell imports electron. */
  readonly fork: (
    entryPath: string,
    args: string[],
    options: { env: Record<string, string>; serviceName: string; stdio: ('ignore' | 'pipe')[] },
  ) => UtilityProcessLike;
  /** The built engine entry, CommonJS. */
  readonly entryPath: string;
  /** The product's own environment where absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Asked for at every start, so that a changed setting holds for the next engine. */
  readonly folders?: () => EngineFolders;
}

/** Runs the engine as an Electron utility process owned by the main process. */
export function createUtilityProcessHost({
  fork,
  entryPath,
  env = process.env,
  folders = () => NO_FOLDERS,
}: UtilityProcessHostOptions): EngineHost {
  return {
    start: () => {
      const child = fork(entryPath, [], {
        env: definedOnly(engineEnvironment(env, folderVariables(folders()))),
        serviceName: 'Roentgen Lightbox engine',
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return connect(child);
    },
  };
}

function connect(child: UtilityProcessLike): EngineConnection {
  let lastOutput = '';
  child.stderr?.on('data', (text) => {
    lastOutput = (lastOutput + text.toString()).slice(-KEPT_OUTPUT_CHARACTERS);
  });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => listener({ code, signal: null, lastOutput })),
    kill: () => child.kill(),
  };
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) defined[name] = value;
  return defined;
}
