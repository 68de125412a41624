import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { secretsOf } from '../src-main/app/testing/reader-records.ts';
import { plainStudy } from '../src-main/app/testing/test-designs.ts';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
import { freezeStudy } from './support/frozen-study.ts';
import { answer, expectTitle, goOn, openReading } from './support/reading-room.ts';
import { ofSize } from './support/reading-studies.ts';
import { readTrace } from './support/trace.ts';

let station: RunningWorkstation;
let secrets: readonly string[];
const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-blinding-'));
const traceFile = path.join(folder, 'trace.jsonl');
const CASES = 6;

/** The secrets that stand in a text, which must be none. */
const told = (text: string): string[] => secrets.filter((secret) => text.includes(secret));

test.beforeAll(async () => {
  const userData = path.join(folder, 'data');
  const study = await freezeStudy(userData, ofSize(64, plainStudy(CASES)));
  secrets = [...secretsOf(study.truth), ...study.films.values(), String(study.truth.protocol.seed)].filter(
    (secret) => secret.length > 3,
  );
  station = await launchWorkstation({ userData, traceFile });
  await openReading(station.page, 'Ada', 'Start');
  await expectTitle(station.page, 'Begin the reading');
  await station.page.keyboard.press('Enter');
  await expectTitle(station.page, `Case 1 of ${CASES}`);
});
test.afterAll(() => killWorkstation(station));

test('the window’s name and its menu tell nothing, and stay as they are', async () => {
  const { electron, page } = station;
  await page.evaluate(() => {
    document.title = 'something else';
  });
  const found = await electron.evaluate(({ BrowserWindow, Menu }) => ({
    titles: BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    menu: Menu.getApplicationMenu() === null,
    contextMenus: BrowserWindow.getAllWindows()[0]?.webContents.listenerCount('context-menu'),
  }));
  expect(found).toEqual({ titles: ['Roentgen Lightbox'], menu: true, contextMenus: 0 });
});

test('keys that print, save, show the source, reload or open developer tools elsewhere do nothing here', async () => {
  const { electron, page } = station;
  await electron.evaluate(({ BrowserWindow, dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const record = (name: string) => async () => {
      asked.push(name);
      return { canceled: true, filePath: '', filePaths: [] };
    };
    dialog.showSaveDialog = record('save');
    dialog.showOpenDialog = record('open');
    BrowserWindow.getAllWindows()[0]?.webContents.session.on('will-download', () => asked.push('download'));
  });
  const url = page.url();
  const before = await page.locator('canvas').first().boundingBox();
  if (before !== null) await page.mouse.click(before.x + 40, before.y + 40, { button: 'right' });
  for (const key of [
    'Control+p',
    'Control+s',
    'Control+u',
    'Control+o',
    'F12',
    'Control+Shift+i',
    'Control+r',
    'F5',
  ]) {
    await page.keyboard.press(key);
  }
  await expectTitle(page, `Case 1 of ${CASES}`);
  const found = await electron.evaluate(({ BrowserWindow }) => ({
    asked: (globalThis as { asked?: string[] }).asked,
    windows: BrowserWindow.getAllWindows().length,
    developerTools: BrowserWindow.getAllWindows().map(({ webContents }) => webContents.isDevToolsOpened()),
  }));
  expect(found).toEqual({ asked: [], windows: 1, developerTools: [false] });
  expect(page.url()).toBe(url);
});

test('copying takes words of the screen at most, and no film', async () => {
  const { electron, page } = station;
  await electron.evaluate(({ clipboard }) => clipboard.clear());
  for (const key of ['Control+a', 'Control+c', 'Control+x']) await page.keyboard.press(key);
  const text = await electron.evaluate(async ({ clipboard }) => await clipboard.readText());
  expect(told(text)).toEqual([]);
  // What a person would paste elsewhere: no picture, no file.
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.id = 'pasted';
    field.addEventListener('paste', (event) => {
      field.dataset['types'] = JSON.stringify(event.clipboardData?.types ?? []);
    });
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.press('Control+v');
  const types = await page.evaluate(() => {
    const field = document.getElementById('pasted');
    const found = field?.dataset['types'] ?? '[]';
    field?.remove();
    return found;
  });
  expect(types).not.toMatch(/image|file/i);
});

test('a film cannot be dragged out: no picture has an address, nothing offers itself to be dragged', async () => {
  const found = await station.page.evaluate(() => {
    const dragged = [...document.querySelectorAll('canvas, img, svg')].map((element) => {
      const data = new DataTransfer();
      element.dispatchEvent(
        new DragEvent('dragstart', { bubbles: true, cancelable: true, dataTransfer: data }),
      );
      return data.types.length;
    });
    return {
      addresses: [...document.querySelectorAll('img, picture, video, a[download]')].map(
        (element) => element.outerHTML,
      ),
      draggable: document.querySelectorAll('[draggable="true"]').length,
      dragged: dragged.reduce((sum, types) => sum + types, 0),
    };
  });
  expect(found.draggable).toBe(0);
  expect(found.dragged).toBe(0);
  expect(found.addresses.filter((html) => html.includes('app://blob'))).toEqual([]);
});

test('page, storage, history, workers and times of requests hold no truth, case after case', async () => {
  const { page } = station;
  for (let position = 1; position <= CASES; position += 1) {
    await expectTitle(page, `Case ${position} of ${CASES}`);
    await answer(page, [
      ['realism', '4'],
      ['realOrSynthetic', 's'],
      ['confidence', '3'],
    ]);
    await goOn(page, /^Lock and show the text/);
    const held = await page.evaluate(async () =>
      JSON.stringify({
        local: { ...localStorage },
        session: { ...sessionStorage },
        cookies: document.cookie,
        databases: (await indexedDB.databases?.()) ?? [],
        history: [history.length, history.state],
        workers: typeof caches === 'undefined' ? [] : await caches.keys().catch(() => []),
        times: performance.getEntriesByType('resource').map(({ name }) => name),
      }),
    );
    expect(told(held)).toEqual([]);
    expect(told(await page.content())).toEqual([]);
    await answer(page, [['alignment', '4']]);
    await goOn(page, position < CASES ? /^Save, next case/ : /^Save the last case/);
  }
});

test('all that left main for this window holds no truth, and its films cannot be told by length or header', () => {
  const sent = readTrace(traceFile).filter(({ role }) => role === 'reader');
  expect(told(readFileSync(traceFile, 'utf8'))).toEqual([]);
  const films = sent.filter(({ kind }) => kind === 'blob');
  expect(films.length).toBeGreaterThanOrEqual(CASES);
  expect(new Set(films.map(({ content }) => content.byteLength)).size).toBe(1);
  expect(new Set(films.map(({ content }) => JSON.stringify(content.headers))).size).toBe(1);
  expect(sent.filter(({ kind }) => kind === 'event')).toEqual([]);
});
