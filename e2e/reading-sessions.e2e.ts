import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { eventsOfFirstReader, freezeStudy } from './support/frozen-study.ts';
import {
  answer,
  expectTitle,
  goOn,
  openReading,
  pressButton,
  signReading,
  tabTo,
} from './support/reading-room.ts';
import { everythingStudy, ofSize } from './support/reading-studies.ts';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

/** The display gate, by Tab and the keys of its fields. */
async function passDisplayCheck(page: Page): Promise<void> {
  await expectTitle(page, 'Look at the display first');
  for (const group of [/black patch/, /white patch/]) {
    await tabTo(page, page.getByRole('radiogroup', { name: group }).getByLabel('Yes'));
    await page.keyboard.press('Space');
  }
  await tabTo(page, page.getByRole('textbox', { name: /read\?.* on black/ }));
  await page.keyboard.type('QUALITYCON');
  await tabTo(page, page.getByLabel('dark'));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByLabel('Viewing distance (cm)'));
  await page.keyboard.type('60');
  await pressButton(page, /^Note this and go on/);
}

/** A film alone: realism, verdict, confidence, and every finding. */
async function judgeFilm(page: Page, realism: string): Promise<void> {
  await answer(page, [
    ['realism', realism],
    ['realOrSynthetic', 's'],
    ['confidence', '3'],
    ['reasons', 't'],
  ]);
  // The letter of a finding: present; then the rest at once.
  await page.keyboard.press('e');
  await pressButton(page, /left: absent/);
}

async function passGates(page: Page): Promise<void> {
  await expectTitle(page, 'Session 1 of 3');
  await expectAccessible(page, 'a session to begin');
  await page.keyboard.press('Enter');
  await expectTitle(page, 'Look at the display first');
  await expectAccessible(page, 'the display check');
  await passDisplayCheck(page);
  await expectTitle(page, 'Instructions');
  await expect(page.getByText('Judge each film.')).toBeVisible();
  await page.keyboard.press('Enter');
}

async function train(page: Page): Promise<void> {
  for (const [attempt, realism] of [
    [1, '5'],
    [2, '1'],
  ] as const) {
    for (const position of [1, 2]) {
      await expectTitle(page, `Training ${position} of 2`);
      await expect(page.getByText(`attempt ${attempt} of 2`)).toBeVisible();
      await judgeFilm(page, realism);
      await goOn(page, /^Check the answers/);
      const feedback = page.getByRole('region', { name: 'What was expected' });
      await expect(feedback).toContainText(attempt === 1 ? '✗ Wrong' : '✓ Right');
      await expect(feedback).toContainText('Look at the ribs.');
      if (attempt === 1 && position === 1) await expectAccessible(page, 'the feedback of a training case');
      await page.keyboard.press('Enter');
    }
  }
}

