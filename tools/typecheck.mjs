import path from 'node:path';
import { projectNode, root, run } from './setup/common.mjs';

/** One type check per runtime, so that each sees only the globals that its runtime has. */
const projects = ['core', 'main', 'preload', 'renderer', 'tools'];
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let failed = 0;
for (const project of projects) {
  if ((await run(projectNode(), [compiler, '-p', `tsconfig.${project}.json`])) !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
