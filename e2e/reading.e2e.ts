import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Answers } from '../src-core/study/answers.ts';
import type { ProtocolInput } from '../src-core/study/protocol.ts';
import type { SessionEvent } from '../src-core/study/session-events.ts';
import type { FrozenStudy } from '../src-main/app/testing/frozen-study.ts';
import { plainStudy, sideBySideStudy } from '../src-main/app/testing/test-designs.ts';
import { killWorkstation, launchWorkstation, type RunningWorkstation } from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import { eventsOfFirstReader, freezeStudy } from './support/frozen-study.ts';
import { answer, expectTitle, goOn, openReading, signReading } from './support/reading-room.ts';
import { withPreset } from './support/reading-studies.ts';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

const READER = 'Ada';

interface Opened {
  readonly userData: string;
  readonly study: FrozenStudy;
}

/** A workstation with one frozen study of one reader, at the reader's first step. */
async function openStudy(protocol: ProtocolInput): Promise<Opened> {
  const userData = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-reading-')), 'data');
  const study = await freezeStudy(userData, protocol);
  station = await launchWorkstation({ userData, size: { width: 1280, height: 800 } });
  await openReading(station.page, READER, 'Start');
  await expectTitle(station.page, 'Begin the reading');
  await station.page.keyboard.press('Enter');
  return { userData, study };
}

type Locked = Extract<SessionEvent, { type: 'stage-locked' }>;

/** What was committed, once the program has been closed. */
async function lockedStages({ userData, study }: Opened): Promise<Locked[]> {
  await station.electron.close();
  const events = await eventsOfFirstReader(userData, study);
  return events.filter((event) => event.type === 'stage-locked');
}

test('single film, default instrument: realism is locked before the text; times, trace and signature are kept', async () => {
  const opened = await openStudy(plainStudy(4));
  const { page } = station;
  for (let position = 1; position <= 4; position += 1) {
    await expectTitle(page, `Case ${position} of 4`);
    await expect(page.getByRole('region', { name: 'Text' })).toBeHidden();
    if (position === 1) await expectAccessible(page, 'a film alone');
    if (position === 2) for (const key of ['+', '+', 'i', 'End']) await page.keyboard.press(key);
    await answer(page, [
      ['realism', String(position)],
      ['realOrSynthetic', 's'],
      ['confidence', '5'],
      ['reasons', 'tn'],
    ]);
    await goOn(page, /^Lock and show the text/);
    await expect(page.getByRole('region', { name: 'Text' })).toContainText('Report plain');
    await expect(page.getByRole('region', { name: 'Locked' })).toContainText('Texture, Noise');
    if (position === 1) await expectAccessible(page, 'a film with its text');
    await answer(page, [['alignment', '3']]);
    await goOn(page, position < 4 ? /^Save, next case/ : /^Save the last case/);
  }
  await signReading(page);
  const stages = await lockedStages(opened);
  expect(stages.filter(({ stage }) => stage === 'realism').map(({ answers }) => answers)).toEqual(
    [1, 2, 3, 4].map(
      (realism): Answers => ({
        realism,
        realOrSynthetic: 'synthetic',
        confidence: 5,
        reasons: ['texture', 'noise'],
      }),
    ),
  );
  for (const { timing, trace } of stages) {
    expect(timing.readingTimeMs).toBeGreaterThan(0);
    expect(timing.firstInteractionMs).toBeLessThanOrEqual(timing.readingTimeMs ?? 0);
    // Every trace begins with the view that the stage began with.
    expect(trace?.slice(0, 2).map(({ kind }) => kind)).toEqual(['window', 'zoom']);
  }
  const second = stages[2]?.trace ?? [];
  expect(second.map(({ kind }) => kind)).toContain('invert');
  expect(second.filter(({ kind }) => kind === 'zoom').at(-1)).toMatchObject({ scale: 1 });
});

