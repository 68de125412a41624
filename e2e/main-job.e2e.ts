import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import {
  answerDialogs,
  killWorkstation,
  launchWorkstation,
  type RunningWorkstation,
} from '../tools/support/launch.ts';
import { expectAccessible } from './support/axe.ts';
import {
  designAndFreeze,
  generateAndKeep,
  goTo,
  importFilms,
  setUpCoordinator,
  signIn,
  signOut,
  unblind,
} from './support/coordinator.ts';
import { sixRealFilms } from './support/films.ts';
import { beginReading, entryOf, readAlignment, readRealism, signAndLeave } from './support/reader.ts';
import { readTrace } from './support/trace.ts';

const PROMPT = '72 year old female. AP chest radiograph. Pulmonary edema and pleural effusion.';
const READERS = ['Ada Reader', 'Ben Reader'];
const CASES = 12;
const STUDY = 'Pilot';

let station: RunningWorkstation;

// A story that fails in the middle must not leave its window behind.
test.afterEach(() => killWorkstation(station));

test('a study from import to export: two readers, a kill in the middle, nothing lost, nothing told', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-e2e-'));
  const options = { userData: path.join(folder, 'data'), traceFile: path.join(folder, 'trace.jsonl') };
  const { films, labels } = await sixRealFilms();
  station = await launchWorkstation(options);
  const readerPages: string[] = [];
  const errors: string[] = [];
  const watch = ({ page }: RunningWorkstation): void => {
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
  };
  watch(station);

  await test.step('the coordinator imports films, generates, keeps, and freezes a study', async () => {
    await expectAccessible(station.page, 'the first start');
    await setUpCoordinator(station.page, 'Cora');
    await importFilms(station, films, labels);
    await expect(station.page.getByText('6 films imported')).toBeVisible();
    await expectAccessible(station.page, 'the import report');
    await station.page.getByRole('button', { name: 'Close the report' }).click();
    await expectAccessible(station.page, 'the library');
    await generateAndKeep(station.page, { prompt: PROMPT, images: 6, steps: 4, seed: 1000 });
    await expectAccessible(station.page, 'compose');
    await designAndFreeze(station.page, { name: STUDY, readers: READERS });
    await expectAccessible(station.page, 'the study');
    await signOut(station.page);
    await expectAccessible(station.page, 'the sign-in');
  });

  const readCase = async (reader: number, position: number): Promise<void> => {
    const entry = entryOf(reader, position);
    await readRealism(station.page, position, CASES, entry);
    readerPages.push(await station.page.content());
    await readAlignment(station.page, entry);
  };

  await test.step('the first reader reads until the program is killed between two stages', async () => {
    await signIn(station.page, READERS[0] ?? '');
    await beginReading(station.page, CASES);
    await expectAccessible(station.page, 'reading, realism');
    for (let position = 1; position <= 4; position += 1) await readCase(0, position);
    await readRealism(station.page, 5, CASES, entryOf(0, 5));
    await expectAccessible(station.page, 'reading, alignment');
    await killWorkstation(station);
  });

  await test.step('after the restart the reading goes on exactly there, and the case is flagged', async () => {
    station = await launchWorkstation(options);
    watch(station);
    await signIn(station.page, READERS[0] ?? '');
    await station.page.getByRole('button', { name: 'Continue' }).click();
    await expect(station.page.getByRole('heading', { name: `Case 5 of ${CASES}` })).toBeVisible();
    await expect(station.page.getByText('it is marked as interrupted')).toBeVisible();
    await expect(station.page.getByRole('region', { name: 'Text' })).toBeVisible();
    await readAlignment(station.page, entryOf(0, 5));
    for (let position = 6; position <= CASES; position += 1) await readCase(0, position);
    await expect(station.page.getByRole('heading', { name: 'Sign the reading' })).toBeVisible();
    await expectAccessible(station.page, 'the end of the reading');
    await signAndLeave(station.page);
  });

  await test.step('the second reader reads all', async () => {
    await signIn(station.page, READERS[1] ?? '');
    await beginReading(station.page, CASES);
    for (let position = 1; position <= CASES; position += 1) await readCase(1, position);
    expect(await station.page.title()).toBe('Roentgen Lightbox');
    await signAndLeave(station.page);
  });

  const target = path.join(folder, 'readings.csv');
  await test.step('the coordinator unblinds with a reason and exports', async () => {
    const { page } = station;
    await signIn(page, 'Cora');
    await unblind(page, STUDY, 'Both readers have finished');
    await expectAccessible(page, 'the results');
    await answerDialogs(station.electron, { save: target });
    await page.getByRole('button', { name: 'Export CSV …' }).click();
    await expect(page.getByText('24 rows written to readings.csv')).toBeVisible();
    for (const section of ['Models', 'Audit', 'Settings', 'About']) {
      await goTo(page, section);
      await expectAccessible(page, section);
    }
    await station.electron.close();
  });

  await test.step('the CSV holds exactly what was entered', () => {
    const rows: Record<string, string>[] = parse(readFileSync(target), { columns: true });
    expect(rows).toHaveLength(2 * CASES);
    for (const [reader, name] of READERS.entries()) {
      const own = rows.filter((row) => row['readerName'] === name);
      expect(own.map((row) => Number(row['position']))).toEqual(
        Array.from({ length: CASES }, (_, index) => index + 1),
      );
      for (const row of own) {
        const position = Number(row['position']);
        const entry = entryOf(reader, position);
        expect(row).toMatchObject({
          study: STUDY,
          phase: 'done',
          realism: String(entry.realism),
          realOrSynthetic: entry.verdict,
          confidence: String(entry.confidence),
          alignment: String(entry.alignment),
          correct: String(entry.verdict === row['arm']),
          interrupted: String(reader === 0 && position === 5),
        });
        expect(Number(row['realismTimeMs'])).toBeGreaterThan(0);
      }
      expect(own.filter((row) => row['arm'] === 'real')).toHaveLength(6);
      const seeds = own.flatMap((row) => (row['arm'] === 'synthetic' ? [Number(row['seed'])] : []));
      expect(seeds.sort()).toEqual([1000, 1001, 1002, 1003, 1004, 1005]);
    }
  });

  await test.step('nothing that reached a reader’s window holds truth', () => {
    const rows: Record<string, string>[] = parse(readFileSync(target), { columns: true });
    const sent = readTrace(options.traceFile).filter(({ role }) => role === 'reader');
    const answers = sent.filter(({ kind }) => kind === 'answer');
    expect(answers.filter(({ content }) => content.name === 'reader.submit').length).toBeGreaterThanOrEqual(
      4 * CASES,
    );
    const areas = new Set(answers.map(({ content }) => content.name?.split('.')[0]));
    // What `display` answers is of the glass in front of the reader, and says nothing of any film.
    expect(
      [...areas].filter((area) => !['reader', 'session', 'app', 'display'].includes(area ?? '')),
    ).toEqual([]);
    expect(sent.filter(({ kind }) => kind === 'event')).toEqual([]);

    const blobs = sent.filter(({ kind }) => kind === 'blob');
    expect(blobs.length).toBeGreaterThanOrEqual(2 * CASES);
    expect(new Set(blobs.map(({ content }) => content.byteLength)).size).toBe(1);
    expect(new Set(blobs.map(({ content }) => JSON.stringify(content.headers))).size).toBe(1);

    const truth = rows.flatMap((row) => [row['caseId'] ?? '', row['filmId'] ?? '']);
    const names = films.map((file) => path.basename(file));
    // The instrument's own words name both arms as answers; everything else must not.
    const said = sent
      .filter(({ content }) => content.name !== 'reader.study')
      .map((entry) => JSON.stringify(entry));
    const outside = [...said, ...readerPages];
    for (const word of [...truth, ...names])
      expect(
        outside.filter((text) => text.includes(word)),
        word,
      ).toEqual([]);
    for (const word of [
      '"arm"',
      'recipe',
      'cxr-demo',
      'sourceName',
      'metadata.csv',
      '.jpg',
      '.dcm',
      '"kind":"synthetic"',
      'seed',
    ]) {
      expect(
        said.filter((text) => text.includes(word)),
        word,
      ).toEqual([]);
    }
  });

  expect(errors).toEqual([]);
});
