import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
  repositoryRoot,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, setUpCoordinator, signIn } from './support/coordinator.ts';

const TINY_MODEL = path.join(repositoryRoot, 'tools', 'goldens', 'data', 'tiny-sd');

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

/** A copy of the tiny pipeline that a story may alter. */
function tinyModel(folder: string, name: string): string {
  const copy = path.join(folder, name);
  cpSync(TINY_MODEL, copy, { recursive: true });
  return copy;
}

/** Turns one bit in the middle of a file over; a second time puts it back. The tiny UNet has a node's name there. */
function alterOneByte(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

async function choose(folder: string, button: string): Promise<void> {
  await answerDialogs(station.electron, { open: [folder] });
  await station.page.getByRole('button', { name: button }).click();
}

async function generate(page: Page, seed: number): Promise<void> {
  await page.getByLabel('Prompt, as the model gets it').fill('the chest of right effusion');
  await page.getByLabel('Images', { exact: true }).fill('1');
  await page.getByLabel('Steps', { exact: true }).fill('3');
  await page.getByLabel('Seed', { exact: true }).fill(String(seed));
  await page.keyboard.press('Control+Enter');
}

test('a model is added, tried, registered and used; changed on disk it is refused by name', async () => {
  const work = mkdtempSync(path.join(tmpdir(), 'lightbox-models-'));
  const folder = tinyModel(work, 'tiny-sd');
  station = await launchWorkstation({ userData: path.join(work, 'data') });
  const { page } = station;
  await setUpCoordinator(page, 'Cora');
  await goTo(page, 'Models');
  await expect(page.getByText('Demonstration model').first()).toBeVisible();

  await test.step('a folder without its UNet is refused with the file and the reason', async () => {
    const broken = tinyModel(work, 'broken');
    rmSync(path.join(broken, 'unet', 'model.onnx'));
    await page.getByRole('button', { name: 'Add a model …' }).click();
    await expectAccessible(page, 'the choice of a model folder');
    await choose(broken, 'Choose a folder …');
    await expect(page.getByRole('alert')).toContainText(path.join('unet', 'model.onnx'));
    await expect(page.getByRole('alert')).toContainText('is missing');
    await expectAccessible(page, 'a refused model folder');
  });

  await test.step('a sound one says what it is, draws a test image and is registered', async () => {
    await choose(folder, 'Choose another folder …');
    const facts = page.getByRole('table', { name: 'What it is', exact: true });
    await expect(facts).toContainText('StableDiffusionPipeline');
    await expect(facts).toContainText('64 × 64');
    await expect(facts).toContainText('Noise (epsilon)');
    await expect(page.getByRole('button', { name: 'Register', exact: true })).toBeDisabled();
    await page.getByRole('button', { name: 'Draw a test image' }).click();
    await expect(page.getByRole('img', { name: /^Test image: / })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Register', exact: true })).toBeFocused();
    await expectAccessible(page, 'a test image');
    await page.getByLabel('Name', { exact: true }).fill('Tiny');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('heading', { name: 'Tiny', level: 2 })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Files: tiny-sd' })).toContainText('unet/model.onnx');
    await page.getByRole('button', { name: 'Check the files again' }).click();
    await expect(page.getByText('12 files checked: all as registered')).toBeVisible();
    await expectAccessible(page, 'a registered model');
  });

  await test.step('images are drawn with it', async () => {
    await goTo(page, 'Compose');
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'Tiny' }).click();
    await generate(page, 7);
    await expect(page.getByLabel('Generated films').getByRole('option')).toHaveCount(1);
  });

  await test.step('one byte of its UNet is altered: the next job is refused and says where to mend it', async () => {
    alterOneByte(path.join(folder, 'unet', 'model.onnx'));
    await generate(page, 8);
    const refusal = page.locator('[data-error-code="MODEL_CHANGED"]');
    await expect(refusal).toContainText('unet/model.onnx');
    await expectAccessible(page, 'a job whose model changed');
    await refusal.getByRole('link').click();
    await expect(page.getByRole('heading', { name: 'Tiny', level: 2 })).toBeVisible();
    await expect(page.getByText('Not as registered: unet/model.onnx')).toBeVisible();
    await expectAccessible(page, 'a changed model');
  });

  await test.step('as it is now it cannot be registered: it draws no test image, and the file is named', async () => {
    await page.getByRole('button', { name: 'Register anew …' }).click();
    await expect(page.getByText('This folder is registered as Tiny.')).toBeVisible();
    await page.getByRole('button', { name: 'Draw a test image' }).click();
    await expect(page.getByRole('alert')).toContainText(path.join('unet', 'model.onnx'));
    await expect(page.getByRole('button', { name: 'Register', exact: true })).toBeDisabled();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
  });

  await test.step('the file is put back: the check says so, and the job is tried again and drawn', async () => {
    alterOneByte(path.join(folder, 'unet', 'model.onnx'));
    await page.getByRole('button', { name: 'Check the files again' }).click();
    await expect(page.getByText('12 files checked: all as registered')).toBeVisible();
    await expect(page.getByText('Not as registered')).toBeHidden();
    await goTo(page, 'Compose');
    await page.getByRole('button', { name: /^Try again/ }).click();
    await expect(page.getByText('Done')).toHaveCount(2);
  });

  await test.step('removed, it is off the list and its folder stays', async () => {
    await goTo(page, 'Models');
    await page.getByRole('link', { name: 'Tiny' }).click();
    await page.getByRole('button', { name: 'Remove …' }).click();
    await expectAccessible(page, 'the removal of a model');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Tiny' })).toBeHidden();
    expect(readFileSync(path.join(folder, 'model_index.json'), 'utf8')).toContain('StableDiffusionPipeline');
  });
});

