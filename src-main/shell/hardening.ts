import { app, type BrowserWindow, type Session } from 'electron';

/** Where our own pages and pixels live; every other origin is refused. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://lightbox';
export const BLOB_HOST = 'blob';

/**
 * The policy of our one page: scripts and styles from ourselves (styles also by this page's nonce, which the
 * component library needs), pixels by fetch from our own scheme, nothing from anywhere else.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src ${APP_ORIGIN}`,
    `style-src ${APP_ORIGIN} 'nonce-${nonce}'`,
    `img-src ${APP_ORIGIN} blob: data:`,
    `font-src ${APP_ORIGIN}`,
    `connect-src ${APP_ORIGIN} ${APP_SCHEME}://${BLOB_HOST}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Switches that must be set before the app is ready: no lookups, no updates, no network services of Chromium. */
export function hardenProcess(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
    'disable-breakpad',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  app.commandLine.appendSwitch(
    'disable-features',
    'SpareRendererForSitePerProcess,MediaRouter,OptimizationHints',
  );
  // Names resolve to nothing: a request that slips through every other check still finds no host.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** No permission, no device, no spell checker download, no request that is not of our own scheme. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url) });
  });
  session.on('will-download', (event) => event.preventDefault());
}

function isOwnRequest(url: string): boolean {
  const { protocol } = new URL(url);
  return ['app:', 'blob:', 'data:', 'devtools:'].includes(protocol);
}

/** A window stays on its page: no navigation, no second window, no embedded contents. */
export function hardenWindow(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event, url) => {
    if (url !== `${APP_ORIGIN}/index.html`) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  // A page's own title could carry a study's or a film's name to the task bar.
  window.on('page-title-updated', (event) => event.preventDefault());
}
