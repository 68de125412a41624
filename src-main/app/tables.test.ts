import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableSeed } from '../../src-core/diffusion/table-seed.ts';
import { openTestApp, TEST_MODEL, type TestApp } from './testing/test-app.ts';
import { settled } from './testing/test-queue.ts';

const SETTINGS = {
  modelId: TEST_MODEL,
  provider: 'cpu' as const,
  negativePrompt: 'frame',
  guidanceRescale: 0,
  eta: 0.5,
  steps: 25,
  guidanceScale: 3,
  scheduler: 'ddim' as const,
  imagesPerRow: 2,
};

/** RoentGen-v2's columns, one row with a seed and settings of its own, and two rows that cannot be drawn. */
const TABLE = `dicom_id,gender,anchor_age,race,impression_short,prompt,seed,count,steps,scheduler
a1,M,48,WHITE,Pulmonary edema.,,,,,
b2,F,30,BLACK,Clear lungs.,,7,3,50,pndm
c3,X,61,ASIAN,Effusion.,,,,,
d4,F,30,BLACK,,,,,many,
e5,,,,,Cardiomegaly.,,,,
`;

function write(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-table-')), 'prompts.csv');
  writeFileSync(file, text);
  return file;
}

async function choose(test: TestApp, text = TABLE) {
  const session = await test.signIn('coordinator', 'Cora');
  test.dialogs.open = [write(text)];
  const table = await test.call(session, 'batches.chooseTable', {});
  return { session, table };
}

describe('a prompt table', () => {
  it('is shown with what can be drawn and with every row that cannot, by number and reason', async () => {
    const test = openTestApp();
    const { table } = await choose(test);
    expect(table).toMatchObject({
      fileName: 'prompts.csv',
      rows: 3,
      refusedRows: 2,
      needsBaseSeed: true,
      images: [
        { steps: null, imagesNamed: 0, rowsWithoutCount: 2 },
        { steps: 50, imagesNamed: 3, rowsWithoutCount: 0 },
      ],
    });
    expect(table?.preview.map(({ row, id, prompt, seed }) => [row, id, prompt, seed])).toEqual([
      [1, 'a1', '48 year old WHITE male. Pulmonary edema.', null],
      [2, 'b2', '30 year old BLACK female. Clear lungs.', 7],
      [5, 'e5', 'Cardiomegaly.', null],
    ]);
    expect(table?.refused.map(({ row, line, column }) => [row, line, column])).toEqual([
      [3, 4, 'gender'],
      [4, 5, 'steps'],
      [4, 5, 'prompt'],
    ]);
    await test.close();
  });

  it('is queued as one batch whose seeds are those of the command line, whatever rows are left out', async () => {
    const test = openTestApp();
    const { session, table } = await choose(test);
    const batch = await test.call(session, 'batches.enqueueTable', {
      tableId: table?.tableId ?? '',
      name: 'Pilot table',
      settings: SETTINGS,
      baseSeed: 100,
    });
    expect(batch).toMatchObject({ kind: 'table', name: 'Pilot table', images: 7 });
    await settled(test, session);
    const cells = await test.call(session, 'batches.cells', { batchId: batch.id, indexes: [0, 1, 2, 3] });
    expect(cells.map(({ row, films }) => [row?.row, films.map(({ seed }) => seed)])).toEqual([
      [1, [tableSeed(100, 1, 0), tableSeed(100, 1, 1)]],
      [2, [7, 8, 9]],
      [5, [tableSeed(100, 5, 0), tableSeed(100, 5, 1)]],
    ]);
    expect(cells[0]?.row).toEqual({
      row: 1,
      id: 'a1',
      carried: ['a1', 'M', '48', 'WHITE', 'Pulmonary edema.'],
    });
    const requests = test.ports.store.batches.jobs(batch.id, [0, 1]).map(({ job }) => job.request);
    expect(requests).toMatchObject([
      { steps: 25, scheduler: 'ddim', eta: 0.5, negativePrompt: 'frame' },
      // Eta belongs to DDIM alone.
      { steps: 50, scheduler: 'pndm', eta: 0, negativePrompt: 'frame' },
    ]);
    expect((await test.call(session, 'batches.get', { batchId: batch.id })).plan).toMatchObject({
      kind: 'table',
      baseSeed: 100,
      fileName: 'prompts.csv',
      refusedRows: 2,
    });
    await test.close();
  });

  it('without a base seed takes one that is drawn and recorded', async () => {
    const test = openTestApp();
    const { session, table } = await choose(test);
    const input = { tableId: table?.tableId ?? '', name: 'Table', settings: SETTINGS, baseSeed: null };
    const { id } = await test.call(session, 'batches.enqueueTable', input);
    // The test app's generator always draws 7.
    expect((await test.call(session, 'batches.get', { batchId: id })).plan).toMatchObject({ baseSeed: 7 });
    await test.close();
  });

  it('that names films by path leaves these rows to the command line', async () => {
    const test = openTestApp();
    const { table } = await choose(test, 'prompt,init_image,strength\nEdema.,film.png,0.5\nEffusion.,,\n');
    expect(table).toMatchObject({ rows: 1, refusedRows: 1, refused: [{ row: 1, column: 'init_image' }] });
    await test.close();
  });

  it('is refused as a whole where it is none, and forgotten when another is chosen', async () => {
    const test = openTestApp();
    const { session, table } = await choose(test);
    test.dialogs.open = [write('a,b\n1,2\n')];
    await expect(test.call(session, 'batches.chooseTable', {})).rejects.toMatchObject({
      code: 'CSV_INVALID',
    });
    test.dialogs.open = [path.join(tmpdir(), 'no-such.csv')];
    await expect(test.call(session, 'batches.chooseTable', {})).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    test.dialogs.open = [write('prompt\nEdema.\n')];
    await test.call(session, 'batches.chooseTable', {});
    const input = { tableId: table?.tableId ?? '', name: 'Table', settings: SETTINGS, baseSeed: 1 };
    await expect(test.call(session, 'batches.enqueueTable', input)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    test.dialogs.open = [];
    expect(await test.call(session, 'batches.chooseTable', {})).toBeNull();
    await test.close();
  });
});
