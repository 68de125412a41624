import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { type FilmDisplay, identityDisplay } from '../src-core/imaging/film-display.ts';
import { UPRIGHT } from '../src-renderer/viewer/orientation.ts';
import type { PaintTask } from '../src-renderer/viewer/testing/harness-api.ts';
import { writePhantoms } from '../tools/phantoms.ts';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import {
  designAndFreeze,
  generateAndKeep,
  goTo,
  importFilms,
  setUpCoordinator,
  signIn,
  signOut,
} from './support/coordinator.ts';
import { beginReading } from './support/reader.ts';
import { loadViewerHarness } from './support/viewer-harness.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-viewer-'));
let station: RunningWorkstation;
test.beforeAll(async () => {
  station = await launchWorkstation({
    userData: path.join(folder, 'data'),
    size: { width: 1280, height: 800 },
    scaleFactor: 2,
  });
  await setUpCoordinator(station.page, 'Cora');
});
test.afterAll(() => killWorkstation(station));

/** Signed 16-bit values with a slope, and each way from values to greys. */
const DISPLAY: FilmDisplay = {
  scale: { zero: 32_768, slope: 0.5, intercept: 10 },
  choices: [
    { label: null, transform: { kind: 'window', function: 'LINEAR', centre: 40, width: 4000 } },
    { label: null, transform: { kind: 'window', function: 'LINEAR', centre: 40, width: 1 } },
    { label: null, transform: { kind: 'window', function: 'LINEAR_EXACT', centre: -200, width: 15_000 } },
    { label: null, transform: { kind: 'window', function: 'SIGMOID', centre: 300, width: 9000 } },
    {
      label: null,
      transform: {
        kind: 'lut',
        first: -3000,
        bits: 12,
        values: Uint16Array.from({ length: 6000 }, (_, index) => Math.round(4095 * (index / 5999) ** 2)),
      },
    },
  ],
  inverted: false,
  padding: null,
  unit: 'HU',
};

/** All 65,536 values, one a device pixel. */
const RAMP: PaintTask = {
  film: { size: { width: 256, height: 256 }, bits: 16, aspect: 1 },
  pixels: 'ramp',
  display: DISPLAY,
  choice: 0,
  inverted: false,
  orientation: UPRIGHT,
  centre: { x: 128, y: 128 },
  scale: 1,
  loupe: null,
  viewport: { width: 256, height: 256 },
};

const NOISE: PaintTask = {
  ...RAMP,
  film: { size: { width: 211, height: 173 }, bits: 16, aspect: 1 },
  pixels: { seed: 7 },
  choice: 2,
  centre: { x: 101.3, y: 80.7 },
  viewport: { width: 197, height: 151 },
};

const EXACT: Readonly<Record<string, PaintTask>> = {
  'every value by LINEAR': RAMP,
  'every value by LINEAR, a threshold': { ...RAMP, choice: 1 },
  'every value by LINEAR_EXACT, inverted': { ...RAMP, choice: 2, inverted: true },
  'every value by a VOI LUT': { ...RAMP, choice: 4 },
  'every value with padding': { ...RAMP, display: { ...DISPLAY, padding: { low: 0, high: 32_000 } } },
  'eight bits as they are': {
    ...RAMP,
    film: { size: { width: 16, height: 16 }, bits: 8, aspect: 1 },
    display: identityDisplay(8),
    centre: { x: 8, y: 8 },
    viewport: { width: 16, height: 16 },
  },
  magnified: { ...NOISE, scale: 2.37 },
  'magnified, turned and mirrored': {
    ...NOISE,
    scale: 3.1,
    orientation: { quarterTurns: 1, mirrored: true },
  },
  reduced: { ...NOISE, scale: 0.43 },
  'reduced, with padding': {
    ...NOISE,
    scale: 0.21,
    display: { ...DISPLAY, padding: { low: 0, high: 20_000 } },
  },
  'pixels that are not square': { ...NOISE, scale: 0.8, film: { ...NOISE.film, aspect: 1.7 } },
  'with the loupe': {
    ...NOISE,
    scale: 0.5,
    loupe: { middle: { x: 90.5, y: 70.5 }, radius: 40, scale: 1.6 },
  },
};

test('both painters give the same greys, pixel for pixel', async () => {
  await loadViewerHarness(station.page);
  for (const [name, task] of Object.entries(EXACT)) {
    const found = await station.page.evaluate((given) => window.viewerHarness.comparePainters(given), task);
    expect.soft({ name, differing: found.differing, flat: found.levels < 2 }).toEqual({
      name,
      differing: 0,
      flat: false,
    });
  }
  // The exponential function is the driver's own: a value on the edge between two greys may fall to the other side.
  const sigmoid = await station.page.evaluate((given) => window.viewerHarness.comparePainters(given), {
    ...RAMP,
    choice: 3,
  });
  expect(sigmoid.largest).toBeLessThanOrEqual(1);
  expect(sigmoid.differing).toBeLessThanOrEqual(8);
});

test('a film is uploaded once, and no frame of a window drag uploads anything', async () => {
  await loadViewerHarness(station.page);
  const task = {
    film: { width: 300, height: 200 },
    viewport: { width: 200, height: 150 },
    frames: 10,
    rounds: 1,
  };
  const { uploads } = await station.page.evaluate(
    (given) => window.viewerHarness.measurePainting(given),
    task,
  );
  expect(uploads).toBe(1);
});

