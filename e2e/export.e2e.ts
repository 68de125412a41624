import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, importFilms, setUpCoordinator } from './support/coordinator.ts';
import { sixRealFilms } from './support/films.ts';

let station: RunningWorkstation;

test.afterEach(() => killWorkstation(station));

test('films are exported from the library: chosen ones, all of them, and nothing of what is refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-e2e-export-'));
  const place = path.join(folder, 'sets');
  mkdirSync(place);
  station = await launchWorkstation({ userData: path.join(folder, 'data') });
  const { page, electron } = station;
  const dialog = page.getByRole('dialog');
  const { films, labels } = await sixRealFilms();
  await setUpCoordinator(page, 'Cora');
  await importFilms(station, films, labels);
  await page.getByRole('button', { name: 'Close the report' }).click();

  await test.step('two films, chosen and sent off from the keyboard alone', async () => {
    await page.getByRole('option').first().click();
    await page.keyboard.press('Shift+ArrowRight');
    const bar = page.locator('.library-bar');
    await bar.getByRole('button', { name: 'Export …' }).press('Enter');
    await expect(dialog.getByText('2 films: 0 generated, 0 edited, 2 real.')).toBeVisible();
    await expectAccessible(page, 'the export dialog');
    await expect(dialog.getByRole('button', { name: 'Export 2 films' })).toBeDisabled();
    await answerDialogs(electron, { open: [place] });
    await dialog.getByRole('button', { name: 'Choose a folder …' }).press('Enter');
    await expect(dialog.getByText('In sets')).toBeVisible();
    await dialog.getByLabel('Name of the new folder').fill('two/films');
    await expect(dialog.getByText('This cannot be the name of a folder.')).toBeVisible();
    await dialog.getByLabel('Name of the new folder').fill('two films');
    await dialog.getByLabel('Name of the new folder').press('Enter');
    await expect(dialog.getByText('2 films in “two films”')).toBeVisible();
    const images = readdirSync(path.join(place, 'two films', 'images'));
    expect(images.map((name) => path.extname(name))).toEqual(['.dcm', '.dcm']);
    const sums = readFileSync(path.join(place, 'two films', 'SHA256SUMS'));
    await expect(dialog.getByText(createHash('sha256').update(sums).digest('hex'))).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');
    await expect(bar.getByRole('button', { name: 'Export …' })).toBeFocused();
  });

  await test.step('all films as PNG, after a name that was taken', async () => {
    await page.getByRole('button', { name: 'Export …' }).first().click();
    await dialog.getByLabel('PNG', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Choose a folder …' }).click();
    await dialog.getByLabel('Name of the new folder').fill('two films');
    await dialog.getByRole('button', { name: 'Export 6 films' }).click();
    await expect(dialog.getByText('exists already')).toBeVisible();
    await dialog.getByLabel('Name of the new folder').fill('all films');
    await dialog.getByRole('button', { name: 'Export 6 films' }).click();
    await expect(dialog.getByText('6 films in “all films”')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    const names = readdirSync(path.join(place, 'all films', 'images'));
    expect(names.map((name) => path.extname(name))).toEqual(Array(6).fill('.png'));
    expect(readdirSync(place).sort()).toEqual(['all films', 'two films']);
  });

  await test.step('the log knows what went out', async () => {
    await goTo(page, 'Audit');
    await expect(page.getByRole('cell', { name: 'export.set' })).toHaveCount(2);
  });
});
