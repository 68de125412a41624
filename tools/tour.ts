import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import type { JobView } from '../src-core/contract/generation-calls.ts';
import { answerDialogs, launchWorkstation, repositoryRoot } from './support/launch.ts';

/**
 * The main job once through the real window, for machines without a display: a coordinator signs in, writes a
 * prompt, generates four films with the embedded model, and saves them. Paths go to standard output.
 */
const IMAGES = 4;
/** Of the coordinator of a first run, which holds nothing but its own films. */
const PASSPHRASE = 'quiet lantern in the north';
const { values: options } = parseArgs({
  options: { stay: { type: 'boolean', default: false }, into: { type: 'string' } },
});
const runs = options.into ?? path.join(repositoryRoot, 'first-run');
mkdirSync(runs, { recursive: true });
const folder = mkdtempSync(path.join(runs, 'run-'));

const { electron, page } = await launchWorkstation({
  userData: path.join(folder, 'data'),
  size: { width: 1280, height: 800 },
});
await page.getByLabel('Your name').fill('Coordinator');
for (const label of ['New passphrase', 'The same passphrase again']) {
  await page.getByLabel(label).fill(PASSPHRASE);
}
await page.getByRole('button', { name: 'Start as coordinator' }).click();
// Sealing the key under the passphrase takes a moment: nobody is signed in before.
await page.getByRole('heading', { name: 'Compose', level: 1 }).waitFor();
const prompt = await examplePrompt(page);
await page.getByLabel('Prompt, as the model gets it').fill(prompt);
process.stderr.write(`[lightbox] Signed in as "Coordinator"; the passphrase is "${PASSPHRASE}".\n`);
process.stderr.write(`[lightbox] Prompt: ${prompt}\n`);
await page.getByRole('button', { name: 'Generate' }).click();

const job = await finishedJob(page);
await page
  .getByLabel('Generated films')
  .getByRole('option')
  .nth(IMAGES - 1)
  .waitFor();
for (const [index, filmId] of job.filmIds.entries()) {
  const file = path.join(folder, `image-${index + 1}-seed-${job.request.seed + index}.png`);
  await answerDialogs(electron, { save: file });
  await page.evaluate(
    (id) => window.lightbox.calls['export.film']({ filmId: id, format: 'png8' }),
    filmId as string,
  );
  process.stdout.write(`${file}\n`);
}
const screenshot = path.join(folder, 'screenshot.png');
await page.screenshot({ path: screenshot });
process.stdout.write(`${screenshot}\n`);
if (options.stay) await electron.waitForEvent('close', { timeout: 0 });
else await electron.close();

async function examplePrompt(view: Page): Promise<string> {
  const models = await view.evaluate(() => window.lightbox.calls['models.list']({}));
  if (!models.ok) throw new Error(models.error.message);
  const [example] = models.value.flatMap((model) => model.examplePrompts);
  return example ?? 'No acute cardiopulmonary process.';
}

/** Waits for the one job of this run; a job that fails ends the tour with its reason. */
async function finishedJob(view: Page): Promise<JobView> {
  for (;;) {
    const queue = await view.evaluate(() => window.lightbox.calls['queue.view']({ settledLimit: 1 }));
    if (!queue.ok) throw new Error(queue.error.message);
    const [first] = queue.value.settled.flatMap((entry) => (entry.kind === 'job' ? [entry.job] : []));
    if (first?.state === 'failed') throw new Error(`${first.error?.code}: ${first.error?.message}`);
    if (first?.state === 'done' && first.filmIds.length === IMAGES) return first;
    await view.waitForTimeout(500);
  }
}
