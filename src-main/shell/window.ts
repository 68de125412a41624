import path from 'node:path';
import { BrowserWindow, Menu } from 'electron';
import { APP_ORIGIN, hardenWindow } from './hardening.ts';

const SHORTEST_TIME_BETWEEN_CRASHES_MS = 60_000;

/**
 * Loads the page anew when its process has died, with nobody signed in. A second death within a minute ends the
 * program: acknowledged readings are on disk, and a window that keeps dying helps nobody.
 */
export function reviveAfterCrash(window: BrowserWindow, signOut: () => void): void {
  let lastCrashAtMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    process.stderr.write(`The window's process ended (${reason}).\n`);
    signOut();
    const now = performance.now();
    if (now - lastCrashAtMs < SHORTEST_TIME_BETWEEN_CRASHES_MS) window.close();
    else window.webContents.reload();
    lastCrashAtMs = now;
  });
}

/** The one window: sandboxed, isolated, near black from its first frame. */
export function createWindow(options: {
  readonly preload: string;
  readonly developerTools: boolean;
}): BrowserWindow {
  // No menu: its Reload, View and developer entries would reach past the reading room.
  Menu.setApplicationMenu(null);
  const window = new BrowserWindow({
    title: 'Roentgen Lightbox',
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    backgroundColor: '#0b0c0e',
    webPreferences: {
      preload: path.resolve(options.preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: options.developerTools,
      backgroundThrottling: false,
    },
  });
  hardenWindow(window);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
