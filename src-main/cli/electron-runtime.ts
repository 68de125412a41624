import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDevelopmentRuntime } from '../product.ts';

/** The Electron that the window would start with. */
export interface ElectronRuntime {
  readonly kind: 'override' | 'package' | 'registry';
  readonly executable: string;
  readonly version: string | null;
  /** The stand-in for source checkouts, or as old as it: shows a banner and takes no patient films. */
  readonly development: boolean;
}

/** Finds it in the order of `tools/setup/electron-runtime.mjs`; null where none is installed yet. */
export function findElectronRuntime(
  root: string = fileURLToPath(new URL('../..', import.meta.url)),
  env: Readonly<Record<string, string | undefined>> = process.env,
): ElectronRuntime | null {
  const executableName = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    return found('override', path.join(override, executableName), path.join(override, 'version'));
  }
  const packageFolder = path.join(root, 'node_modules', 'electron');
  const ownName = textOf(path.join(packageFolder, 'path.txt'));
  const own = ownName === null ? null : path.join(packageFolder, 'dist', ownName);
  if (own !== null && existsSync(own))
    return found('package', own, path.join(packageFolder, 'dist', 'version'));
  const registry = path.join(root, '.electron-runtime');
  return found('registry', path.join(registry, 'electron'), path.join(registry, '.complete'));
}

function found(
  kind: ElectronRuntime['kind'],
  executable: string,
  versionFile: string,
): ElectronRuntime | null {
  if (!existsSync(executable)) return null;
  const version = textOf(versionFile)?.replace(/^v/, '') ?? null;
  const development = version === null ? kind === 'registry' : isDevelopmentRuntime(version);
  return { kind, executable, version, development };
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
