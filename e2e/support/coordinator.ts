import { expect, type Page } from '@playwright/test';
import { answerDialogs, type RunningWorkstation } from '../../tools/support/launch.ts';

/** What people sign in with in the stories. */
export const SECRETS = { passphrase: 'quiet lantern in the north', pin: '246810' } as const;

export async function setUpCoordinator(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('New passphrase').fill(SECRETS.passphrase);
  await page.getByLabel('The same passphrase again').fill(SECRETS.passphrase);
  await page.getByRole('button', { name: 'Start as coordinator' }).click();
  await expect(page.getByRole('heading', { name: 'Compose', level: 1 })).toBeVisible();
}

/** Signs in, choosing PIN or passphrase where there is none yet. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  const form = page.getByRole('form', { name });
  await expect(form).toBeVisible();
  const asked = (await form.locator('label').first().textContent()) ?? '';
  const secret = /passphrase/i.test(asked) ? SECRETS.passphrase : SECRETS.pin;
  for (const field of await form.locator('input').all()) await field.fill(secret);
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Who is at this workstation?' })).toBeVisible();
}

export async function goTo(page: Page, section: string): Promise<void> {
  await page.getByRole('link', { name: section, exact: true }).click();
  await expect(page.getByRole('heading', { name: section, level: 1 })).toBeVisible();
}

export async function importFilms(
  { electron, page }: RunningWorkstation,
  films: readonly string[],
  labels: string,
): Promise<void> {
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Import films …' }).first().click();
  await answerDialogs(electron, { open: films });
  await page.getByRole('button', { name: 'Choose files …' }).click();
  await expect(page.getByText(`${films.length} files chosen`)).toBeVisible();
  await answerDialogs(electron, { open: [labels] });
  await page.getByRole('button', { name: 'Choose a CSV table …' }).click();
  await expect(page.getByText('Labels from labels.csv')).toBeVisible();
  await page.getByRole('button', { name: `Import ${films.length} files` }).click();
}

export interface Generation {
  readonly prompt: string;
  readonly images: number;
  readonly steps: number;
  readonly seed: number;
}

/** Generates through the compose screen and keeps every film of the job from the keyboard. */
export async function generateAndKeep(page: Page, generation: Generation): Promise<void> {
  await goTo(page, 'Compose');
  await page.getByLabel('Prompt, as the model gets it').fill(generation.prompt);
  await page.getByLabel('Images', { exact: true }).fill(String(generation.images));
  await page.getByLabel('Steps', { exact: true }).fill(String(generation.steps));
  await page.getByLabel('Seed', { exact: true }).fill(String(generation.seed));
  await page.keyboard.press('Control+Enter');
  const films = page.getByLabel('Generated films');
  await expect(films.getByRole('option')).toHaveCount(generation.images, { timeout: 240_000 });
  await films.getByRole('option').first().click();
  for (let image = 0; image < generation.images; image += 1) {
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowRight');
  }
  await expect(films.getByText('Kept')).toHaveCount(generation.images);
}

export interface StudyPlan {
  readonly name: string;
  readonly readers: readonly string[];
}

/** Makes a study of the default preset with all kept synthetic and all real films, and freezes it. */
export async function designAndFreeze(page: Page, plan: StudyPlan): Promise<void> {
  await newStudy(page, plan.name);
  await chooseAllFilms(page);
  await openSection(page, 'Readers');
  await addReaders(page, plan.readers);
  await freeze(page);
}

/** A new draft from a preset, by its name; without one from the default. */
export async function newStudy(page: Page, name: string, preset?: string): Promise<void> {
  await goTo(page, 'Studies');
  await page.getByRole('button', { name: 'New study …' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name (readers see it: keep it neutral)').fill(name);
  if (preset !== undefined) await dialog.getByRole('radio', { name: preset }).check();
  await dialog.getByRole('button', { name: 'Create the draft' }).click();
  await expect(page.getByRole('tab', { name: 'Films and arms' })).toBeVisible();
}

export async function openSection(page: Page, section: string): Promise<void> {
  await page.getByRole('tab', { name: section }).click();
  await expect(page.getByRole('heading', { name: section, level: 2 })).toBeVisible();
}

/** Ticks every film that can be read; images of one prompt and films of one patient are declared as clusters. */
export async function chooseAllFilms(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Choose all \d+ shown/ }).click();
  for (const name of ['Declare prompts as clusters', 'Declare patients as clusters']) {
    const declare = page.getByRole('button', { name });
    if (await declare.isVisible()) await declare.click();
    await expect(declare).toBeHidden();
  }
}

export async function addReaders(page: Page, readers: readonly string[]): Promise<void> {
  for (const reader of readers) {
    await page.getByLabel('Name of a new reader').fill(reader);
    await page.getByRole('button', { name: 'Add the reader' }).click();
    await expect(page.getByRole('checkbox', { name: reader })).toBeChecked();
  }
}

/** Freezes the open draft, in whose way nothing may stand. */
export async function freeze(page: Page): Promise<void> {
  await openSection(page, 'Summary and freeze');
  await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
  await page.getByLabel('Your passphrase').fill(SECRETS.passphrase);
  await page.getByRole('button', { name: 'Freeze the study' }).click();
  await expect(page.getByText('Protocol SHA-256')).toBeVisible();
}

/** Opens a study, closes and unblinds it with a reason and shows its readings. */
export async function unblind(page: Page, study: string, reason: string): Promise<void> {
  await goTo(page, 'Studies');
  await page.getByRole('link', { name: study }).click();
  await page.getByRole('button', { name: 'Close the reading …' }).click();
  await page.getByLabel('Reason (goes into the audit log)').fill(reason);
  await page.getByRole('dialog').getByRole('button', { name: 'Close the reading' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Unblind …' }).click();
  await page.getByLabel('Reason (goes into the audit log)').fill(reason);
  await page.getByLabel('Your passphrase').fill(SECRETS.passphrase);
  await page.getByRole('button', { name: 'Unblind for good' }).click();
  await page.getByRole('button', { name: 'Open the results' }).click();
  await page.getByRole('tab', { name: 'Readings' }).click();
  await page.getByRole('button', { name: 'Show the results' }).click();
  await expect(page.getByRole('heading', { name: 'Summary' })).toBeVisible();
}
