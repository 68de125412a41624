import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment, projectNode, root, run, say } from './setup/common.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { collectPlaywright, collectVitest, undeclaredSkips } from './test-counts.mjs';

/** Every check of the product, one after the other; closes with one line of counts. */
await ensurePackages();
const results = path.join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results);

const bin = (name, file) => path.join(root, 'node_modules', name, file);
const vitestReport = path.join(results, 'vitest.json');
const playwrightReport = path.join(results, 'playwright.json');

const stages = [
  ['Type check', [path.join(root, 'tools', 'typecheck.mjs')]],
  ['Lint and format', [bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.']],
  ['Import check', [path.join(root, 'tools', 'check-imports.ts')]],
  ['Unused code and packages', [bin('knip', 'bin/knip.js')]],
  // Here and not with the stories that need it most: its software Vulkan is what WebGPU is tested on.
  ['Electron runtime', [path.join(root, 'tools', 'electron.mjs')]],
  [
    'Unit and integration tests',
    [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
  ],
  [
    'End-to-end stories',
    [path.join(root, 'tools', 'e2e.mjs'), '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
  ],
];

const failed = [];
for (const [name, args, environment = {}] of stages) {
  say(`${name} ...`);
  if ((await run(projectNode(), args, { env: childEnvironment(environment) })) !== 0) failed.push(name);
}

const tests = [...collectVitest(read(vitestReport)), ...collectPlaywright(read(playwrightReport))];
const allowed = JSON.parse(readFileSync(path.join(root, 'tools', 'allowed-skips.json'), 'utf8'));
const undeclared = undeclaredSkips(tests, allowed);
for (const name of undeclared) say(`Skipped, and not on the list of tools/allowed-skips.json: ${name}`);
for (const name of failed) say(`Failed: ${name}`);

const count = (status) => tests.filter((test) => test.status === status).length;
// A failed stage without a failed test of its own (types, lint) counts as one failure, so that the line tells.
const failures = Math.max(count('failed'), failed.length) + undeclared.length;
process.stdout.write(`${count('passed')} passed, ${failures} failed, ${count('skipped')} skipped\n`);
process.exit(failures === 0 && count('passed') > 0 ? 0 : 1);

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
