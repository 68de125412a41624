import type { DriverName } from './ports.ts';

/** The part of `process.versions` that decides. */
export interface RuntimeVersions {
  readonly node: string;
  readonly napi?: string | undefined;
}

const LOWEST_NODE_MAJOR = 22;
const LOWEST_NODE_API = 10;

/**
 * Which SQLite library this runtime can load, told from its versions alone: better-sqlite3's Node-API 10 binary
 * crashes older runtimes (Node 20, Electron 25) with a segmentation fault, which no caller can catch.
 * Electron reports the Node it embeds, so one rule serves both.
 */
export function chooseDriver(versions: RuntimeVersions): DriverName {
  const nodeMajor = Number.parseInt(versions.node, 10);
  const nodeApi = Number.parseInt(versions.napi ?? '0', 10);
  return nodeMajor >= LOWEST_NODE_MAJOR && nodeApi >= LOWEST_NODE_API ? 'better-sqlite3' : 'libsql';
}
