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

async function enqueue(page: Page, images: number): Promise<void> {
  await page
    .getByLabel('Prompt, as the model gets it')
    .fill('48 year old male. AP chest radiograph. Pneumonia.');
  await page.getByLabel('Images', { exact: true }).fill(String(images));
  await page.getByLabel('Steps', { exact: true }).fill('12');
  await page.getByLabel('Seed', { exact: true }).fill('500');
  await page.keyboard.press('Control+Enter');
}

test('the engine is killed: the job fails with its reason, the window lives, and trying again works', async () => {
  station = await launchWorkstation({ userData: mkdtempSync(path.join(tmpdir(), 'lightbox-engine-')) });
  const { page, electron } = station;
  await setUpCoordinator(page, 'Cora');
  await enqueue(page, 2);
  // A step has been reported, so the engine is in the middle of an image.
  await expect(page.getByText(/^Image \d+ of \d+, step \d+ of \d+/)).toBeVisible();
  const killed = await electron.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find(({ name }) => name === 'Roentgen Lightbox engine');
    if (engine === undefined) return false;
    return process.kill(engine.pid, 'SIGKILL');
  });
  expect(killed).toBe(true);
  await expect(page.getByText('Failed', { exact: false }).first()).toBeVisible();
  expect((await jobsOf(page))[0]).toMatchObject({ state: 'failed', error: { code: 'ENGINE_DIED' } });
  await expectAccessible(page, 'a failed job');
  await page.getByRole('button', { name: /^Try again/ }).click();
  await expect(page.getByLabel('Generated films').getByRole('option')).toHaveCount(2, { timeout: 120_000 });
});

test('the program is killed in a queue: after the restart it goes on by itself, no image twice', async () => {
  const options = { userData: mkdtempSync(path.join(tmpdir(), 'lightbox-queue-')) };
  station = await launchWorkstation(options);
  await setUpCoordinator(station.page, 'Cora');
  await enqueue(station.page, 3);
  await expect(station.page.getByLabel('Generated films').getByRole('option').first()).toBeVisible({
    timeout: 120_000,
  });
  const before = (await jobsOf(station.page))[0]?.filmIds ?? [];
  expect(before.length).toBeGreaterThan(0);
  await killWorkstation(station);

  station = await launchWorkstation(options);
  await signIn(station.page, 'Cora');
  await expect.poll(async () => (await jobsOf(station.page))[0]?.state, { timeout: 120_000 }).toBe('done');
  const [job] = await jobsOf(station.page);
  expect(job?.filmIds).toHaveLength(3);
  expect(job?.filmIds.slice(0, before.length)).toEqual(before);
  const library = await station.page.evaluate(() =>
    window.lightbox.calls['library.list']({
      kind: 'synthetic',
      decision: null,
      jobId: null,
      search: '',
      offset: 0,
      limit: 100,
    }),
  );
  const seeds = library.ok ? library.value.films.map(({ seed }) => seed).sort() : [];
  expect(seeds).toEqual([500, 501, 502]);
});
