import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FilmId, StudyId } from '../../src-core/base/ids.ts';
import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import type { CaseView } from '../../src-core/contract/reading-calls.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { type Element, writeDicomImage } from '../../tools/support/write-dicom.ts';
import { encodeGrey8Jpeg } from '../files/jpeg.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { AppSession } from './session.ts';
import { openTestApp, TEST_MODEL, type TestApp } from './testing/test-app.ts';

const REALISM = { realism: 4, realOrSynthetic: 'real', confidence: 2, reasons: ['noise'] };

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

const submission = (view: CaseView, answers: Record<string, unknown>, id?: string) => ({
  submissionId: id ?? crypto.randomUUID(),
  readerCaseId: view.readerCaseId,
  answers: answers as never,
  readingTimeMs: 1234,
});

async function next(test: TestApp, session: AppSession, studyId: StudyId): Promise<CaseView> {
  const view = await test.call(session, 'read.next', { studyId });
  if (view === null) throw new Error('nothing left to read');
  return view;
}

describe('a study from import to export', () => {
  let test: TestApp;
  let coordinator: AppSession;
  let report: ImportReport;
  let synthetic: FilmId[];
  let studyId: StudyId;
  let ada: AppSession;
  const sentToReader: unknown[] = [];

  beforeAll(async () => {
    test = openTestApp();
    coordinator = await test.signIn('coordinator', 'Cora');
    report = await importFilms(test, coordinator);
    synthetic = await drawAndKeep(test, coordinator);
    const reader = await test.call(coordinator, 'readers.create', { name: 'Ada' });
    const study = await test.call(coordinator, 'studies.create', { name: 'Pilot, "one"', seed: 3 });
    studyId = study.id;
    await test.call(coordinator, 'studies.update', {
      studyId,
      name: study.name,
      seed: study.seed,
      filmIds: [...report.imported, ...synthetic],
      readerIds: [reader.id],
    });
  });

  it('imports films with their texts and refuses by name what is no film', () => {
    expect(report.imported).toHaveLength(3);
    expect(report.refused).toMatchObject([{ fileName: 'notes.txt', code: 'FILE_NOT_A_FILM' }]);
    expect(report.withoutText).toEqual([]);
  });

  it('takes a second import of the same files for what it is', async () => {
    expect(await importFilms(test, coordinator)).toMatchObject({
      imported: [],
      alreadyPresent: ['one.png', 'three.dcm', 'two.jpg'],
    });
  });

  it('says before the freeze what both arms will pass', async () => {
    const check = await test.call(coordinator, 'studies.checkFreeze', { studyId });
    expect(check).toMatchObject({
      problems: [],
      matrixSizePx: 64,
      codec: 'JPEG baseline, quality 90, decoded',
    });
    expect(check.warnings.join(' ')).toContain('share a prompt');
  });

  it('freezes once, and then takes no change', async () => {
    const frozen = await test.call(coordinator, 'studies.freeze', { studyId });
    expect(frozen).toMatchObject({ state: 'frozen', matrixSizePx: 64, counts: { real: 3, synthetic: 3 } });
    expect(frozen.protocolHash).toMatch(/^[0-9a-f]{64}$/);
    await expect(test.call(coordinator, 'studies.freeze', { studyId })).rejects.toMatchObject({
      code: 'STUDY_FROZEN',
    });
    await expect(
      test.call(coordinator, 'studies.update', { studyId, name: 'x', seed: 1, filmIds: [], readerIds: [] }),
    ).rejects.toMatchObject({ code: 'STUDY_FROZEN' });
  });

  it('shows results to nobody while it is blinded', async () => {
    for (const name of ['results.table', 'results.exportCsv'] as const) {
      await expect(test.call(coordinator, name, { studyId })).rejects.toMatchObject({
        code: 'STUDY_BLINDED',
      });
    }
  });

  it('locks realism before the text, refuses a second answer, and takes a repeat for what it is', async () => {
    ada = await test.signIn('reader', 'Ada');
    const view = await next(test, ada, studyId);
    expect(view).toMatchObject({ position: 1, total: 6, stage: 'realism', text: null, interrupted: false });
    await expect(
      test.call(ada, 'read.submitAlignment', submission(view, { alignment: 3 })),
    ).rejects.toMatchObject({ code: 'READING_OUT_OF_ORDER' });
    await expect(
      test.call(ada, 'read.submitRealism', submission(view, { ...REALISM, realism: 6 })),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const first = submission(view, REALISM);
    const answer = await test.call(ada, 'read.submitRealism', first);
    expect(answer.text).not.toBe('');
    expect(await test.call(ada, 'read.submitRealism', first)).toEqual(answer);
    await expect(
      test.call(ada, 'read.submitRealism', { ...first, answers: { ...REALISM, realism: 1 } }),
    ).rejects.toMatchObject({ code: 'READING_CONFLICT' });
    await expect(test.call(ada, 'read.submitRealism', submission(view, REALISM))).rejects.toMatchObject({
      code: 'READING_OUT_OF_ORDER',
    });
  });

  it('resumes after another sign-in exactly where it stopped and flags the case as interrupted', async () => {
    ada = await test.signIn('reader', 'Ada');
    const view = await next(test, ada, studyId);
    expect(view).toMatchObject({ position: 1, stage: 'alignment', interrupted: true });
    expect(view.text).not.toBeNull();
    await test.call(ada, 'read.submitAlignment', submission(view, { alignment: 5 }));
  });

  it('reads every case once; pixels have one length, and nothing that reaches the reader holds truth', async () => {
    const lengths = new Set<number>();
    let former: ReturnType<typeof submission> | null = null;
    for (let position = 2; position <= 6; position += 1) {
      const view = await next(test, ada, studyId);
      expect(view).toMatchObject({ position, stage: 'realism', interrupted: false });
      const pixels = await test.app.pixels(ada, view.pixelsUrl.slice('app://blob/'.length));
      lengths.add(pixels?.byteLength ?? 0);
      const locked = await test.call(ada, 'read.submitRealism', submission(view, REALISM));
      // A repeat of the former case's answer arrives late: it is acknowledged and this case stays open.
      if (former !== null) await test.call(ada, 'read.submitAlignment', former);
      former = submission(view, { alignment: 2 });
      await test.call(ada, 'read.submitAlignment', former);
      sentToReader.push(view, { ...locked, text: '' });
    }
    expect([...lengths]).toEqual([64 * 64]);
    expect(await test.call(ada, 'read.next', { studyId })).toBeNull();
    sentToReader.push(await test.call(ada, 'read.assignments', {}));
    const sent = JSON.stringify(sentToReader);
    const films = [...report.imported, ...synthetic].map((id) => test.ports.store.films.get(id));
    for (const film of films) {
      const traces =
        film.kind === 'real'
          ? [film.sourceName, film.sourceSha256, film.displayBlob ?? 'displayUrl']
          : [film.jobId, 'recipe'];
      for (const trace of [film.id, film.pixelsBlob, ...traces]) expect(sent).not.toContain(trace);
    }
    for (const word of [
      '"arm"',
      'synthetic',
      '"real"',
      'caseId"',
      'png',
      'jpg',
      'dcm',
      'display',
      'BONE',
      'window',
    ]) {
      expect(sent.replaceAll('readerCaseId"', '')).not.toContain(word);
    }
  });

  it('unblinds with a reason only, audits it, and exports exactly what was entered', async () => {
    await expect(test.call(coordinator, 'studies.unblind', { studyId, reason: ' ' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await test.call(coordinator, 'studies.unblind', { studyId, reason: 'All readers are done' });
    await expect(test.call(ada, 'read.next', { studyId })).rejects.toMatchObject({ code: 'CONFLICT' });
    const target = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-csv-')), 'out.csv');
    test.dialogs.save = target;
    const written = await test.call(coordinator, 'results.exportCsv', { studyId });
    const csv = readFileSync(target);
    expect(written).toMatchObject({ rows: 6, fileName: 'out.csv', codebookFileName: 'out-codebook.csv' });
    expect(written?.sha256).toBe(createHash('sha256').update(csv).digest('hex'));
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    expect(rows.map((row) => row['position'])).toEqual(['1', '2', '3', '4', '5', '6']);
    for (const [index, row] of rows.entries()) {
      expect(row).toMatchObject({
        study: 'Pilot, "one"',
        readerName: 'Ada',
        realism: '4',
        realOrSynthetic: 'real',
        confidence: '2',
        reasons: 'noise',
        alignment: index === 0 ? '5' : '2',
        interrupted: index === 0 ? 'true' : 'false',
        correct: row['arm'] === 'real' ? 'true' : 'false',
        realismTimeMs: '1234',
      });
    }
    expect(
      rows
        .filter((row) => row['arm'] === 'synthetic')
        .map((row) => row['seed'])
        .sort(),
    ).toEqual(['10', '11', '12']);
    const codebook: Record<string, string>[] = parse(
      readFileSync(path.join(path.dirname(target), 'out-codebook.csv')),
      {
        columns: true,
      },
    );
    expect(codebook.map((row) => row['column'])).toEqual(Object.keys(rows[0] ?? {}));
    const { entries, chainProblem } = await test.call(coordinator, 'audit.list', { limit: 1000 });
    expect(chainProblem).toBeNull();
    expect(entries.map((entry) => entry.action)).toEqual(
      expect.arrayContaining(['studies.freeze', 'studies.unblind', 'results.exportCsv', 'library.import']),
    );
    await test.close();
  });
});
