import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, root, run, say } from '../setup/common.mjs';

/**
 * Installs the benchmark's peers from PyPI into .bench-peers/, a virtual environment each: diffusers with the
 * packages that the forge and the golden values use, optimum with the older ones it needs, about 3 GB together;
 * pydicom with its decoders, 150 MB; and the packages of statistics, 600 MB. Names as arguments install those only.
 */
const PEERS = {
  diffusers: path.join(root, 'tools', 'forge', 'requirements'),
  optimum: path.join(root, 'tools', 'bench', 'requirements-optimum'),
  dicom: path.join(root, 'tools', 'bench', 'requirements-dicom'),
  stats: path.join(root, 'tools', 'bench', 'requirements-stats'),
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in PEERS));
if (unknown !== undefined) fail(`There is no peer ${unknown}; there are ${Object.keys(PEERS).join(', ')}.`);

for (const [name, requirements] of Object.entries(PEERS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const folder = path.join(root, '.bench-peers', name);
  if (existsSync(path.join(folder, 'bin', 'python'))) {
    say(`The peer ${name} is there (${folder}).`);
    continue;
  }
  say(`Installing the peer ${name} from PyPI into ${folder} ...`);
  if ((await run('python3', ['-m', 'venv', folder])) !== 0) {
    fail('Python 3 with venv is needed (Debian: apt-get install python3-venv).');
  }
  const pip = (...args) => run(path.join(folder, 'bin', 'pip'), ['install', '--quiet', ...args]);
  const locked = await pip('--require-hashes', '-r', `${requirements}.lock`);
  if (locked === 0) continue;
  say('The locked packages are those of Linux x64 and Python 3.11; trying the unlocked list instead ...');
  if ((await pip('-r', `${requirements}.in`)) !== 0) {
    rmSync(folder, { recursive: true, force: true });
    fail(`The peer ${name} could not be installed.`);
  }
}
