import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { writePhantoms } from '../tools/phantoms.ts';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import {
  designAndFreeze,
  generateAndKeep,
  importFilms,
  SECRETS,
  setUpCoordinator,
} from './support/coordinator.ts';
import { answer, expectTitle, goOn, signReading } from './support/reading-room.ts';

const STUDY = 'Pilot';
const READER = 'Ada Reader';
const CASES = 4;
const FINGERPRINT = /([0-9a-f]{4} ){7}[0-9a-f]{4}/;

const running: RunningWorkstation[] = [];
test.afterEach(async () => {
  for (const station of running.splice(0)) await killWorkstation(station);
});

async function launch(userData: string): Promise<RunningWorkstation> {
  const station = await launchWorkstation({ userData, size: { width: 1280, height: 800 } });
  running.push(station);
  return station;
}

test('two workstations: a package goes out, is read at the other, and the readings come back', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-packages-'));
  const stick = path.join(folder, 'stick');
  mkdirSync(stick);
  mkdirSync(path.join(folder, 'films'));
  const home = await launch(path.join(folder, 'home'));
  // Of a patient each, which the first of the public films are not.
  const { films, labels } = await writePhantoms(path.join(folder, 'films'), CASES / 2);
  let key = '';

  await test.step('the coordinator freezes a study and writes a package', async () => {
    const { page } = home;
    await setUpCoordinator(page, 'Cora');
    await importFilms(home, films, labels);
    await page.getByRole('button', { name: 'Close the report' }).click();
    await generateAndKeep(page, {
      prompt: '72 year old female. AP chest radiograph. Pulmonary edema.',
      images: CASES / 2,
      steps: 2,
      seed: 1000,
    });
    await designAndFreeze(page, { name: STUDY, readers: [READER] });
    await page.getByRole('tab', { name: 'Packages' }).click();
    await page.getByRole('checkbox', { name: READER }).check();
    await answerDialogs(home.electron, { open: [stick] });
    await page.getByRole('button', { name: 'Write 1 package …' }).click();
    await expect(page.getByText(`Written to ${stick}`)).toBeVisible();
    key = FINGERPRINT.exec((await page.getByText('Your key: ').textContent()) ?? '')?.[0] ?? 'none';
    await expectAccessible(page, 'packages out');
  });

  const [file = ''] = readdirSync(stick);
  const away = await launch(path.join(folder, 'away'));
  await test.step('the reader opens it at another workstation, compares the key and takes it over', async () => {
    const { page } = away;
    await answerDialogs(away.electron, { open: [path.join(stick, file)] });
    await page.getByRole('button', { name: 'Open a package …' }).click();
    const dialog = page.getByRole('dialog', { name: 'A package to read' });
    await expect(dialog.getByText(READER)).toBeVisible();
    await expect(dialog.getByText(key)).toBeVisible();
    await expectAccessible(page, 'a package to read');
    await dialog.getByRole('button', { name: 'Take it over' }).click();
    const form = page.getByRole('form', { name: READER });
    await expect(form).toBeVisible();
    for (const field of await form.locator('input').all()) await field.fill(SECRETS.pin);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start' }).click();
  });

  await test.step('reads every case, signs, and writes the readings', async () => {
    const { page } = away;
    await expectTitle(page, 'Begin the reading');
    await page.keyboard.press('Enter');
    for (let position = 1; position <= CASES; position += 1) {
      await expectTitle(page, `Case ${position} of ${CASES}`);
      await answer(page, [
        ['realism', String(position)],
        ['realOrSynthetic', 's'],
        ['confidence', '5'],
        ['reasons', 't'],
      ]);
      await goOn(page, /^Lock and show the text/);
      await answer(page, [['alignment', '3']]);
      await goOn(page, position < CASES ? /^Save, next case/ : /^Save the last case/);
    }
    await signReading(page);
    await answerDialogs(away.electron, { save: path.join(stick, 'ada.readings') });
    await page.getByRole('button', { name: `Write the readings of ${STUDY} …` }).click();
    await expect(page.getByText(/^ada\.readings is written, with \d+ entries/)).toBeVisible();
  });

  await test.step('the coordinator takes them in, twice, with a receipt', async () => {
    const { page } = home;
    await answerDialogs(home.electron, { open: [path.join(stick, 'ada.readings')] });
    await page.getByRole('button', { name: 'Take readings in …' }).click();
    const taken = page.getByRole('table', { name: 'What became of each file' });
    await expect(taken.getByText(/^Ada Reader, “Pilot”: \d+ new rows/)).toBeVisible();
    expect(existsSync(path.join(stick, 'ada.receipt.json'))).toBe(true);
    await page.getByRole('button', { name: 'Take readings in …' }).click();
    await expect(taken.getByText(/all \d+ rows were here already/)).toBeVisible();
    await expectAccessible(page, 'readings in');
    await page.getByRole('tab', { name: 'Readers' }).click();
    await expect(page.getByText(`${CASES} of ${CASES}`)).toBeVisible();
  });
});
