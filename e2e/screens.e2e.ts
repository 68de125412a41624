import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { writePhantoms } from '../tools/phantoms.ts';
import {
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
  resizeWindow,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import {
  designAndFreeze,
  generateAndKeep,
  goTo,
  importFilms,
  setUpCoordinator,
  signIn,
  signOut,
  unblind,
} from './support/coordinator.ts';
import { beginReading, entryOf, readAlignment, readRealism, signAndLeave } from './support/reader.ts';

/** Pictures of every screen; phantoms stand for real films, so that they may be shown anywhere. */
const folder = process.env['LIGHTBOX_SCREENSHOTS'] ?? path.join('test-results', 'screens');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
];
const CASES = 7;

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

async function picture(name: string): Promise<void> {
  for (const size of SIZES) {
    await resizeWindow(station.electron, size);
    await expect.poll(() => station.page.evaluate(() => window.innerWidth)).toBe(size.width);
    const file = path.join(folder, `${name}-${size.width}.png`);
    await station.page.screenshot({ path: file });
  }
  await resizeWindow(station.electron, { width: 1280, height: 800 });
}

test('every screen opens, is accessible and is photographed at two sizes', async () => {
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(path.join(tmpdir(), 'lightbox-screens-'));
  const { films, labels } = await writePhantoms(path.join(work, 'films'), 3, 20);
  station = await launchWorkstation({
    userData: path.join(work, 'data'),
    size: { width: 1280, height: 800 },
  });
  const { page } = station;
  await picture('first-start');
  await setUpCoordinator(page, 'Cora Lindqvist');
  await picture('compose-empty');
  await importFilms(station, [...films, labels], labels);
  await expect(page.getByText('3 films imported')).toBeVisible();
  await expect(page.getByText('1 file refused')).toBeVisible();
  await picture('import-report');
  await page.getByRole('button', { name: 'Close the report' }).click();
  const steps = Number(process.env['LIGHTBOX_SCREENSHOT_STEPS'] ?? 4);
  const prompt = '72 year old female. AP chest radiograph. Pulmonary edema and pleural effusion.';
  await generateAndKeep(page, { prompt, images: 4, steps, seed: 42 });
  await picture('compose');
  await goTo(page, 'Library');
  await expect(page.getByLabel(/^Films of the library/).getByRole('option')).toHaveCount(7);
  await picture('library');
  await page
    .getByLabel(/^Films of the library/)
    .getByRole('option')
    .first()
    .click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await picture('film-details');
  await expectAccessible(page, 'the film details');
  await page.keyboard.press('Escape');
  await goTo(page, 'Studies');
  await picture('studies-empty');
  await designAndFreeze(page, { name: 'Pilot', readers: ['Dr. Ada Reader'] });
  await picture('study');
  for (const section of ['Results', 'Models', 'Audit', 'Settings', 'About']) {
    await goTo(page, section);
    await picture(section.toLowerCase());
  }
  await signOut(page);
  await picture('sign-in');

  await signIn(page, 'Dr. Ada Reader');
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
  await picture('assignments');
  await beginReading(page, CASES);
  await page.keyboard.press('4');
  await picture('reading');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('?');
  await picture('reading-keys');
  await expectAccessible(page, 'the list of keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await picture('reading-paused');
  await expectAccessible(page, 'the pause');
  await page.keyboard.press('Escape');
  await readRealism(page, 1, CASES, entryOf(0, 1));
  await picture('reading-text');
  await readAlignment(page, entryOf(0, 1));
  await expect(page.getByRole('heading', { name: `Case 2 of ${CASES}` })).toBeVisible();
  for (let position = 2; position <= CASES; position += 1) {
    await readRealism(page, position, CASES, entryOf(0, position));
    await readAlignment(page, entryOf(0, position));
  }
  await expect(page.getByRole('heading', { name: 'Sign the reading' })).toBeVisible();
  await picture('reading-end');
  await signAndLeave(page);
  await signIn(page, 'Cora Lindqvist');
  await unblind(page, 'Pilot', 'The pilot is complete');
  await picture('results-unblinded');
});
