import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { setUpCoordinator, signIn } from './support/coordinator.ts';
import { jobsOf } from './support/queue.ts';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

async function launch(userData = mkdtempSync(path.join(tmpdir(), 'lightbox-queue-'))): Promise<Page> {
  station = await launchWorkstation({ userData, size: { width: 1280, height: 800 } });
  return station.page;
}

async function enqueue(
  page: Page,
  prompt: string,
  images: number,
  steps: number,
  seed: number,
): Promise<void> {
  // The model's own settings have come.
  await expect(page.getByLabel('Steps', { exact: true })).not.toHaveValue('');
  await page.getByLabel('Prompt, as the model gets it').fill(prompt);
  await page.getByLabel('Images', { exact: true }).fill(String(images));
  await page.getByLabel('Steps', { exact: true }).fill(String(steps));
  await page.getByLabel('Seed', { exact: true }).fill(String(seed));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: prompt }).first()).toBeVisible();
}

/** The names of what waits or runs, in the order of the list. */
const openNames = async (page: Page) =>
  page
    .locator('.queue-row[data-state="running"], .queue-row[data-state="queued"]')
    .locator('.queue-name')
    .allTextContents();

test('the queue is paused within a step, reordered, outlives a restart, and goes on', async () => {
  const userData = mkdtempSync(path.join(tmpdir(), 'lightbox-queue-'));
  let page = await launch(userData);
  await setUpCoordinator(page, 'Cora');
  await enqueue(page, 'Pulmonary edema.', 1, 40, 1);
  await expect(page.getByText(/^Image 1 of 1, step/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause the queue' }).click();
  const held = page.getByText(/^Held at step \d+ of 4\d of image 1/);
  await expect(held).toBeVisible();
  const step = async () => Number(/step (\d+)/.exec((await held.textContent()) ?? '')?.[1]);
  const pausedAt = await step();

  for (const [index, prompt] of ['Effusion.', 'Pneumonia.', 'No finding.'].entries())
    await enqueue(page, prompt, 1, 2, 10 + index);
  expect(await openNames(page)).toEqual(['Pulmonary edema.', 'Effusion.', 'Pneumonia.', 'No finding.']);
  await page.getByRole('button', { name: 'To the front: “No finding.”' }).click();
  await expect
    .poll(() => openNames(page))
    .toEqual(['Pulmonary edema.', 'No finding.', 'Effusion.', 'Pneumonia.']);
  await page.getByRole('button', { name: /^Pneumonia\./ }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect
    .poll(() => openNames(page))
    .toEqual(['Pulmonary edema.', 'No finding.', 'Pneumonia.', 'Effusion.']);
  // The keyboard stays with what it moved.
  await expect(page.getByRole('button', { name: /^Pneumonia\./ })).toBeFocused();
  await expectAccessible(page, 'a paused queue');
  // All this while one step was ended at most: the one that was under way.
  expect(await step()).toBeLessThanOrEqual(pausedAt + 1);
  await killWorkstation(station);

  page = await launch(userData);
  await signIn(page, 'Cora');
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeVisible();
  expect((await jobsOf(page)).map(({ state }) => state)).toEqual(['queued', 'queued', 'queued', 'queued']);
  await page.getByRole('button', { name: 'Cancel “Pulmonary edema.”' }).click();
  await page.getByRole('button', { name: 'Resume the queue' }).click();
  await expect
    .poll(async () => (await jobsOf(page)).every(({ state }) => state !== 'queued' && state !== 'running'), {
      timeout: 120_000,
    })
    .toBe(true);
  const films = await page.evaluate(() =>
    window.lightbox.calls['library.list']({
      kind: 'synthetic',
      decision: null,
      jobId: null,
      search: '',
      offset: 0,
      limit: 10,
    }),
  );
  // Newest first: drawn in the order that was made.
  expect(films.ok ? films.value.films.map(({ text }) => text) : []).toEqual([
    'Effusion.',
    'Pneumonia.',
    'No finding.',
  ]);
});

test('a table with a bad row and a sweep are queued, drawn and judged', async () => {
  const userData = mkdtempSync(path.join(tmpdir(), 'lightbox-batches-'));
  const page = await launch(userData);
  await setUpCoordinator(page, 'Cora');
  await expect(page.getByLabel('Steps', { exact: true })).not.toHaveValue('');
  const table = path.join(userData, 'prompts.csv');
  writeFileSync(
    table,
    'id,prompt,seed,steps\na1,Pulmonary edema.,7,\nb2,Effusion.,,many\nc3,Clear lungs.,,3\n',
  );
  await page.getByText('Table', { exact: true }).click();
  await answerDialogs(station.electron, { open: [table] });
  await page.getByRole('button', { name: 'Choose a CSV table …' }).click();
  await expect(page.getByText('2 rows can be drawn')).toBeVisible();
  await page.getByRole('button', { name: 'Show why' }).click();
  const preview = page.getByRole('dialog');
  await expect(preview.getByRole('row', { name: /^2 3 steps "many" is no whole number/ })).toBeVisible();
  await expect(preview.getByRole('row', { name: /^3 c3 Clear lungs\./ })).toBeVisible();
  await expectAccessible(page, 'the rows of a table');
  await page.keyboard.press('Escape');
  await page.getByLabel('Images of a row').fill('1');
  await page.getByLabel('Steps', { exact: true }).fill('2');
  await page.getByLabel('Base seed', { exact: true }).fill('100');
  await expectAccessible(page, 'the form of a table');
  await page.getByRole('button', { name: 'Queue the table' }).click();
  const films = page.getByLabel('Generated films');
  await expect(films.getByRole('option')).toHaveCount(2, { timeout: 120_000 });
  // The second row was left out; the third keeps the seed of its number: 100 + 1000 * 2.
  await expect(films.getByText('Row 1 · a1 · seed 7')).toBeVisible();
  await expect(films.getByText('Row 3 · c3 · seed 2100')).toBeVisible();

  await page.getByText('Sweep', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Prompts' }).fill('Pulmonary edema.');
  await page.getByRole('textbox', { name: 'Seeds' }).fill('1-2, x');
  await page.getByLabel('Guidance', { exact: true }).fill('2, 4');
  await page.getByLabel('Steps', { exact: true }).fill('6');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Not whole numbers from 0 to 4294967295: x')).toBeVisible();
  await page.getByRole('textbox', { name: 'Seeds' }).fill('1-2');
  await expect(page.getByText(/^4 images · about/)).toBeVisible();
  await expectAccessible(page, 'the form of a sweep');
  await page.keyboard.press('Control+Enter');
  const grid = page.getByRole('grid', { name: /^Films of the sweep, 2 by 2/ });
  // What is in work is shown as a preview, marked as one.
  await expect(grid.getByText(/^Preview/)).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page, 'a sweep in work');
  await page.getByRole('button', { name: 'Open in full width' }).click();
  await expect(page.getByRole('heading', { name: 'Guidance × Seed', level: 1 })).toBeVisible();
  await expect(grid.getByRole('img', { name: /^Synthetic film/ })).toHaveCount(4, { timeout: 240_000 });
  await expect(grid.getByRole('columnheader').getByText('seed 2')).toBeVisible();
  await expect(grid.getByRole('rowheader').getByText('guidance 4')).toBeVisible();
  await grid.getByRole('gridcell').first().click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  await expect(grid.getByRole('gridcell').nth(3).getByText('Kept')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByText('guidance', { exact: false }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expectAccessible(page, 'a sweep in full width');
  const picture = path.join(userData, 'grid.png');
  await answerDialogs(station.electron, { save: picture });
  await page.getByRole('button', { name: 'Save the grid as a picture …' }).click();
  await expect(page.getByText('Saved as grid.png')).toBeVisible();
  expect(existsSync(picture)).toBe(true);
});