async function markPauseAndGoBack(page: Page): Promise<void> {
  await expectTitle(page, /^Case 1 of/);
  await judgeFilm(page, '2');
  for (const key of ['p', 'ArrowRight', 'ArrowUp', 'Enter', 'ArrowDown']) await page.keyboard.press(key);
  for (const key of ['ArrowLeft', 'ArrowDown']) await page.keyboard.press(`Shift+${key}`);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-mark]')).toHaveCount(2);
  // The first mark: moved by one pixel of the film, then commented; the second one is taken away again.
  for (const key of ['Tab', 'Control+ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.type('fused ribs');
  for (const key of ['Enter', 'Tab', 'Delete']) await page.keyboard.press(key);
  await expect(page.locator('[data-mark]')).toHaveCount(1);
  await expectAccessible(page, 'marks on a film');
  for (const key of ['Escape', 'Escape']) await page.keyboard.press(key);
  await expectTitle(page, 'Paused');
  await expect(page.getByRole('region', { name: 'Film' })).toBeHidden();
  await expectAccessible(page, 'a pause');
  await page.keyboard.press('Escape');
  await goOn(page, /^Save, next case/);
  await expectTitle(page, /^Case 2 of/);
  await page.keyboard.press('4');
  await page.keyboard.press('Shift+Backspace');
  await expectTitle(page, /^Back at case 1 of/);
  await expect(page.getByRole('radio', { name: '2, Slightly', exact: true })).toBeChecked();
  await answer(page, [['realism', '3']]);
  await goOn(page, /^Save the change/);
  await expectTitle(page, /^Case 2 of/);
  // What was entered before going back is still there.
  await expect(page.getByRole('radio', { name: '4, Very', exact: true })).toBeChecked();
}

async function readFilms(page: Page): Promise<void> {
  for (const session of [1, 2]) {
    if (session === 2) {
      await expectTitle(page, 'Session 2 of 3');
      await page.keyboard.press('Enter');
      await passDisplayCheck(page);
    }
    await expectTitle(page, session === 1 ? /^Case 2 of/ : /^Case 1 of/);
    const heading = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    const total = Number(/of (\d+)/.exec(heading)?.[1]);
    for (let position = session === 1 ? 2 : 1; position <= total; position += 1) {
      await expectTitle(page, `Case ${position} of ${total}`);
      if (session === 1 && position === 2) await page.keyboard.press('Backspace');
      await judgeFilm(page, '4');
      await pressButton(page, position < total ? /^Save, next case/ : /^Save the last case/);
    }
    await expectTitle(page, `All cases of session ${session} of 3 are read`);
    await page.keyboard.press('Enter');
  }
}

async function readTexts(page: Page): Promise<void> {
  await expectTitle(page, 'Session 3 of 3');
  await page.keyboard.press('Enter');
  await passDisplayCheck(page);
  for (const position of [1, 2, 3, 4]) {
    await expectTitle(page, `Case ${position} of 4`);
    await answer(page, [['alignment', '4']]);
    await goOn(page, /^Save/);
  }
  await expectTitle(page, 'All cases of session 3 of 3 are read');
  await page.keyboard.press('Enter');
  await expectTitle(page, 'A few questions');
  await expect(page.getByRole('textbox', { name: 'Did you notice anything?' })).toBeFocused();
  await expectAccessible(page, 'the questionnaire');
  await page.keyboard.type('Letters at the border');
  await page.keyboard.press('Enter');
  await signReading(page);
  await expectAccessible(page, 'the list of studies');
}

test('two sessions with gates, training, marks, going back, pauses; a second phase with a questionnaire; the signature', async () => {
  const userData = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-reading-')), 'data');
  const study = await freezeStudy(userData, ofSize(64, everythingStudy()));
  station = await launchWorkstation({ userData, size: { width: 1280, height: 800 } });
  const { page } = station;
  await openReading(page, 'Ada', 'Start');
  await test.step('the gates of the first session', () => passGates(page));
  await test.step('training: not passed at first, then passed', () => train(page));
  await test.step('marks on the film by keys, a pause, and going back', () => markPauseAndGoBack(page));
  await test.step('the rest of both sessions', () => readFilms(page));
  await test.step('the phase with the text, its questionnaire, the signature', () => readTexts(page));

  await station.electron.close();
  const events = await eventsOfFirstReader(userData, study);
  const ofType = <Type extends (typeof events)[number]['type']>(type: Type) =>
    events.filter((event): event is Extract<(typeof events)[number], { type: Type }> => event.type === type);
  expect(ofType('gate-passed').map(({ gate }) => gate)).toEqual([
    'display-check',
    'instructions',
    'display-check',
    'display-check',
  ]);
  expect(ofType('gate-passed')[0]?.details).toMatchObject({
    fivePercentSeen: true,
    lettersOnBlack: 'QUALITYCON',
    roomLight: 'dark',
    viewingDistanceCm: 60,
  });
  expect(ofType('training-locked')).toHaveLength(4);
  const [first] = ofType('stage-locked');
  // From the middle of 64 pixels: a step of an arrow is a whole number of pixels; one less by Ctrl.
  const places = first?.answers['places'];
  expect(places).toMatchObject([{ shape: 'point', film: 1, comment: 'fused ribs' }]);
  expect(first?.timing.awayMs).toBeGreaterThan(0);
  expect(ofType('revised').map(({ answers }) => answers['realism'])).toEqual([3]);
  expect(ofType('questionnaire-submitted').map(({ answers }) => answers)).toEqual([
    { noticed: 'Letters at the border' },
  ]);
  expect(ofType('signed')).toHaveLength(1);
});
