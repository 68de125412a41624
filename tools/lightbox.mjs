import { spawn } from 'node:child_process';
import path from 'node:path';
import { childEnvironment, projectNode, root } from './setup/common.mjs';
import { ensurePackages } from './setup/packages.mjs';

/** The command line under plain Node 24, straight from the sources. */
await ensurePackages();
const entry = path.join(root, 'src-main', 'cli', 'main.ts');
const command = spawn(projectNode(), [entry, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: childEnvironment(),
  stdio: 'inherit',
});
// The command ends itself cleanly; this process passes the wish on and waits for its exit status.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => command.kill(signal));
command.on('close', (status) => process.exit(status ?? 1));
