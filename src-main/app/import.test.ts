import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { ImportReport } from '../../src-core/contract/import-calls.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { encodeGrey8Png } from '../files/png.ts';
import type { AppSession } from './session.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';

const png = (seed: number) =>
  encodeGrey8Png(Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels), 64, 64, {});

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
    });
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
