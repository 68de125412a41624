import { ensureElectron } from './setup/electron-runtime.mjs';
import { ensurePackages } from './setup/packages.mjs';

/** Sees to it that an Electron is installed. */
await ensurePackages();
await ensureElectron();
