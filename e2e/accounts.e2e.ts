import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ReaderFilmId } from '../src-core/base/ids.ts';
import { writePackageFile } from '../src-main/files/archive/study-file.ts';
import { packageContent, testFilm } from '../src-main/files/archive/test-archives.ts';
import { createSigningKey, fingerprint } from '../src-main/keys/signing.ts';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, SECRETS, setUpCoordinator, signOut } from './support/coordinator.ts';
import { pressButton, tabTo } from './support/reading-room.ts';

const READER = 'Ada Reader';
const COORDINATOR = 'Cora';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

/** Chooses a person of the sign-in by the keyboard. */
async function choose(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function type(page: Page, secret: string): Promise<void> {
  await page.keyboard.type(secret);
  await page.keyboard.press('Enter');
}

test('people choose PIN and passphrase, are refused with wrong ones, and come back after a forgotten one', async () => {
  station = await launchWorkstation({
    userData: path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-accounts-')), 'data'),
  });
  const { page } = station;

  await test.step('the first coordinator chooses a passphrase, and no short one', async () => {
    await page.getByLabel('Your name').fill(COORDINATOR);
    await page.getByLabel('New passphrase').fill('too short');
    await page.getByLabel('The same passphrase again').fill('too short');
    await expect(page.getByText('A passphrase has 12 characters or more.', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start as coordinator' })).toBeDisabled();
    await expect(page.getByText('Nobody can recover a lost passphrase')).toBeVisible();
    await expectAccessible(page, 'the first start, with a passphrase that is too short');
    await setUpCoordinator(page, COORDINATOR);
    await page.evaluate((name) => window.lightbox.calls['readers.create']({ name }), READER);
    await signOut(page);
  });

  await test.step('a reader chooses a PIN at the first sign-in', async () => {
    await choose(page, READER);
    await page.keyboard.type(SECRETS.pin);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('246811');
    await expect(page.getByText('The two are not the same.')).toBeVisible();
    await expectAccessible(page, 'the choice of a PIN');
    await page.keyboard.press('Backspace');
    await type(page, '0');
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
  });

  await test.step('a wrong PIN is refused; after five of them the account has to wait', async () => {
    await choose(page, READER);
    await type(page, '000000');
    await expect(page.getByText('This PIN is wrong. Type it again.')).toBeVisible();
    await expectAccessible(page, 'a wrong PIN');
    // The field is selected, so that the next PIN replaces the wrong one.
    await type(page, SECRETS.pin);
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    await choose(page, READER);
    for (let wrong = 1; wrong <= 5; wrong += 1) {
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await type(page, `00000${wrong}`);
      await expect(
        page.getByText(wrong < 5 ? 'This PIN is wrong' : /^After 5 wrong tries: wait 1\d s/),
      ).toBeVisible();
      await expect(page.getByLabel('PIN', { exact: true })).toBeFocused();
    }
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: READER, exact: true })).toBeFocused();
  });

  const passphrase = 'a long walk along the shore';
  await test.step('the coordinator lets the reader choose again, and changes the own passphrase', async () => {
    await choose(page, COORDINATOR);
    await type(page, SECRETS.passphrase);
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: `Reset the PIN of ${READER} …` }).press('Enter');
    await page.getByLabel('Reason (goes into the audit log)').fill('forgotten over the summer');
    await page.getByRole('button', { name: 'Reset the PIN', exact: true }).press('Enter');
    await expect(page.getByText('chooses a PIN at the next sign-in')).toBeVisible();
    await page.getByRole('button', { name: 'Change the passphrase …' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The present one').fill('not the passphrase');
    await dialog.getByLabel('New passphrase').fill(passphrase);
    await dialog.getByLabel('The same passphrase again').fill(passphrase);
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('This passphrase is wrong. Type it again.')).toBeVisible();
    await expectAccessible(page, 'the change of a passphrase');
    await dialog.getByLabel('The present one').fill(SECRETS.passphrase);
    await page.keyboard.press('Enter');
    await expect(page.getByText('The passphrase is changed.')).toBeVisible();
    await goTo(page, 'Audit');
    await expect(page.getByText('forgotten over the summer')).toBeVisible();
    await signOut(page);
  });

  await test.step('both come in with what they chose last', async () => {
    await choose(page, COORDINATOR);
    await type(page, passphrase);
    await expect(page.getByRole('navigation')).toBeVisible();
    await signOut(page);
    await choose(page, READER);
    await page.keyboard.type('13579086');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await type(page, '13579086');
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  });
});

test('a reader opens a package at a workstation without a coordinator, compares the key, and reads', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-package-'));
  const coordinator = createSigningKey();
  const good = path.join(folder, 'pilot-ada.lightbox');
  await writePackageFile(good, packageContent(), coordinator);
  const bytes = readFileSync(good);
  // The last byte of the last film, before the archive's table of contents.
  const last = bytes.lastIndexOf(Buffer.from(testFilm('film-t1' as ReaderFilmId)));
  expect(last).toBeGreaterThan(0);
  bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
  const altered = path.join(folder, 'altered.lightbox');
  writeFileSync(altered, bytes);

  station = await launchWorkstation({ userData: path.join(folder, 'data') });
  const { electron, page } = station;
  await expect(page.getByLabel('Your name')).toBeVisible();

  await test.step('one flipped byte is refused, by the name of the film', async () => {
    await answerDialogs(electron, { open: [altered] });
    await pressButton(page, 'Open a package …');
    await expect(page.getByRole('alert')).toContainText('films/film-t1.raw');
    await pressButton(page, 'Close');
  });

  await test.step('what is in a package stands there before it is taken over', async () => {
    await answerDialogs(electron, { open: [good] });
    await pressButton(page, 'Open a package …');
    const dialog = page.getByRole('dialog', { name: 'A package to read' });
    await expect(dialog.getByRole('row', { name: 'Study' })).toContainText('Pilot');
    await expect(dialog.getByRole('row', { name: 'Reader' })).toContainText('Ada');
    await expect(dialog.getByText(fingerprint(coordinator.publicKey))).toBeVisible();
    await expectAccessible(page, 'a package before it is taken over');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: 'Ada', exact: true })).toHaveCount(0);
    await pressButton(page, 'Open a package …');
    await expect(dialog.getByRole('button', { name: 'Take it over' })).toBeFocused();
    await page.keyboard.press('Enter');
  });

  await test.step('its reader chooses a PIN at once, and finds the study', async () => {
    await expect(page.getByRole('heading', { name: 'Ada', level: 1 })).toBeVisible();
    await type(page, SECRETS.pin);
    for (const _tab of ['the eye', 'the second field']) await page.keyboard.press('Tab');
    await type(page, SECRETS.pin);
    await expect(page.getByRole('heading', { name: 'Pilot' })).toBeVisible();
    await pressButton(page, 'Change the PIN …');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await dialog.getByLabel('The present one').fill(SECRETS.pin);
    await dialog.getByLabel('New PIN').fill('13579086');
    await dialog.getByLabel('The same PIN again').fill('13579086');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The PIN is changed.')).toBeVisible();
  });

  await test.step('who has no coordinator there becomes it, to reset a forgotten PIN', async () => {
    await pressButton(page, 'Sign out');
    await pressButton(page, 'Become the coordinator here …');
    await expectAccessible(page, 'the making of a coordinator where there are readers');
    await setUpCoordinator(page, COORDINATOR);
    await goTo(page, 'Settings');
    await expect(page.getByRole('button', { name: 'Reset the PIN of Ada …' })).toBeVisible();
  });
});
