import type { EngineRequest } from './protocol.ts';

/** How an engine process ended. Electron's utility process reports no signal. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines the process wrote to standard error; empty where the host does not collect them. */
  readonly lastOutput: string;
}

/** One running engine process. Messages arrive unchecked: the client validates them. */
export interface EngineConnection {
  readonly pid: number | undefined;
  post(message: EngineRequest): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, after the last message. */
  onExit(listener: (exit: EngineExit) => void): void;
  kill(): void;
}

/** Starts engine processes; one implementation for each kind of host. */
export interface EngineHost {
  start(): EngineConnection;
}
