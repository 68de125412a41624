import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { DEFAULT_INSTRUMENT } from '../src-core/study/default-instrument.ts';
import { writePhantoms } from '../tools/phantoms.ts';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import {
  addReaders,
  chooseAllFilms,
  generateAndKeep,
  goTo,
  importFilms,
  newStudy,
  openSection,
  SECRETS,
  setUpCoordinator,
} from './support/coordinator.ts';
import { tabTo } from './support/reading-room.ts';

const PROMPT = '72 year old female. AP chest radiograph. Pulmonary edema and pleural effusion.';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

const saved = (page: Page) => expect(page.locator('[data-save-status="saved"]')).toBeVisible();

test('a coordinator designs studies: an edited instrument, wrong input, and a freeze from the keyboard alone', async () => {
  const work = mkdtempSync(path.join(tmpdir(), 'lightbox-design-'));
  const { films, labels } = await writePhantoms(path.join(work, 'films'), 3, 20);
  station = await launchWorkstation({ userData: path.join(work, 'data') });
  const { page } = station;
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await setUpCoordinator(page, 'Cora');
  await importFilms(station, films, labels);
  await page.getByRole('button', { name: 'Close the report' }).click();
  await generateAndKeep(page, { prompt: PROMPT, images: 2, steps: 2, seed: 7 });

  await test.step('an instrument is edited beside the form as readers get it', async () => {
    await newStudy(page, 'Questions');
    await openSection(page, 'Questions');
    const preview = page.locator('[data-preview]');
    await expect(preview.locator('[data-item="realism"]')).toBeVisible();
    await page.locator('[data-item="realism"]').first().getByRole('button').first().click();
    const question = page.getByRole('textbox', { name: 'Question', exact: true });
    await question.fill('How real is it?');
    await expect(preview.getByText('How real is it?')).toBeVisible();
    await page.getByRole('button', { name: 'Add a question …' }).first().click();
    await page.getByRole('menuitem', { name: 'Findings present or absent' }).click();
    await expect(preview.getByText('Which findings does the film show?')).toBeVisible();
    await saved(page);
    await expectAccessible(page, 'the questions');

    await preview.getByRole('button', { name: 'Try the form' }).click();
    await page.keyboard.press('4');
    await expect(preview.getByRole('radio', { name: /^4/ }).first()).toBeChecked();
    await expect(preview.locator('[data-item="realOrSynthetic"]')).toHaveAttribute('data-current', 'true');
    await page.keyboard.press('Escape');
    await expect(preview.getByRole('button', { name: 'Try the form' })).toBeVisible();
  });

  await test.step('what cannot be stored is named, waits over a look at another screen, and is put right', async () => {
    await page.locator('[data-item="realism"]').first().getByRole('button').first().click();
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('');
    await expect(page.locator('[data-save-status="blocked"]')).toBeVisible();
    await expect(page.getByText('Not saved until this is put right')).toBeVisible();
    await goTo(page, 'Library');
    await goTo(page, 'Studies');
    await page.getByRole('link', { name: 'Questions' }).click();
    await expect(page.locator('[data-save-status="blocked"]')).toBeVisible();
    await openSection(page, 'Questions');
    await page.getByRole('button', { name: 'Import JSON …' }).click();
    const dialog = page.getByRole('dialog');
    const [first] = DEFAULT_INSTRUMENT.items;
    const twice = { ...DEFAULT_INSTRUMENT, items: [...DEFAULT_INSTRUMENT.items, first], more: true };
    await dialog.getByLabel('Instrument as JSON').fill(JSON.stringify(twice));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByText(/Unrecognized key/)).toBeVisible();
    const { more: _more, ...doubled } = twice;
    await dialog.getByLabel('Instrument as JSON').fill(JSON.stringify(doubled));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog.getByText('items[5]: the item id "realism" is used twice')).toBeVisible();
    await dialog.getByLabel('Instrument as JSON').fill(JSON.stringify(DEFAULT_INSTRUMENT));
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(dialog).toBeHidden();
    await saved(page);
  });

  await test.step('impossible repeats and missing films are refused where they are to be solved', async () => {
    await openSection(page, 'Summary and freeze');
    await expect(page.getByRole('button', { name: 'Freeze the study' })).toBeDisabled();
    await expect(page.getByText('The study has no film. Choose some.')).toBeVisible();
    await openSection(page, 'Films and arms');
    await chooseAllFilms(page);
    await openSection(page, 'Readers');
    await addReaders(page, ['Dr. Ada Reader']);
    await openSection(page, 'Training and checks');
    await page.getByLabel(/^Some cases come twice/).check();
    await expect(page.getByText(/cannot stand 10 places after their first showing/)).toBeVisible();
    await expect(
      page.getByRole('tab', { name: 'Training and checks' }).getByLabel('Has a problem'),
    ).toBeVisible();
    await openSection(page, 'Summary and freeze');
    await expect(page.getByRole('button', { name: 'Freeze the study' })).toBeDisabled();
    await expectAccessible(page, 'a summary with a problem');
    await page.getByRole('button', { name: 'Training and checks' }).click();
    await page.getByLabel('Places apart, at least').fill('2');
    await page.getByLabel('Cases repeated').fill('1');
    await openSection(page, 'Summary and freeze');
    await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
  });

  await test.step('the size is planned for a margin, checked by simulation, which can be cancelled, and refused in words', async () => {
    await openSection(page, 'Endpoints and power');
    const readers = page.getByRole('textbox', { name: 'Readers', exact: true });
    await page.getByLabel('What is to be shown').selectOption({ label: 'Realism: mean scores of two arms' });
    await page.getByLabel('Aim', { exact: true }).selectOption({ label: 'Within the margin both ways' });
    await expect(page.getByLabel('Expected difference (points)')).toHaveValue('0');
    await page.getByLabel('Margin (points)').fill('0.8');
    await readers.fill('6');
    await page.getByRole('textbox', { name: 'Cases, half in each arm' }).fill('60');
    await expect(page.getByText(/^Power 0\.\d\d with 6 readers and 60 cases$/)).toBeVisible();
    await page.getByLabel('Simulated studies').selectOption('200');
    await page.getByRole('button', { name: 'Check by simulation' }).click();
    await expect(
      page.getByText(/^Simulated with 6 readers and 60 cases: power \d\.\d\d .* 200 studies\); by formula/),
    ).toBeVisible();
    await expectAccessible(page, 'a plan that was simulated');
    await page.getByLabel('What is to be shown').selectOption({ label: 'AUCs of two arms' });
    await expect(page.getByText(/^Simulated with/)).toHaveCount(0);
    await page.getByLabel('Simulated studies').selectOption('2000');
    await page.getByRole('button', { name: 'Check by simulation' }).click();
    await page.getByRole('button', { name: 'Cancel the simulation' }).click();
    await expect(page.getByRole('button', { name: 'Check by simulation' })).toBeVisible();
    await page.getByLabel('AUC of the second arm').fill('0.99');
    await page.getByRole('button', { name: 'Check by simulation' }).click();
    await expect(page.getByText('Both AUCs must lie between 0 and 1.')).toBeVisible();
    await page.getByLabel('What is to be shown').selectOption({ label: 'Agreement on calls: kappa' });
    await page.getByLabel('Expected kappa (0 to 1)').fill('2');
    await expect(page.getByText('A kappa to plan for lies from 0 to 1.')).toBeVisible();
  });

  await test.step('from the keyboard alone: a preset, films, a reader, a wrong and the right passphrase', async () => {
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('heading', { name: 'Studies', level: 1 })).toBeVisible();
    await tabTo(page, page.getByRole('button', { name: 'New study …' }));
    await page.keyboard.press('Enter');
    const name = page.getByLabel('Name (readers see it: keep it neutral)');
    await expect(name).toBeFocused();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Films and arms' })).toBeVisible();
    await tabTo(page, page.getByRole('button', { name: 'Choose all 5 shown' }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await tabTo(page, page.getByRole('tab', { name: 'Films and arms' }));
    await tabTo(page, page.getByRole('button', { name: 'Declare prompts as clusters' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('tab', { name: 'Films and arms' }));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('heading', { name: 'Readers', level: 2 })).toBeVisible();
    await tabTo(page, page.getByRole('checkbox', { name: 'Dr. Ada Reader' }));
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Next: Summary and freeze' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
    await tabTo(page, page.getByLabel('Your passphrase'));
    await page.keyboard.type('another lantern altogether');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toBeVisible();
    await tabTo(page, page.getByLabel('Your passphrase'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type(SECRETS.passphrase);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Protocol SHA-256')).toBeVisible();
    await expectAccessible(page, 'a frozen study');
  });
  expect(errors).toEqual([]);
});
