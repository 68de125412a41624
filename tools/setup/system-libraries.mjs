import { existsSync, readFileSync } from 'node:fs';
import { capture, fail, onPath, run, say } from './common.mjs';

/** What Electron's window and the virtual screen need on Debian; checked with ldd, installed when missing. */
const debianPackages = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'fonts-dejavu-core',
];

function missingLibraries(executable) {
  const { stdout } = capture('ldd', [executable]);
  return stdout
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0]);
}

const isDebian = () =>
  existsSync('/etc/debian_version') ||
  (existsSync('/etc/os-release') && /debian/i.test(readFileSync('/etc/os-release', 'utf8')));

/** Makes sure that the Electron executable can start here, and a virtual screen where it is asked for. */
export async function ensureSystemLibraries(executable, { virtualScreen }) {
  if (process.platform !== 'linux') return;
  const missing = missingLibraries(executable);
  const needsScreen = virtualScreen && !onPath('xvfb-run');
  if (missing.length === 0 && !needsScreen) return;
  const what = [...missing, ...(needsScreen ? ['xvfb-run'] : [])].join(', ');
  const command = `apt-get install -y --no-install-recommends ${debianPackages.join(' ')}`;
  if (!isDebian())
    fail(`Electron needs system libraries that are missing here: ${what}. Install them and try again.`);
  if (process.getuid?.() !== 0)
    fail(`Missing on this machine: ${what}. Run this, then try again:  sudo ${command}`);
  say(`Installing system libraries for Electron's window (missing: ${what}) ...`);
  const environment = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  await run('apt-get', ['update', '-qq'], environment);
  if ((await run('apt-get', command.split(' ').slice(1), environment)) !== 0) fail(`${command} failed.`);
  const still = missingLibraries(executable);
  if (still.length > 0) fail(`Still missing after the installation: ${still.join(', ')}.`);
}
