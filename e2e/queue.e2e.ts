import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
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
