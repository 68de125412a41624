import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';

let station: RunningWorkstation;
test.beforeAll(async () => {
  station = await launchWorkstation({ userData: mkdtempSync(path.join(tmpdir(), 'lightbox-hardening-')) });
  await expect(station.page.getByLabel('Your name')).toBeVisible();
});
test.afterAll(() => killWorkstation(station));

test('the development runtime says so permanently, and no other runtime does', async () => {
  const info = await station.page.evaluate(() => window.lightbox.calls['app.info']({}));
  const shown = info.ok && info.value.developmentRuntime ? 1 : 0;
  await expect(station.page.getByText('Development runtime: no patient films.')).toHaveCount(shown);
});

test('the window reaches neither Node nor Electron, and the bridge holds named methods only', async () => {
  const found = await station.page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
    bridge: Object.keys(window.lightbox),
    calls: Object.values(window.lightbox.calls).every((method) => typeof method === 'function'),
    invoke: Object.keys(window.lightbox.calls).filter((name) => !/^[a-zA-Z]+\.[a-zA-Z]+$/.test(name)),
  }));
  expect(found).toEqual({ node: [], bridge: ['calls', 'events'], calls: true, invoke: [] });
});

test('no request leaves the machine: not by fetch, picture, socket, or a window', async () => {
  const outcome = await station.page.evaluate(async () => {
    const failed = async (work: () => Promise<unknown>): Promise<boolean> => {
      try {
        await work();
        return false;
      } catch {
        return true;
      }
    };
    const image = () =>
      new Promise((resolve, reject) => {
        const element = new Image();
        element.onload = resolve;
        element.onerror = reject;
        element.src = 'https://example.org/a.png';
      });
    const socket = () =>
      new Promise((resolve, reject) => {
        const connection = new WebSocket('wss://example.org');
        connection.onopen = resolve;
        connection.onerror = reject;
      });
    return {
      fetch: await failed(() => fetch('https://example.org/')),
      file: await failed(() => fetch('file:///etc/passwd')),
      image: await failed(image),
      socket: await failed(socket),
      opened: window.open('https://example.org/') === null,
    };
  });
  expect(outcome).toEqual({ fetch: true, file: true, image: true, socket: true, opened: true });
});

test('the page cannot be led away, and runs no text as code', async () => {
  const url = station.page.url();
  const evaluated = await station.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    document.body.append(link);
    link.click();
    link.remove();
    const script = document.createElement('script');
    script.textContent = 'window.__injected = true';
    document.body.append(script);
    script.remove();
    return '__injected' in window;
  });
  expect(evaluated).toBe(false);
  expect(station.page.url()).toBe(url);
});

test('pixels and files outside the page are not there for the asking', async () => {
  const statuses = await station.page.evaluate(async () => {
    const ask = async (url: string): Promise<number> => (await fetch(url)).status;
    return {
      token: await ask('app://blob/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
      parent: await ask('app://lightbox/..%2f..%2fpackage.json'),
      encoded: await ask('app://lightbox/%2e%2e/%2e%2e/package.json'),
      main: await ask('app://lightbox/../main/index.cjs'),
    };
  });
  expect(statuses).toEqual({ token: 404, parent: 404, encoded: 404, main: 404 });
});

test('a coordinator’s call is refused to a window in which nobody has signed in', async () => {
  const result = await station.page.evaluate(() => window.lightbox.calls['conduct.list']({}));
  expect(result).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
});

test('a page whose process dies is loaded anew, with nobody signed in', async () => {
  const text = await station.electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    const loaded = new Promise<void>((resolve) => {
      contents.once('did-finish-load', () => resolve());
    });
    contents.forcefullyCrashRenderer();
    await loaded;
    return contents.executeJavaScript('window.lightbox.calls["session.current"]({})');
  });
  expect(text).toEqual({ ok: true, value: null });
});
