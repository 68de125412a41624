import { app, type BrowserWindow, screen } from 'electron';
import type { DisplayFacts } from '../app/ports.ts';

/** The display that holds most of the window. Its id outlives restarts on every system; its size may be set anew. */
export function displayOf(window: BrowserWindow): DisplayFacts {
  const { id, label, size, scaleFactor, depthPerComponent } = screen.getDisplayMatching(window.getBounds());
  const widthPx = Math.round(size.width * scaleFactor);
  const heightPx = Math.round(size.height * scaleFactor);
  return {
    key: `${id} ${widthPx}x${heightPx}`,
    name: label,
    widthPx,
    heightPx,
    scaleFactor,
    bitsPerChannel: depthPerComponent,
  };
}

/**
 * Greys reach the display's own table as they are: without this Chromium converts every canvas from sRGB to the
 * display's ICC profile, and a display that follows the GSDF would be bent a second time. Must run before the app is ready.
 */
export function sendGreysUnconverted(): void {
  app.commandLine.appendSwitch('force-color-profile', 'srgb');
}
