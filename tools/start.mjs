import path from 'node:path';
import { ensureBuild } from './setup/build.mjs';
import { childEnvironment, projectNode, root, run, say } from './setup/common.mjs';
import { ensureElectron } from './setup/electron-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureSystemLibraries } from './setup/system-libraries.mjs';
import { hasDisplay, onVirtualScreen } from './setup/virtual-screen.mjs';

/**
 * Opens the workstation, setting up first what is missing. Without a display it starts on a virtual screen,
 * does the main job once through the window, prints the paths of four images and a screenshot, and ends;
 * `--stay` keeps it open.
 */
await ensurePackages();
const electron = await ensureElectron();
const display = hasDisplay();
await ensureSystemLibraries(electron.executable, { virtualScreen: !display });
ensureBuild();
const environment = { env: childEnvironment({ LIGHTBOX_ELECTRON: electron.executable }) };
// Chromium's own sandbox cannot start as root; the page stays sandboxed by its web preferences all the same.
const rootSwitch = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
if (display) {
  say('Opening Roentgen Lightbox ...');
  process.exit(await run(electron.executable, [...rootSwitch, root, ...process.argv.slice(2)], environment));
}
say('No display here: starting on a virtual screen and drawing four images through the window ...');
const tour = path.join(root, 'tools', 'tour.ts');
const [command, args] = onVirtualScreen(projectNode(), [tour, ...process.argv.slice(2)]);
process.exit(await run(command, args, environment));
