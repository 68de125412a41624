import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import { seededRandom } from '../../src-core/base/random.ts';
import { EXPORT_FORMATS } from '../../src-core/contract/analysis-calls.ts';
import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import type { StudyAnalysis } from '../../src-core/report/study/study-analysis.ts';
import { draftFilm } from '../../src-core/study/test-study.ts';
import { type Element, writeDicomImage } from '../../tools/support/write-dicom.ts';
import { parseImrmc } from '../files/imrmc.ts';
import { encodeGrey8Jpeg } from '../files/jpeg.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { AppSession } from './session.ts';
import { openTestApp, TEST_MODEL, TEST_SECRETS, type TestApp } from './testing/test-app.ts';
import { TestReader } from './testing/test-reader.ts';
import { designStudy } from './testing/test-study.ts';

/** Three phantom films, one of them larger and JPEG, one DICOM with windows, a text file, and a table of their labels. */
function filmsFolder(): { folder: string; labels: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-films-'));
  const draw = (seed: number, sizePx: number) =>
    Uint8Array.from(drawPhantom(seed, { sizePx }).radiograph.pixels);
  writeFileSync(path.join(folder, 'one.png'), encodeGrey8Png(draw(1, 64), 64, 64, {}));
  writeFileSync(path.join(folder, 'two.jpg'), encodeGrey8Jpeg(draw(2, 128), 128, 128, 90));
  writeFileSync(path.join(folder, 'three.dcm'), twoWindows(draw(3, 96), 96));
  writeFileSync(path.join(folder, 'notes.txt'), 'not a film');
  const labels = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-labels-')), 'labels.csv');
  writeFileSync(
    labels,
    'file,patient,age,sex,view,findings\none.png,p1,60,M,AP,Effusion\ntwo.jpg,p2,40,F,PA,No Finding\n' +
      'three.dcm,p3,71,F,AP,Edema|Effusion\n',
  );
  return { folder, labels };
}

/** MONOCHROME1 of 12 bits, with padding and two named windows. */
function twoWindows(pixels: Uint8Array, sizePx: number): Uint8Array {
  const samples = Uint16Array.from(pixels, (grey, index) => (index % sizePx < 4 ? 0 : 4095 - grey * 12));
  const extra: Element[] = [
    ['00280120', 'US', [0]],
    ['00281050', 'DS', '2500\\1800'],
    ['00281051', 'DS', '3000\\900'],
    ['00281055', 'LO', 'SOFT\\BONE'],
  ];
  const options = {
    width: sizePx,
    height: sizePx,
    samples,
    bitsStored: 12,
    photometric: 'MONOCHROME1',
    extra,
  };
  return writeDicomImage(options);
}

async function importFilms(test: TestApp, session: AppSession): Promise<ImportReport> {
  const { folder, labels } = filmsFolder();
  test.dialogs.open = [folder];
  const films = await test.call(session, 'library.chooseFilms', { from: 'folder' });
  test.dialogs.open = [labels];
  const table = await test.call(session, 'library.chooseLabels', {});
  return test.call(session, 'library.import', {
    filmsSelectionId: films?.selectionId ?? '',
    labelsSelectionId: table?.selectionId ?? null,
  });
}

