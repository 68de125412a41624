import { expect, type Page } from '@playwright/test';
import { signOut } from './coordinator.ts';
import { answer, expectTitle, goOn, signReading } from './reading-room.ts';

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
  await expectTitle(page, 'Begin the reading');
  await page.keyboard.press('Enter');
  await expectTitle(page, `Case 1 of ${cases}`);
}

/** Answers the realism stage from the keyboard and locks it; the text has then appeared. */
export async function readRealism(page: Page, position: number, total: number, entry: Entry): Promise<void> {
  await expectTitle(page, `Case ${position} of ${total}`);
  await expect(page.getByRole('region', { name: 'Text' })).toBeHidden();
  await answer(page, [
    ['realism', String(entry.realism)],
    ['realOrSynthetic', entry.verdict === 'real' ? 'r' : 's'],
    ['confidence', String(entry.confidence)],
  ]);
  await goOn(page, /^Lock and show the text/);
  await expect(page.getByRole('region', { name: 'Text' })).toBeVisible();
}

/** Answers the alignment stage from the keyboard and goes on. */
export async function readAlignment(page: Page, entry: Entry): Promise<void> {
  await answer(page, [['alignment', String(entry.alignment)]]);
  await goOn(page, /^Save/);
}

/** Signs a study that is read, and goes back to the sign-in. */
export async function signAndLeave(page: Page): Promise<void> {
  await signReading(page);
  await signOut(page);
}
