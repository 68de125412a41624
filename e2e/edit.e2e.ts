import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writePhantoms } from '../tools/phantoms.ts';
import {
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
  resizeWindow,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, importFilms, setUpCoordinator } from './support/coordinator.ts';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

const STEPS = 6;

/** @param meanwhile looks while the first image is drawn */
async function generate(
  page: Page,
  prompt: string,
  results: number,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  await expect(page.getByLabel('Steps', { exact: true })).not.toHaveValue('');
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByLabel('Steps', { exact: true }).fill(String(STEPS));
  await page.getByLabel('Seed', { exact: true }).fill('5');
  await page.getByRole('button', { name: 'Generate' }).click();
  await meanwhile();
  await expect(page.getByRole('region', { name: 'Edits of this film' }).getByRole('option')).toHaveCount(
    results,
    { timeout: 120_000 },
  );
}

/** Opens the newest edit beside its source and gives the mean differences that are said there. */
async function compareNewest(page: Page): Promise<readonly number[]> {
  await page.getByRole('region', { name: 'Edits of this film' }).getByRole('option').first().click();
  await page.getByRole('button', { name: 'Compare with the source' }).click();
  const said = page.getByText(/^Mean difference/);
  await expect(said).toBeVisible();
  return [...((await said.textContent()) ?? '').matchAll(/[\d.]+(?= of 255| elsewhere)/g)].map(Number);
}

test('a real film is edited whole and within a drawn rectangle; what is not marked stays', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-edit-'));
  const { films, labels } = await writePhantoms(path.join(folder, 'films'), 2, 3);
  station = await launchWorkstation({
    userData: path.join(folder, 'data'),
    size: { width: 1280, height: 800 },
  });
  const { page } = station;
  await setUpCoordinator(page, 'Cora');
  await importFilms(station, films, labels);
  await page.getByRole('button', { name: 'Close the report' }).click();
  await page.getByLabel('Films of the library').getByRole('option').first().click();
  await page.getByRole('button', { name: 'Edit by prompt …' }).click();
  await expect(page.getByRole('heading', { name: 'Edit by prompt', level: 1 })).toBeVisible();
  await expect(page.getByText('It shows a real patient.')).toBeVisible();
  await expectAccessible(page, 'the edit screen');

  await generate(page, 'Large pleural effusion.', 1, async () => {
    await expect(page.locator('.edit-results [data-pending]')).toBeVisible();
  });
  const [whole = 0] = await compareNewest(page);
  expect(whole).toBeGreaterThan(1);
  await expectAccessible(page, 'the comparison');
  await page.screenshot({ path: path.join(folder, 'side-1280.png') });
  await page.getByText('Flip', { exact: true }).click();
  await expect(page.getByRole('img', { name: 'Edited', exact: true })).toBeVisible();
  await page.keyboard.down('h');
  await expect(page.getByRole('img', { name: 'Source, as the model got it' })).toBeVisible();
  await page.keyboard.up('h');
  await expect(page.getByRole('img', { name: 'Edited', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the mask' }).click();

  // By the keyboard alone: a rectangle around the cursor, which begins in the middle of the 512 x 512 film.
  await page.getByText('Rectangle', { exact: true }).click();
  await page.getByRole('application').focus();
  for (const key of [' ', ...Array<string>(6).fill('ArrowRight'), ...Array<string>(6).fill('ArrowDown'), ' '])
    await page.keyboard.press(key);
  await expect(page.getByText(/^The coloured \d+\.\d % of the film is drawn anew/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText(/^Nothing is marked/)).toBeVisible();
  await page.keyboard.press('Control+y');
  await expect(page.getByText(/^The coloured/)).toBeVisible();
  await expectAccessible(page, 'a drawn mask');
  await page.screenshot({ path: path.join(folder, 'mask-1280.png') });
  await resizeWindow(station.electron, { width: 2560, height: 1440 });
  await page.screenshot({ path: path.join(folder, 'mask-2560.png') });
  await resizeWindow(station.electron, { width: 1280, height: 800 });

  await generate(page, 'Large pleural effusion.', 2);
  const [inside = 0, outside = 255] = await compareNewest(page);
  // What stays passes through the autoencoder alone.
  expect(outside).toBeLessThan(12);
  expect(inside).toBeGreaterThan(outside);
  await page.screenshot({ path: path.join(folder, 'inpainted-1280.png') });
  await page.getByRole('option').first().focus();
  await page.keyboard.press('k');
  await expect(page.getByRole('region', { name: 'Edits of this film' }).getByText('Kept')).toBeVisible();
  await expect(page.getByText(/^1 image · about /)).toBeVisible();

  // A look at another screen loses neither the mask nor the form, and Back leads to where one came from.
  await goTo(page, 'Compose');
  await page.goBack();
  await expect(page.getByText(/^The coloured \d+\.\d % of the film is drawn anew/)).toBeVisible();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('Large pleural effusion.');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('5');
  await page.screenshot({ path: path.join(folder, 'left-1280.png') });
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Library', level: 1 })).toBeVisible();
  await expect(page.getByText(/^Edited real film · /)).toHaveCount(2);

  // The edit within the mask, made again from its recipe: the newest film.
  await page.getByLabel('Films of the library').getByRole('option').first().click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Make again' }).click();
  await expect(page.getByText('Makes an image again')).toBeVisible();
  await expect(page.getByText(/^An edit of a film of the library within its mask/)).toBeVisible();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('5');
  await expect(page.getByLabel('Steps', { exact: true })).toHaveValue(String(STEPS));
  await expectAccessible(page, 'a recipe in the composer');
  await page.screenshot({ path: path.join(folder, 'recipe-1280.png') });
  await page.getByLabel('Steps', { exact: true }).fill('8');
  await expect(page.getByText('The recipe was changed', { exact: true })).toBeVisible();
  await expect(page.getByText(/^The recipe was changed · 1 image/)).toBeVisible();
  await page.screenshot({ path: path.join(folder, 'changed-1280.png') });
  await page.getByRole('button', { name: 'Back to the recipe' }).click();
  await expect(page.getByLabel('Steps', { exact: true })).toHaveValue(String(STEPS));
  await page.getByRole('button', { name: 'Draw it again' }).click();
  await expect(page.getByText('Identical', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page, 'the verdict');
  await page.screenshot({ path: path.join(folder, 'identical-1280.png') });
});
