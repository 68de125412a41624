import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type FilmDisplay, identityDisplay } from '../src-core/imaging/film-display.ts';
import { UPRIGHT } from '../src-renderer/viewer/orientation.ts';
import type { PaintTask } from '../src-renderer/viewer/testing/harness-api.ts';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, setUpCoordinator } from './support/coordinator.ts';
import { loadViewerHarness } from './support/viewer-harness.ts';

let station: RunningWorkstation;
test.beforeAll(async () => {
  station = await launchWorkstation({
    userData: path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-viewer-')), 'data'),
    size: { width: 1280, height: 800 },
  });
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
  await setUpCoordinator(page, 'Cora');
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
});
