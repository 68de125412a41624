import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, fail, projectNode, root, say } from './common.mjs';

const sources = [
  'src-core',
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
];
const stamp = path.join(root, 'out', '.built');

function newest(target) {
  const status = statSync(target);
  if (!status.isDirectory()) return status.mtimeMs;
  let latest = status.mtimeMs;
  for (const entry of readdirSync(target)) latest = Math.max(latest, newest(path.join(target, entry)));
  return latest;
}

/** Builds main, preload and renderer when a source is newer than the last build. */
export function ensureBuild() {
  const latest = Math.max(...sources.map((source) => newest(path.join(root, source))));
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= latest) return;
  say('Building the application ...');
  const vite = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const built = capture(projectNode(), [vite, 'build']);
  if (built.status !== 0) fail(`The build failed:\n${built.stdout}\n${built.stderr}`);
  writeFileSync(stamp, '');
  // Sources saved while the build ran must count as newer than it.
  utimesSync(stamp, latest / 1000, latest / 1000);
}