test('pair: two films at once, the chosen one outlined, by the keys 1 and 2', async () => {
  const opened = await openStudy(sideBySideStudy(2, 3));
  const { page } = station;
  for (let position = 1; position <= 3; position += 1) {
    await expectTitle(page, `Case ${position} of 3`);
    await expect(page.locator('.read-panes[data-painted="true"] .read-pane')).toHaveCount(2);
    await answer(page, [['choice', '2']]);
    await expect(page.locator('[data-film="2"]')).toHaveAttribute('data-chosen', 'true');
    if (position === 1) await expectAccessible(page, 'a pair');
    // Page Down: the other film is in use, and its view alone is inverted.
    if (position === 1) for (const key of ['PageDown', 'i']) await page.keyboard.press(key);
    await answer(page, [['confidence', String(position)]]);
    await goOn(page, /^Save/);
  }
  await signReading(page);
  const stages = await lockedStages(opened);
  expect(stages.map(({ answers }) => answers['choice'])).toEqual([2, 2, 2]);
  expect(stages[0]?.trace?.filter(({ kind }) => kind === 'invert')).toMatchObject([
    { film: 2, inverted: true },
  ]);
});

test('n-way: one real among four, one film large on demand', async () => {
  const opened = await openStudy(sideBySideStudy(4, 2));
  const { page } = station;
  for (const [position, film] of [
    [1, '3'],
    [2, '1'],
  ] as const) {
    await expectTitle(page, `Case ${position} of 2`);
    await expect(page.locator('.read-pane')).toHaveCount(4);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('*');
    await expect(page.locator('[data-film="2"]')).toHaveAttribute('data-large', 'true');
    await page.keyboard.press('*');
    await answer(page, [['choice', film]]);
    if (position === 1) await expectAccessible(page, 'a quartet');
    await answer(page, [['confidence', '4']]);
    await goOn(page, /^Save/);
  }
  await signReading(page);
  expect((await lockedStages(opened)).map(({ answers }) => answers['choice'])).toEqual([3, 1]);
});

test('alignment only: the text stands beside the film from the beginning', async () => {
  const opened = await openStudy(withPreset('alignment-only', plainStudy(2)));
  const { page } = station;
  for (const position of [1, 2]) {
    await expectTitle(page, `Case ${position} of 2`);
    await expect(page.getByRole('region', { name: 'Text' })).toBeVisible();
    await answer(page, [['alignment', '5']]);
    // Its letter leads into the comment; there, letters are letters.
    await page.keyboard.press('c');
    await expect(page.getByRole('textbox', { name: 'Comment' })).toBeFocused();
    await page.keyboard.type(`side ${position}?`);
    await goOn(page, /^Save/);
  }
  await signReading(page);
  expect((await lockedStages(opened)).map(({ answers }) => answers)).toEqual([
    { alignment: 5, comment: 'side 1?' },
    { alignment: 5, comment: 'side 2?' },
  ]);
});

test('after RoentMod: reasons are asked of unrealistic films alone, then whether the finding is there', async () => {
  const opened = await openStudy(withPreset('realism-and-inclusion', plainStudy(2)));
  const { page } = station;
  await expectTitle(page, 'Case 1 of 2');
  await answer(page, [['realistic', 'n']]);
  await answer(page, [['reasons', 'm']]);
  await goOn(page, /^Lock and show the text/);
  await answer(page, [['included', 'p']]);
  await goOn(page, /^Save, next case/);
  await expectTitle(page, 'Case 2 of 2');
  await answer(page, [['realistic', 'y']]);
  await expect(page.getByText('What decided it?')).toBeHidden();
  await goOn(page, /^Lock and show the text/);
  await answer(page, [['included', 't']]);
  await goOn(page, /^Save the last case/);
  await signReading(page);
  expect((await lockedStages(opened)).map(({ answers }) => answers)).toEqual([
    { realistic: 'no', reasons: ['markers'] },
    { included: 'present', comment: null },
    { realistic: 'yes', reasons: [] },
    { included: 'partly', comment: null },
  ]);
});
