import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { plainStudy } from '../src-main/app/testing/test-designs.ts';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, signIn } from './support/coordinator.ts';
import { freezeStudy } from './support/frozen-study.ts';
import { readAndUnblind } from './support/read-study.ts';

const FILMS_AN_ARM = 6;
const READERS = ['Ada', 'Ben', 'Prof. Dr. med. Wilhelmina Featherstonehaugh-Zimmermann'];
const FEW = '200';
/** Minutes of work: it is still going on when it is cancelled. */
const MANY = '100000';

let station: RunningWorkstation;
const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-e2e-results-'));
const out = path.join(folder, 'out');

test.beforeAll(async () => {
  mkdirSync(out);
  const userData = path.join(folder, 'data');
  await readAndUnblind(userData, READERS, FILMS_AN_ARM, 'Cora');
  await freezeStudy(userData, { ...plainStudy(4), name: 'Blinded study' });
  station = await launchWorkstation({ userData, size: { width: 1280, height: 800 } });
  await signIn(station.page, 'Cora');
});
test.afterAll(() => killWorkstation(station));

const runButton = (page: Page) => page.getByRole('button', { name: 'Run the analysis' });
const title = (page: Page) => page.getByRole('article').getByRole('heading', { level: 2 });
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

async function run(page: Page, replicates: string): Promise<void> {
  await page.getByLabel('Bootstrap replicates').fill(replicates);
  await runButton(page).press('Enter');
}

async function chooseStudy(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Study' }).click();
  await page.getByRole('option', { name }).click();
}

/** Two files of readings by six readers of forty cases under two models: the second has a wrong rating in line 5. */
function writeReadings(): { readonly right: string; readonly wrong: string } {
  const rows = ['Rater,Film,Model,Truth,Score'];
  for (const rater of ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn']) {
    for (const model of ['A', 'B']) {
      for (let film = 0; film < 40; film += 1) {
        const score = ((film * 7 + rater.charCodeAt(0) * 3) % 4) + 1 + (film % 2);
        rows.push(`${rater},${model}-${film},${model},${film % 2},${score}`);
      }
    }
  }
  const right = path.join(folder, 'right.csv');
  const wrong = path.join(folder, 'wrong.csv');
  writeFileSync(right, `${rows.join('\n')}\n`);
  const spoilt = rows.map((row, index) => (index === 4 ? 'Ada,A-3,A,1,nine' : row));
  writeFileSync(wrong, `${spoilt.join('\n')}\n`);
  return { right, wrong };
}

test('a study is analysed after its unblinding: answers first, there again on return, readings beside them', async () => {
  const { page } = station;
  await goTo(page, 'Results');

  await test.step('before the unblinding there is a reason and nothing that could tell', async () => {
    await chooseStudy(page, 'Blinded study');
    await expect(page.getByRole('heading', { name: 'This study is blinded' })).toBeVisible();
    await expect(runButton(page)).toBeHidden();
    await expect(page.getByRole('tab')).toHaveCount(0);
    await chooseStudy(page, 'Pilot');
    await expect(runButton(page)).toBeEnabled();
    await expectAccessible(page, 'the start of an analysis');
  });

  await test.step('what is out of range is said at its field and cannot be run', async () => {
    await page.getByLabel('Level of the intervals (%)').fill('100');
    await expect(page.getByText('From 50 to 99.9')).toBeVisible();
    await expect(runButton(page)).toBeDisabled();
    await page.getByLabel('Level of the intervals (%)').fill('95');
  });

  await test.step('the document comes, and the focus goes to its title', async () => {
    await run(page, FEW);
    await expect(title(page)).toBeFocused();
    await expect(page.getByRole('article').getByRole('note').first()).toBeInViewport();
    await expectAccessible(page, 'the document of an analysis');
  });

  await test.step('it is there again after a look elsewhere, with the readings beside it', async () => {
    await goTo(page, 'Library');
    await goTo(page, 'Results');
    await expect(title(page)).toBeVisible();
    await page.getByRole('tab', { name: 'Readings' }).press('Enter');
    await page.getByRole('button', { name: 'Show the results' }).click();
    await expect(page.getByRole('heading', { name: 'All readings' })).toBeVisible();
  });
});

