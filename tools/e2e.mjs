import path from 'node:path';
import { ensureBuild } from './setup/build.mjs';
import { childEnvironment, projectNode, root, run } from './setup/common.mjs';
import { ensureElectron } from './setup/electron-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureSystemLibraries } from './setup/system-libraries.mjs';
import { onVirtualScreen } from './setup/virtual-screen.mjs';

/** The end-to-end stories in real Electron; arguments go on to Playwright (`npm run test:e2e -- reading`). */
await ensurePackages();
const electron = await ensureElectron();
await ensureSystemLibraries(electron.executable, { virtualScreen: true });
ensureBuild();
const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const [command, args] = onVirtualScreen(projectNode(), [playwright, 'test', ...process.argv.slice(2)]);
process.exit(await run(command, args, { env: childEnvironment({ LIGHTBOX_ELECTRON: electron.executable }) }));
