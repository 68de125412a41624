import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { recordLongResults } from './long/record.mjs';
import { childEnvironment, projectNode, root, run } from './setup/common.mjs';
import { ensurePackages } from './setup/packages.mjs';

/**
 * Tests too long for `npm test`: every `*.long.ts`, or those whose path holds an argument. Each takes its seed from
 * LIGHTBOX_LONG_SEED, or draws one, prints it, and leaves its result for docs/LONG-TESTS.md.
 */
await ensurePackages();
const results = path.join(root, 'test-results', 'long');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const status = await run(
  projectNode(),
  [vitest, 'run', '--config', path.join(root, 'vitest.long.config.ts'), ...process.argv.slice(2)],
  { env: childEnvironment({ LIGHTBOX_LONG_RESULTS: results }) },
);
const found = existsSync(results)
  ? readdirSync(results).map((name) => JSON.parse(readFileSync(path.join(results, name), 'utf8')))
  : [];
recordLongResults(path.join(root, 'docs', 'LONG-TESTS.md'), found);
process.exit(status);
