import path from 'node:path';
import { childEnvironment, projectNode, root, run } from './setup/common.mjs';
import { ensurePackages } from './setup/packages.mjs';

/** The command line under plain Node 24, straight from the sources. */
await ensurePackages();
const entry = path.join(root, 'src-main', 'cli', 'main.ts');
const status = await run(projectNode(), [entry, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: childEnvironment(),
});
process.exit(status);
