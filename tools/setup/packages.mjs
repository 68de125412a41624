import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, root, run, say } from './common.mjs';

const stampFile = path.join(root, 'node_modules', '.lightbox-setup');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(readFileSync(path.join(root, 'package.json')))
    .digest('hex');
}

/** Whether the installed packages are those of the lock file. */
export function packagesAreInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash();
}

/**
 * Installs the locked packages. Install scripts stay off: onnxruntime-node's downloads CUDA libraries and
 * better-sqlite3's compiles, neither of which works, or is needed, in a closed network. The one script that
 * is needed links the `node` package's Node 24.
 */
export async function ensurePackages() {
  if (packagesAreInstalled()) return;
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Node 20 or newer is needed, this is ${process.version}. Install it and try again.`);
  say('Installing the locked npm packages (no install scripts, nothing but the npm registry) ...');
  if (
    (await run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      shell: process.platform === 'win32',
    })) !== 0
  ) {
    fail('npm ci failed. Check that the npm registry answers, then try again.');
  }
  if (
    (await run(npm, ['rebuild', 'node'], {
      shell: process.platform === 'win32',
      stdio: ['ignore', 'ignore', 'inherit'],
    })) !== 0
  ) {
    fail('Linking Node 24 failed (npm rebuild node).');
  }
  writeFileSync(stampFile, lockHash());
}
