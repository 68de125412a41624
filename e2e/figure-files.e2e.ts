import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { setUpCoordinator } from './support/coordinator.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-figures-'));
let station: RunningWorkstation;
test.beforeAll(async () => {
  station = await launchWorkstation({ userData: path.join(folder, 'data') });
  await setUpCoordinator(station.page, 'Cora');
});
test.afterAll(() => killWorkstation(station));

/** Three readers, twenty cases, ratings that follow the truth with a case in five the other way. */
function table(): string {
  const rows = ['A', 'B', 'C'].flatMap((reader, index) =>
    Array.from({ length: 20 }, (_, number) => {
      const truth = number % 2;
      const turned = (number + index) % 5 === 0;
      return `${reader},case ${number},model,${truth},${(truth === 1) === turned ? 2 : 4}`;
    }),
  );
  return ['reader,case,arm,truth,rating', ...rows].join('\n');
}

test("the bundled worker finds the figures' typeface and renderer, and the window shows what it draws", async () => {
  const { electron, page } = station;
  const csv = path.join(folder, 'ratings.csv');
  writeFileSync(csv, table());
  await answerDialogs(electron, { open: [csv] });
  const analysed = await page.evaluate(async () => {
    const { calls } = window.lightbox;
    const chosen = await calls['analysis.chooseFile']({});
    if (!chosen.ok || chosen.value === null) throw new Error('no file was chosen');
    return calls['analysis.file']({
      fileToken: chosen.value.fileToken,
      columns: {},
      scale: null,
      threshold: null,
      chance: 0.5,
      margin: null,
      settings: { level: 0.95, replicates: 100, seed: 1 },
    });
  });
  if (!analysed.ok) throw new Error(analysed.error.message);
  const { analysisId, figures } = analysed.value;
  expect(figures.length).toBeGreaterThan(2);

  const sizes = await page.evaluate(
    (drawings) =>
      Promise.all(
        drawings.map(async (svg) => {
          const picture = new Image();
          picture.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
          await picture.decode();
          return picture.naturalWidth;
        }),
      ),
    figures.map(({ svg }) => svg),
  );
  // 241 or 510 points, in pixels of 1/96 inch.
  for (const size of sizes) expect([321, 680]).toContain(size);

  for (const { figureId } of figures) {
    const file = path.join(folder, `${figureId}.png`);
    await answerDialogs(electron, { save: file });
    const saved = await page.evaluate((input) => window.lightbox.calls['analysis.saveFigure'](input), {
      analysisId,
      figureId,
      format: 'png',
      theme: 'print',
    } as const);
    if (!saved.ok || saved.value === null) throw new Error(`${figureId} was not saved`);
    const bytes = readFileSync(file);
    expect(saved.value.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    // 241 or 510 points of 1/72 inch, at 300 dpi.
    expect([1004, 2125]).toContain(decode(bytes).width);
  }
});
