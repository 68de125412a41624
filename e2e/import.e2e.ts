import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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
import { writeMultiFrame } from '../tools/support/multi-frame.ts';
import { expectAccessible } from './support/axe.ts';
import { goTo, setUpCoordinator } from './support/coordinator.ts';

let station: RunningWorkstation;
test.afterEach(() => killWorkstation(station));

/** Lets a file or folder fall onto the middle of the window as the system would: a trusted event with a real path. */
async function drop({ page }: RunningWorkstation, files: readonly string[]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', {
      type,
      x: width / 2,
      y: height / 2,
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
  }
}

test('a dropped folder: films come in, the rest is named, and a page cannot name a path', async () => {
  const base = mkdtempSync(path.join(tmpdir(), 'lightbox-drop-'));
  const folder = path.join(base, 'Röntgen\n2026');
  const { films } = await writePhantoms(path.join(folder, 'a'), 4, 1, 96);
  mkdirSync(path.join(folder, 'b'));
  writeFileSync(path.join(folder, 'b', 'frames.dcm'), writeMultiFrame(3));
  writeFileSync(path.join(folder, 'b', 'notes.txt'), 'no film');
  writeFileSync(path.join(folder, 'DICOMDIR'), 'no film either');
  writeFileSync(path.join(folder, '.hidden.png'), 'hidden');
  const state = (file: string) => [
    statSync(file).mtimeMs,
    createHash('sha256').update(readFileSync(file)).digest('hex'),
  ];
  const before = films.map(state);
  station = await launchWorkstation({ userData: path.join(base, 'data') });
  const { page, electron } = station;
  await setUpCoordinator(page, 'Cora');
  await goTo(page, 'Library');

  await test.step('a drop that a script makes up brings nothing', async () => {
    const answer = await page.evaluate(async () => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'passwd'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
      return window.lightbox.calls['library.chooseDropped']({});
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  });

  await test.step('a person’s drop opens the import', async () => {
    await drop(station, [folder]);
    // Four phantoms, their table, two files of b.
    await expect(page.getByText('7 files chosen')).toBeVisible();
    await expect(page.getByText('2 entries are left out')).toBeVisible();
    await expectAccessible(page, 'the import dialog');
    await page.getByRole('button', { name: 'Import 7 files' }).click();
    await expect(page.getByText('5 films imported')).toBeVisible();
    await expect(page.getByText('it is a text file, not a film (2 files)')).toBeVisible();
    await expect(page.getByText('it is hidden (its name begins with a dot) (1 file)')).toBeVisible();
    await expectAccessible(page, 'the report of a folder');
  });

  await test.step('other frames are chosen in the report, which is saved', async () => {
    await page.getByLabel('Frames of b/frames.dcm').fill('2-3');
    await page.getByRole('button', { name: 'Import these frames' }).click();
    await expect(page.getByText('2 imported, 0 already there, 0 refused')).toBeVisible();
    await page.getByRole('button', { name: 'Close the report' }).click();
    await expect(page.getByText('7 films', { exact: true })).toBeVisible();
    await drop(station, [folder]);
    await page.getByRole('button', { name: 'Import 7 files' }).click();
    await expect(page.getByText('5 files were in the library already')).toBeVisible();
    const target = path.join(base, 'report.csv');
    await answerDialogs(electron, { save: target });
    await page.getByRole('button', { name: 'Save the report as CSV …' }).click();
    await expect(page.getByText('Written: report.csv')).toBeVisible();
    const lines = readFileSync(target, 'utf8').trim().split('\r\n');
    expect(lines[0]).toBe('outcome,file,code,detail');
    expect(lines).toContain('refused,b/notes.txt,FILE_NOT_A_FILM,"it is a text file, not a film"');
    expect(lines.filter((line) => line.startsWith('already present,'))).toHaveLength(5);
  });

  expect(films.map(state)).toEqual(before);
});
