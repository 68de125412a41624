import path from 'node:path';
import { ensureBuild } from '../setup/build.mjs';
import { childEnvironment, projectNode, root, run } from '../setup/common.mjs';
import { ensureElectron } from '../setup/electron-runtime.mjs';
import { ensureSystemLibraries } from '../setup/system-libraries.mjs';
import { onVirtualScreen } from '../setup/virtual-screen.mjs';

/** The painting benchmark in real Electron. */
const electron = await ensureElectron();
await ensureSystemLibraries(electron.executable, { virtualScreen: true });
ensureBuild();
const [command, args] = onVirtualScreen(projectNode(), [path.join(root, 'tools', 'bench', 'painting.ts')]);
process.exit(await run(command, args, { env: childEnvironment({ LIGHTBOX_ELECTRON: electron.executable }) }));