test('a table from elsewhere is refused with the line that is wrong, then cancelled, then analysed', async () => {
  const { page, electron } = station;
  const { right, wrong } = writeReadings();
  await goTo(page, 'Results');
  await page.getByRole('link', { name: 'Analyse a file …' }).press('Enter');

  await test.step('columns are filled in as they are likely; one that is needed and missing is said', async () => {
    await answerDialogs(electron, { open: [wrong] });
    await page.getByRole('button', { name: 'Choose a file …' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'wrong.csv: 480 rows' })).toBeFocused();
    await expect(page.getByLabel('Reader')).toHaveValue('Rater');
    await expectAccessible(page, 'a file to be analysed');
    await page.getByLabel('Truth').selectOption('None');
    await expect(page.getByText('Choose a column.')).toBeVisible();
    await expect(runButton(page)).toBeDisabled();
    await page.getByLabel('Truth').selectOption('Truth');
  });

  await test.step('a wrong line is named', async () => {
    await run(page, FEW);
    await expect(page.getByRole('alert')).toContainText('line 5');
  });

  await test.step('a long analysis is cancelled from the keyboard, and nothing of it is left', async () => {
    await answerDialogs(electron, { open: [right] });
    await page.getByRole('button', { name: 'Choose another file …' }).click();
    await expect(page.getByRole('heading', { name: 'right.csv: 480 rows' })).toBeVisible();
    await page.getByLabel('Lowest rating').fill('1');
    await page.getByLabel('Highest rating').fill('5');
    await run(page, MANY);
    await expect(page.getByRole('region', { name: 'Computing' }).getByText(/left$/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expectAccessible(page, 'an analysis in work');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The analysis was cancelled.')).toBeVisible();
    await expect(runButton(page)).toBeFocused();
    await expect(page.getByRole('article')).toBeHidden();
  });

  await test.step('a short one is done', async () => {
    await run(page, FEW);
    await expect(title(page)).toBeFocused();
    await expectAccessible(page, 'the analysis of a file');
  });

  await test.step('the contents are one stop of Tab; arrows go along them, and Enter to the section', async () => {
    const links = page.getByRole('navigation', { name: 'Contents' }).getByRole('button');
    await links.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(links.nth(2)).toBeFocused();
    await page.keyboard.press('Enter');
    const name = (await links.nth(2).textContent()) ?? '';
    await expect(page.getByRole('heading', { level: 3, name, exact: true })).toBeFocused();
    await expect(links.nth(2)).toHaveAttribute('aria-current', 'location');
    await expect(links.and(page.locator('[tabindex="0"]'))).toHaveCount(1);
  });

  await test.step('a figure fills the window, arrows lead to the next, Esc back to where it stands', async () => {
    const figures = page.locator('button[data-figure]');
    const ids = await figures.evaluateAll((all) => all.map((button) => button.getAttribute('data-figure')));
    await figures.first().press('Enter');
    const shown = page.getByRole('dialog').locator('[data-figure-shown]');
    await expect(shown).toHaveAttribute('data-figure-shown', ids[0] ?? '');
    await expectAccessible(page, 'an enlarged figure');
    await page.keyboard.press('ArrowRight');
    await expect(shown).toHaveAttribute('data-figure-shown', ids[1] ?? '');
    // An image that the content policy refused would have no width.
    await expect
      .poll(() =>
        shown.locator('img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth),
      )
      .toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(figures.first()).toBeFocused();
  });
});

test('report, figure and data leave the workstation, each with its hash in the window and in the log', async () => {
  const { page, electron } = station;

  await test.step('the report as PDF; a dialog that is closed saves nothing', async () => {
    await answerDialogs(electron, {});
    await page.getByRole('button', { name: 'Save report' }).press('Enter');
    await page.getByRole('menuitem', { name: 'PDF' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Save report' })).toBeFocused();
    const file = path.join(out, 'report.pdf');
    await answerDialogs(electron, { save: file });
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'PDF' }).press('Enter');
    await expect(page.getByText('Saved: report.pdf')).toBeVisible();
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    await expect(page.getByText(sha256(file))).toBeVisible();
  });

  await test.step('a figure as PNG for print', async () => {
    const file = path.join(out, 'figure.png');
    await answerDialogs(electron, { save: file });
    await page.getByRole('button', { name: 'Save Figure 1' }).press('Enter');
    await page.getByRole('menuitem', { name: 'PNG for print' }).press('Enter');
    await expect(page.getByText('Saved: figure.png')).toBeVisible();
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    await expect(page.getByText(sha256(file))).toBeVisible();
  });

  await test.step('data in the formats that are chosen', async () => {
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Export data …' }).press('Enter');
    await expectAccessible(page, 'the choice of formats');
    await dialog.getByLabel('MRMCaov').uncheck();
    await answerDialogs(electron, { open: [out] });
    await dialog.getByRole('button', { name: 'Choose a folder and export …' }).press('Enter');
    await expect(dialog.getByRole('table', { name: 'Files and their SHA-256' })).toBeVisible();
    const [made] = readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const place = path.join(out, made?.name ?? '');
    for (const name of readdirSync(place)) {
      await expect(dialog.getByRole('row', { name }).getByText(sha256(path.join(place, name)))).toBeVisible();
    }
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Export data …' })).toBeFocused();
  });

  await test.step('the log knows what was analysed and what went out', async () => {
    await goTo(page, 'Audit');
    for (const action of [
      'analysis.study',
      'analysis.file',
      'analysis.saveReport',
      'analysis.saveFigure',
      'analysis.export',
    ])
      await expect(page.getByRole('cell', { name: action, exact: true })).toHaveCount(1);
  });
});