test('a folder that lies among the program’s models is offered, and not used before', async () => {
  const work = mkdtempSync(path.join(tmpdir(), 'lightbox-found-'));
  tinyModel(path.join(work, 'data', 'models'), 'roentgen');
  station = await launchWorkstation({ userData: path.join(work, 'data') });
  const { page } = station;
  await setUpCoordinator(page, 'Cora');
  await page.getByRole('combobox', { name: 'Model' }).click();
  await expect(page.getByRole('option', { name: 'cxr-demo' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'roentgen' })).toBeHidden();
  await page.keyboard.press('Escape');
  await goTo(page, 'Models');
  await page.getByRole('button', { name: 'Register the folder roentgen' }).click();
  await page.getByRole('button', { name: 'Draw a test image' }).click();
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'roentgen', level: 2 })).toBeVisible();
  await expect(page.getByText('Registered', { exact: true }).first()).toBeVisible();
});

test('settings are found from the keyboard, say what works here, and survive a restart', async () => {
  const options = { userData: mkdtempSync(path.join(tmpdir(), 'lightbox-settings-')) };
  station = await launchWorkstation(options);
  const { page } = station;
  await setUpCoordinator(page, 'Cora');
  await page.keyboard.press('Control+7');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect(page.getByText('Available', { exact: true })).toBeVisible();
  await expect(page.getByText('not part of onnxruntime-node for this platform').first()).toBeVisible();
  await expectAccessible(page, 'the settings');

  await page.getByRole('radio', { name: 'Processor (CPU)' }).check();
  await page.getByRole('radio', { name: /^Load text encoder/ }).check();
  await page.getByRole('radio', { name: 'A number of one’s own' }).check();
  await page.getByLabel('Number of threads').fill('1');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'None' }).check();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.getByLabel('Number of threads').fill('0');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A whole number from 1 to 256')).toBeVisible();
  await expectAccessible(page, 'a setting that is refused');

  const empty = mkdtempSync(path.join(tmpdir(), 'lightbox-cuda-'));
  await answerDialogs(station.electron, { open: [empty] });
  await page.getByRole('button', { name: 'Choose a folder …' }).click();
  await expect(page.getByText(empty, { exact: true })).toBeVisible();
  await expect(page.getByText(/^CUDA does not work: /)).toBeVisible();
  await killWorkstation(station);

  station = await launchWorkstation(options);
  const again = station.page;
  await signIn(again, 'Cora');
  await expect(again.getByText('PNDM · Processor (CPU)')).toBeVisible();
  await goTo(again, 'Settings');
  await expect(again.getByRole('radio', { name: 'Processor (CPU)' })).toBeChecked();
  await expect(again.getByRole('radio', { name: /^Load text encoder/ })).toBeChecked();
  await expect(again.getByLabel('Number of threads')).toHaveValue('1');
  await expect(again.getByRole('radio', { name: 'None' })).toBeChecked();
  await expect(again.getByText(empty, { exact: true })).toBeVisible();
});