test('the check of the display is accessible, and keeps what a ruler says', async () => {
  const { page } = station;
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Check the display …' }).click();
  await expect(page.getByLabel(/^Test pattern with patches/)).toBeVisible();
  await expectAccessible(page, 'the test pattern');
  await page.getByText('Grey ramps', { exact: true }).click();
  await expectAccessible(page, 'the grey ramps');
  await page.getByText('Size', { exact: true }).click();
  await page.getByLabel('Length of the bar in mm').fill('200');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^\d+\.\d{3} pixels a millimetre$/)).toBeVisible();
  await expectAccessible(page, 'the size of the display');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

/** Pictures of phantoms, which may be shown anywhere. */
const pictures = process.env['LIGHTBOX_SCREENSHOTS'] ?? path.join('test-results', 'screens');
const READER = 'Ada Reader';

test('two films are looked at side by side at two device pixels a CSS pixel; a reader’s film cannot be turned', async () => {
  const { films, labels } = await writePhantoms(path.join(folder, 'films'), 2, 40);
  await importFilms(station, films, labels);
  await station.page.getByRole('button', { name: 'Close the report' }).click();
  await test.step('zoom goes together, the window apart and on request together', () => compare(station));
  await generateAndKeep(station.page, { prompt: 'PA chest radiograph.', images: 1, steps: 1, seed: 1 });
  await designAndFreeze(station.page, { name: 'Pilot', readers: [READER] });
  await signOut(station.page);
  await test.step('the reading room inverts, and neither turns nor mirrors', () => readerKeys(station));
});

async function compare({ page }: RunningWorkstation): Promise<void> {
  const options = page.getByLabel(/^Films of the library/).getByRole('option');
  await expect(options).toHaveCount(2);
  await options.first().focus();
  for (const key of ['Space', 'ArrowRight', 'Space', 'c']) await page.keyboard.press(key);
  const dialog = page.getByRole('dialog', { name: '2 films side by side' });
  const panes = dialog.getByRole('application');
  const scales = dialog.getByRole('status');
  await expect(scales).toHaveText([/^\d+ %$/, /^\d+ %$/]);
  expect(await page.evaluate(() => window.devicePixelRatio)).toBe(2);
  const canvas = panes.first().locator('canvas');
  expect(await canvas.evaluate((element: HTMLCanvasElement) => element.width)).toBe(
    await canvas.evaluate((element) => Math.round(element.getBoundingClientRect().width * 2)),
  );

  const percent = async (): Promise<number[]> =>
    (await scales.allTextContents()).map((text) => Number(text.replace(' %', '')));
  const whole = await percent();
  await panes.first().focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  const together = whole.map((scale) => Math.round(scale * 1.25 ** 2));
  await expect
    .poll(async () => (await percent()).map((scale, pane) => Math.abs(scale - (together[pane] ?? 0)) <= 2))
    .toEqual([true, true]);

  const width = dialog.getByLabel('Width');
  const openingWidths = await widthsOf(panes, width);
  await dragAcross(panes.first());
  const apart = await widthsOf(panes, width);
  expect(apart[0]).toBeGreaterThan(openingWidths[0] ?? Number.NaN);
  expect(apart[1]).toBe(openingWidths[1]);
  await dialog.getByRole('switch', { name: 'Window together' }).check();
  // Twice as far as the first pane went alone: it follows to where the other one stands.
  await dragAcross(panes.last());
  await dragAcross(panes.last());
  const linked = await widthsOf(panes, width);
  expect(linked[0]).toBeGreaterThan(apart[0] ?? Number.NaN);
  expect(linked[1]).toBe(linked[0]);

  await expectAccessible(page, 'films side by side');
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, 'compare-2x.png') });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** The window's width in each pane, as the row of controls shows it for the pane in use. */
async function widthsOf(panes: Locator, width: Locator): Promise<number[]> {
  const widths: number[] = [];
  for (const pane of await panes.all()) {
    await pane.focus();
    widths.push(Number((await width.inputValue()).replaceAll(/[^\d.]/g, '')));
  }
  return widths;
}

/** Drags the window with the mouse from the middle to the right: wider. */
async function dragAcross(pane: Locator): Promise<void> {
  const box = await pane.boundingBox();
  if (box === null) throw new Error('the pane is not on the screen');
  const mouse = pane.page().mouse;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + 60, y, { steps: 6 });
  await mouse.up();
}

async function readerKeys({ page }: RunningWorkstation): Promise<void> {
  await signIn(page, READER);
  await beginReading(page, 3);
  const film = page.getByRole('application');
  await expect(film.locator('canvas')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Turn|Mirror)/ })).toHaveCount(0);
  await film.focus();
  const before = await film.screenshot();
  for (const key of ['f', 'Shift+R', 't']) await page.keyboard.press(key);
  expect((await film.screenshot()).equals(before)).toBe(true);
  await page.keyboard.press('i');
  await expect.poll(async () => (await film.screenshot()).equals(before)).toBe(false);
}
