import { expect, type Page } from '@playwright/test';
import { signReading } from './reading-room.ts';

/** What a reader enters for one case. */
export interface Entry {
  readonly realism: number;
  readonly verdict: 'real' | 'synthetic';
  readonly confidence: number;
  readonly alignment: number;
}

/** Entries that differ from case to case and from reader to reader, so that a mix-up would show. */
export function entryOf(reader: number, position: number): Entry {
  const mixed = (reader * 7 + position * 3) % 5;
  return {
    realism: 1 + mixed,
    verdict: (reader + position) % 3 === 0 ? 'real' : 'synthetic',
    confidence: 1 + ((mixed + position) % 5),
    alignment: 1 + ((2 * position + reader) % 5),
  };
}

/** From the list of studies to the first case of a study without gates. */
export async function beginReading(page: Page, cases: number): Promise<void> {
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('heading', { name: 'Begin the reading' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Case 1 of ${cases}` })).toBeVisible();
}

/** A reader presses a key when the question is marked as the one that keys answer. */
async function expectKeysActOn(page: Page, item: string): Promise<void> {
  await expect(page.locator(`[data-item="${item}"][data-current="true"]`)).toBeVisible();
}

/** Answers the realism stage from the keyboard and locks it; the text has then appeared. */
export async function readRealism(page: Page, position: number, total: number, entry: Entry): Promise<void> {
  await expect(page.getByRole('heading', { name: `Case ${position} of ${total}` })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Text' })).toBeHidden();
  await expectKeysActOn(page, 'realism');
  await page.keyboard.press(String(entry.realism));
  await page.keyboard.press(entry.verdict === 'real' ? 'r' : 's');
  await page.keyboard.press(String(entry.confidence));
  await expect(page.getByRole('button', { name: /^Lock and show the text/ })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Text' })).toBeVisible();
}

/** Answers the alignment stage from the keyboard and goes on. */
export async function readAlignment(page: Page, entry: Entry): Promise<void> {
  await expectKeysActOn(page, 'alignment');
  await page.keyboard.press(String(entry.alignment));
  await expect(page.getByRole('button', { name: /^Save/ })).toBeEnabled();
  await page.keyboard.press('Enter');
}

/** Signs a study that is read, and goes back to the sign-in. */
export async function signAndLeave(page: Page): Promise<void> {
  await signReading(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Who is at this workstation?' })).toBeVisible();
}
