import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import type { App } from '../app/create-app.ts';
import type { AppSession } from '../app/session.ts';
import { APP_SCHEME, BLOB_HOST, contentSecurityPolicy } from './hardening.ts';
import { pixelHeaders } from './pixel-headers.ts';
import type { OutboundTrace } from './trace.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
};

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export interface ProtocolPorts {
  readonly rendererFolder: string;
  readonly app: App;
  /** The session of the window; pixel tokens are looked up in it alone. */
  readonly appSession: () => AppSession | null;
  readonly trace: OutboundTrace;
}

/** Serves our page from its build folder and raw pixels by token; everything else is 404. */
export function serveScheme(session: Session, ports: ProtocolPorts): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET') return new Response(null, { status: 405 });
    if (url.host === 'lightbox') return servePage(ports.rendererFolder, url.pathname);
    if (url.host === BLOB_HOST) return servePixels(ports, url.pathname.slice(1));
    return new Response(null, { status: 404 });
  });
}

async function servePage(folder: string, pathname: string): Promise<Response> {
  const file = path.resolve(folder, `.${decodeURIComponent(pathname)}`);
  const relative = path.relative(folder, file);
  const type = CONTENT_TYPES[path.extname(file)];
  if (relative.startsWith('..') || path.isAbsolute(relative) || type === undefined) {
    return new Response(null, { status: 404 });
  }
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return new Response(null, { status: 404 });
  const headers: Record<string, string> = { 'content-type': type, 'x-content-type-options': 'nosniff' };
  if (!type.startsWith('text/html')) return new Response(bytes, { headers });
  // A nonce for each page load: the policy and the page's own tag carry the same one.
  const nonce = randomBytes(16).toString('base64');
  headers['content-security-policy'] = contentSecurityPolicy(nonce);
  return new Response(bytes.toString('utf8').replaceAll('__CSP_NONCE__', nonce), { headers });
}

async function servePixels(ports: ProtocolPorts, token: string): Promise<Response> {
  const session = ports.appSession();
  const pixels = session === null ? undefined : await ports.app.pixels(session, token).catch(() => undefined);
  if (pixels === undefined) return new Response(null, { status: 404 });
  const headers = pixelHeaders(pixels.byteLength);
  ports.trace.record(
    'blob',
    { url: `app://${BLOB_HOST}/${token}`, headers, byteLength: pixels.byteLength },
    session,
  );
  return new Response(new Uint8Array(pixels), { headers });
}