async function drawAndKeep(test: TestApp, session: AppSession): Promise<FilmId[]> {
  const request = {
    modelId: TEST_MODEL,
    prompt: '60 year old male. AP chest radiograph. Pleural effusion.',
    negativePrompt: '',
    count: 3,
    seed: 10,
    steps: 2,
    guidanceScale: 3,
    scheduler: 'ddim' as const,
    provider: 'cpu' as const,
    pairLabel: null,
  };
  await test.call(session, 'generation.enqueue', { requests: [request] });
  for (;;) {
    const [entry] = (await test.call(session, 'queue.view', { settledLimit: 1 })).settled;
    if (entry?.kind === 'job' && entry.job.state === 'done') {
      const { filmIds } = entry.job;
      await test.call(session, 'library.decide', { filmIds, decision: 'keep', reason: '' });
      return filmIds;
    }
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };

describe('a study from import to export', () => {
  const passphrase = TEST_SECRETS.coordinator;
  let test: TestApp;
  let cora: AppSession;
  let report: ImportReport;
  let synthetic: FilmId[];
  let studyId: StudyId;
  let ada: TestReader;
  let adaId: UserId;

  beforeAll(async () => {
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
    report = await importFilms(test, cora);
    synthetic = await drawAndKeep(test, cora);
    adaId = test.ports.store.users.findOrAdd('reader', 'Ada').id;
    studyId = await designStudy(
      test,
      cora,
      'realism-alignment',
      [adaId],
      [
        ...report.imported.map((id) => draftFilm(id, 'real')),
        ...synthetic.map((id) => draftFilm(id, 'synthetic')),
      ],
      (draft) => ({
        ...draft,
        rules: { ...draft.rules, clusters: { patients: 'declared', prompts: 'declared' } },
      }),
    );
  });

  it('imports films with their texts and refuses by name what is no film', () => {
    expect(report.imported).toHaveLength(3);
    expect(report.refused).toMatchObject([{ fileName: 'notes.txt', code: 'FILE_NOT_A_FILM' }]);
    expect(report.withoutText).toEqual([]);
  });

  it('takes a second import of the same files for what it is', async () => {
    expect(await importFilms(test, cora)).toMatchObject({
      imported: [],
      alreadyPresent: ['one.png', 'three.dcm', 'two.jpg'],
    });
  });

  it('says before the freeze what both arms will pass', async () => {
    const check = await test.call(cora, 'design.check', { studyId });
    expect(check).toMatchObject({
      problems: [],
      matrixSizePx: 64,
      codec: 'JPEG baseline, quality 90, decoded',
    });
    expect(check.warnings.join(' ')).toContain('share a prompt');
  });

  it('freezes once, and then takes no change', async () => {
    const { protocolHash } = await test.call(cora, 'design.freeze', { studyId, passphrase });
    expect(protocolHash).toMatch(/^[0-9a-f]{64}$/);
    await expect(test.call(cora, 'design.freeze', { studyId, passphrase })).rejects.toMatchObject({
      code: 'STUDY_FROZEN',
    });
    await expect(test.call(cora, 'design.get', { studyId })).rejects.toMatchObject({ code: 'STUDY_FROZEN' });
  });

  it('shows results to nobody while it is blinded, closed or not', async () => {
    const refuse = async (): Promise<void> => {
      await expect(test.call(cora, 'analysis.study', { studyId, settings: SETTINGS })).rejects.toMatchObject({
        code: 'STUDY_BLINDED',
      });
      for (const name of ['results.table', 'results.exportCsv'] as const) {
        await expect(test.call(cora, name, { studyId })).rejects.toMatchObject({ code: 'STUDY_BLINDED' });
      }
    };
    await refuse();
    ada = new TestReader(test, await test.signIn('reader', 'Ada'), studyId, seededRandom('study story'));
    await ada.resume();
    while (await ada.goOn());
    expect(ada.step.kind).toBe('done');
    await test.call(cora, 'conduct.close', { studyId, reason: 'All have read.' });
    await refuse();
  });

  it('exports after unblinding exactly what was entered, with all that was recorded, and audits it', async () => {
    await test.call(cora, 'conduct.unblind', { studyId, reason: 'All readers are done', passphrase });
    const target = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-csv-')), 'out.csv');
    test.dialogs.save = target;
    const written = await test.call(cora, 'results.exportCsv', { studyId });
    const csv = readFileSync(target);
    expect(written).toMatchObject({
      rows: 6,
      fileName: 'out.csv',
      codebookFileName: 'out-codebook.csv',
      recordFileNames: [
        'out-readers.csv',
        'out-sessions.csv',
        'out-training.csv',
        'out-questionnaires.csv',
        'out-events.csv',
        'out-records-codebook.csv',
      ],
    });
    expect(written?.sha256).toBe(createHash('sha256').update(csv).digest('hex'));
    const read = (suffix: string): Record<string, string>[] =>
      parse(readFileSync(target.replace('.csv', `${suffix}.csv`)), { columns: true });
    const rows = read('');
    expect(rows.map((row) => row['position'])).toEqual(['1', '2', '3', '4', '5', '6']);
    for (const row of rows) {
      const entered = ada.entered.filter(({ readerCaseId }) => readerCaseId === row['readerCaseId']);
      const answers = Object.assign({}, ...entered.map((entry) => entry.answers));
      expect(row).toMatchObject({
        study: 'Pilot',
        readerName: 'Ada',
        realism: String(answers['realism']),
        realOrSynthetic: answers['realOrSynthetic'],
        confidence: String(answers['confidence']),
        alignment: String(answers['alignment']),
        interrupted: 'false',
        correct: String(row['arm'] === answers['realOrSynthetic']),
      });
      const film = test.ports.store.films.get(row['filmId'] as FilmId);
      expect([row['arm'], row['text']]).toEqual([film.kind, film.text]);
    }
    expect(
      rows
        .filter((row) => row['arm'] === 'synthetic')
        .map((row) => row['seed'])
        .sort(),
    ).toEqual(['10', '11', '12']);
    expect(read('-codebook').map((row) => row['column'])).toEqual(Object.keys(rows[0] ?? {}));
    expect(read('-sessions')).toMatchObject([
      { readerName: 'Ada', session: '1', phase: 'reading', cases: '6' },
    ]);
    const events = read('-events');
    expect(events).toHaveLength(test.ports.store.events.count(studyId, adaId) - 1);
    expect(events.map((row) => row['type'])).toEqual(expect.arrayContaining(['session-begun', 'signed']));
    const table = await test.call(cora, 'results.table', { studyId });
    expect(table.rows).toHaveLength(6);
    const { entries, chainProblem } = await test.call(cora, 'audit.list', { limit: 1000 });
    expect(chainProblem).toBeNull();
    expect(entries.map((entry) => entry.action)).toEqual(
      expect.arrayContaining([
        'studies.freeze',
        'studies.unblind',
        'results.view',
        'results.exportCsv',
        'library.import',
      ]),
    );
  });

  it('is analysed once it is unblinded, and exported in every format, audited with the hashes', async () => {
    const view = await test.call(cora, 'analysis.study', { studyId, settings: SETTINGS });
    expect(view.source).toEqual({ kind: 'study', studyId, name: 'Pilot' });
    expect(view.formats).toEqual(EXPORT_FORMATS);
    const place = mkdtempSync(path.join(tmpdir(), 'lightbox-formats-'));
    test.dialogs.open = [place];
    const { analysisId, formats } = view;
    const written = await test.call(cora, 'analysis.export', { analysisId, formats });
    const file = (name: string) => readFileSync(path.join(place, 'Pilot-data', name));
    const files = new Map(written?.files.map(({ name, sha256 }) => [name, sha256]));
    for (const [name, sha256] of files)
      expect(createHash('sha256').update(file(name)).digest('hex')).toBe(sha256);
    const manifest = JSON.parse(file('manifest.json').toString());
    const analysis: StudyAnalysis = JSON.parse(file('analysis.json').toString());
    // The data that the analysis names are the table that is exported beside it.
    expect(files.get('readings.csv')).toBe(analysis.provenance.dataSha256);
    expect(manifest).toMatchObject({
      source: 'Pilot',
      protocolHash: analysis.provenance.protocolHash,
      dataSha256: analysis.provenance.dataSha256,
    });
    expect(parse(file('redcap-data.csv'), { columns: true })).toHaveLength(6);
    expect(parse(file('cases.csv'), { columns: true })).toHaveLength(6);
    const { readings, truth } = parseImrmc(file('real-or-synthetic.imrmc'), 'real-or-synthetic.imrmc');
    expect(truth.size).toBe(6);
    const scores = ada.entered.flatMap(({ answers }) => {
      const { realOrSynthetic: verdict, confidence } = answers;
      if (typeof confidence !== 'number') return [];
      return [verdict === 'synthetic' ? confidence : -confidence];
    });
    expect(readings.map(({ rating }) => rating).sort()).toEqual(scores.sort());
    const { entries } = await test.call(cora, 'audit.list', { limit: 2 });
    expect(entries.map(({ action }) => action).sort()).toEqual(['analysis.export', 'analysis.study']);
    for (const { details } of entries) expect(details).toContain(analysis.provenance.dataSha256);
    await test.close();
  });
});
