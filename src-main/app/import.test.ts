import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { writeMultiFrame } from '../../tools/support/multi-frame.ts';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { AppSession } from './session.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';

const png = (seed: number) =>
  encodeGrey8Png(Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels), 64, 64, {});

const ALL_FILMS = { kind: null, decision: null, jobId: null, search: '', offset: 0, limit: 50 } as const;

describe('importing a folder', () => {
  let test: TestApp;
  let cora: AppSession;
  let folder: string;
  beforeEach(async () => {
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
    folder = mkdtempSync(path.join(tmpdir(), 'lightbox-import-'));
  });
  afterEach(() => test.close());

  const choose = () => {
    test.dialogs.open = [folder];
    return test.call(cora, 'library.chooseFilms', { from: 'folder' });
  };
  const chooseTables = (...tables: string[]) => {
    test.dialogs.open = tables.map((text, index) => {
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-table-')), `labels-${index}.csv`);
      writeFileSync(file, text);
      return file;
    });
    return test.call(cora, 'library.chooseLabels', {});
  };
  const run = async (...tables: string[]): Promise<ImportReport> => {
    const films = await choose();
    const labels = tables.length === 0 ? null : await chooseTables(...tables);
    return test.call(cora, 'library.import', {
      filmsSelectionId: films?.selectionId ?? '',
      labelsSelectionId: labels?.selectionId ?? null,
    });
  };

  it('gives no film a text of which the table cannot say whose it is', async () => {
    for (const [index, patient] of ['p1', 'p2'].entries()) {
      mkdirSync(path.join(folder, patient));
      writeFileSync(path.join(folder, patient, '1.png'), png(index));
    }
    writeFileSync(path.join(folder, '2.png'), png(9));
    const report = await run('file,text\n1.png,Effusion.\n2.png,Edema.\n');
    expect(report.imported).toHaveLength(3);
    expect(report.withoutText).toHaveLength(2);
    expect(report.notes.map(({ fileName }) => fileName)).toEqual(['p1/1.png', 'p2/1.png']);
    expect(report.labelsUnused).toEqual(['1.png']);
  });

  it('refuses tables that contradict each other rather than letting the last one win', async () => {
    writeFileSync(path.join(folder, '1.png'), png(1));
    await expect(run('file,text\n1.png,Effusion.\n', 'file,text\n1.png,Edema.\n')).rejects.toMatchObject({
      code: 'CSV_INVALID',
    });
  });

  it('follows a link to a film, and neither a linked folder nor a link to nothing stops it', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'lightbox-elsewhere-'));
    writeFileSync(path.join(elsewhere, 'film.png'), png(1));
    symlinkSync(path.join(elsewhere, 'film.png'), path.join(folder, 'linked.png'));
    symlinkSync(folder, path.join(folder, 'circle'));
    symlinkSync(path.join(folder, 'nothing'), path.join(folder, 'broken.png'));
    expect(await run()).toMatchObject({
      imported: [expect.any(String)],
      refused: [{ fileName: 'broken.png', code: 'FILE_NOT_FOUND' }],
      skipped: [{ fileName: 'circle', reason: expect.stringContaining('linked folder') }],
    });
  });

  it('leaves hidden files and a DICOMDIR out, with the reason, and finds films behind odd names', async () => {
    const odd = path.join(folder, 'Röntgen\n2026', '"a", b');
    mkdirSync(odd, { recursive: true });
    writeFileSync(path.join(odd, 'film.png'), png(1));
    mkdirSync(path.join(folder, '.git'));
    writeFileSync(path.join(folder, '.git', 'film.png'), png(2));
    writeFileSync(path.join(folder, 'DICOMDIR'), 'x');
    expect(await run()).toMatchObject({
      imported: [expect.any(String)],
      refused: [],
      skipped: [
        { fileName: '.git', reason: expect.stringContaining('hidden') },
        { fileName: 'DICOMDIR', reason: expect.stringContaining('medium') },
      ],
    });
  });

  it('takes what was dropped, once, and refuses made-up places', async () => {
    writeFileSync(path.join(folder, '1.png'), png(1));
    const choose = () => test.call(cora, 'library.chooseDropped', {});
    for (const paths of [['relative.png'], [`${folder}\0`], 'text', [7]]) {
      test.app.dropped(cora, paths);
      await expect(choose()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    test.app.dropped(cora, [folder, path.join(folder, '1.png')]);
    // The folder and the file in it are one film.
    expect((await choose()).fileNames).toEqual([`${path.basename(folder)}/1.png`]);
    await expect(choose()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const reader = await test.signIn('reader', 'Ada');
    test.app.dropped(reader, [folder]);
    await expect(test.call(reader, 'library.chooseDropped', {})).rejects.toMatchObject({
      code: 'FORBIDDEN_ROLE',
    });
  });

  it('takes the first of several frames, all of them, or those that are named', async () => {
    writeFileSync(path.join(folder, 'frames.dcm'), writeMultiFrame(4));
    const films = await choose();
    const filmsSelectionId = films?.selectionId ?? '';
    const request = { filmsSelectionId, labelsSelectionId: null };
    const first = await test.call(cora, 'library.import', request);
    expect(first).toMatchObject({
      imported: [expect.any(String)],
      severalFrames: [{ fileIndex: 0, fileName: 'frames.dcm', frames: 4 }],
      notes: expect.arrayContaining([
        { fileName: 'frames.dcm', note: 'it holds 4 frames; frame 1 was taken' },
      ]),
    });
    const named = await test.call(cora, 'library.importFrames', {
      ...request,
      fileIndex: 0,
      frames: [1, 3, 9],
    });
    expect(named).toMatchObject({
      alreadyPresent: ['frames.dcm'],
      imported: [expect.any(String)],
      refused: [{ fileName: 'frames.dcm (frame 9)', code: 'BAD_INPUT' }],
    });
    const rest = await test.call(cora, 'library.import', { ...request, frames: 'all' });
    // As after an import of all frames that was killed in the middle.
    expect(rest.alreadyPresent).toEqual(['frames.dcm', 'frames.dcm (frame 3)']);
    expect(rest.imported).toHaveLength(2);
  });

  it('takes every frame of a new file as a film of its own', async () => {
    writeFileSync(path.join(folder, 'frames.dcm'), writeMultiFrame(3));
    const films = await choose();
    const report = await test.call(cora, 'library.import', {
      filmsSelectionId: films?.selectionId ?? '',
      labelsSelectionId: null,
      frames: 'all',
    });
    expect(report.imported).toHaveLength(3);
    const pixels = report.imported.map((id) => test.ports.store.films.get(id).pixelsBlob);
    expect(new Set(pixels).size).toBe(3);
  });

  it('keeps what was taken before a cancel, counts the rest, and takes only that the next time', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) writeFileSync(path.join(folder, `${seed}.png`), png(seed));
    test.events.on('library.importProgress', ({ done, total, remainingMs }) => {
      expect(total).toBe(6);
      expect(remainingMs).toBeGreaterThanOrEqual(0);
      if (done === 2) void test.call(cora, 'library.cancelImport', {});
    });
    const cut = await run();
    expect(cut).toMatchObject({ cancelled: true, notReached: 4 });
    expect(cut.imported).toHaveLength(2);
    const films = await test.call(cora, 'library.list', { ...ALL_FILMS });
    for (const film of films.films) {
      expect(await test.app.pixels(cora, film.pixelsUrl.slice('app://blob/'.length))).toHaveLength(64 * 64);
    }
    const again = await run();
    expect(again.alreadyPresent).toEqual(['1.png', '2.png']);
  });

  it('reads the originals and leaves their bytes, times and number as they were', async () => {
    for (const seed of [1, 2]) writeFileSync(path.join(folder, `${seed}.png`), png(seed));
    writeFileSync(path.join(folder, 'a.dcm'), writeMultiFrame(2));
    const state = () =>
      readdirSync(folder).map((name) => {
        const file = path.join(folder, name);
        return [name, statSync(file).mtimeMs, statSync(file).ctimeMs, readFileSync(file).toString('base64')];
      });
    const before = state();
    await run();
    expect(state()).toEqual(before);
  });

  it('keeps neither a file nor what its header says of a patient', async () => {
    const secret = 'Mustermann^Max';
    writeFileSync(
      path.join(folder, 'a.dcm'),
      writeDicomImage({
        width: 64,
        height: 64,
        samples: Uint8Array.from(drawPhantom(1, { sizePx: 64 }).radiograph.pixels),
        extra: [
          ['00100010', 'PN', secret],
          ['00100020', 'LO', 'ID-4711'],
          ['00100030', 'DA', '19500203'],
        ],
      }),
    );
    const { imported } = await run();
    await test.app.dispose();
    const stored = readdirSync(test.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(test.folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => readFileSync(file).toString('latin1'))
      .join();
    for (const trace of [secret, 'ID-4711', '19500203']) expect(stored).not.toContain(trace);
    test = openTestApp({ folder: test.folder });
    expect(test.ports.store.films.get(imported[0] as never)).toMatchObject({
      patientKey: test.ports.store.films.patientKey('ID-4711'),
    });
  });

  it('names a file that vanishes while the import runs', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) writeFileSync(path.join(folder, `${seed}.png`), png(seed));
    const films = await choose();
    rmSync(path.join(folder, '5.png'));
    const report = await test.call(cora, 'library.import', {
      filmsSelectionId: films?.selectionId ?? '',
      labelsSelectionId: null,
    });
    expect(report.imported).toHaveLength(5);
    expect(report.refused).toMatchObject([{ fileName: '5.png', code: 'FILE_NOT_FOUND' }]);
  });

  it('saves the report as a table', async () => {
    writeFileSync(path.join(folder, '1.png'), png(1));
    writeFileSync(path.join(folder, 'a, "b".txt'), 'text');
    await expect(test.call(cora, 'library.saveImportReport', {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await run();
    const target = path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-report-')), 'report.csv');
    test.dialogs.save = target;
    expect(await test.call(cora, 'library.saveImportReport', {})).toEqual({ fileName: 'report.csv' });
    expect(readFileSync(target, 'utf8')).toBe(
      'outcome,file,code,detail\r\nrefused,"a, ""b"".txt",FILE_NOT_A_FILM,"it is a text file, not a film"\r\n',
    );
  });

  it('says that a folder holds no files', async () => {
    await expect(choose()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('accounts for the films taken before the disk was full', async () => {
    for (const seed of [1, 2]) writeFileSync(path.join(folder, `${seed}.png`), png(seed));
    const { store } = test.ports;
    const add = store.films.addReal;
    vi.spyOn(store.films, 'addReal').mockImplementation((film) => {
      if (film.sourceName === '2.png') throw new LightboxError('DISK_FULL', 'The disk is full.');
      return add(film);
    });
    await expect(run()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(store.audit.latest(1)).toMatchObject([
      { action: 'library.import', details: { imported: 1, cancelled: true } },
    ]);
  });
});
