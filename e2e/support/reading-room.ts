import { expect, type Locator, type Page } from '@playwright/test';
import { SECRETS } from './coordinator.ts';

/** Goes from control to control until one has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('No press of Tab led there.');
}

/** Presses a button from the keyboard. */
export async function pressButton(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole('button', { name }).first());
  await page.keyboard.press('Enter');
}

/** Signs a reader in and opens the one study there is. */
export async function openReading(page: Page, reader: string, way: 'Start' | 'Continue'): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: reader, exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: reader })).toBeVisible();
  await page.keyboard.type(SECRETS.pin);
  await page.keyboard.press('Enter');
  await pressButton(page, way);
}

export async function expectTitle(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Presses keys one after the other, as soon as the marked question is the one they are meant for. */
export async function answer(page: Page, entries: readonly (readonly [item: string, keys: string])[]) {
  for (const [item, keys] of entries) {
    await expect(page.locator(`[data-item="${item}"][data-current="true"]`)).toBeVisible();
    for (const key of keys) await page.keyboard.press(key);
  }
}

/** Enter, once the button that says what comes next can be pressed. */
export async function goOn(page: Page, label: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name: label });
  await expect(button).toBeEnabled();
  await page.keyboard.press('Enter');
}

/** From the end of the reading to the signature under it, and to the list of studies. */
export async function signReading(page: Page): Promise<void> {
  await expectTitle(page, 'Sign the reading');
  await expect(page.getByLabel('Your PIN')).toBeFocused();
  await page.keyboard.type(SECRETS.pin);
  await page.keyboard.press('Enter');
  await expectTitle(page, 'This study is complete. Thank you.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Complete and signed. Thank you.')).toBeVisible();
}
