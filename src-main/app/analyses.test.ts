import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisView } from '../../src-core/contract/analysis-calls.ts';
import type { AppSession } from './session.ts';
import { openTestApp, TEST_SECRETS, type TestApp } from './testing/test-app.ts';

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };
const REQUEST = { columns: {}, scale: null, threshold: null, chance: 0.5, margin: null, settings: SETTINGS };

/** Readers, films of two models and real ones: signed confidences. */
function table(readers = 3, films = 6): string {
  const rows = ['reader,case,arm,truth,rating'];
  for (let reader = 0; reader < readers; reader += 1) {
    for (const [place, arm] of ['real', 'model-a', 'model-b'].entries()) {
      for (let film = 0; film < films; film += 1) {
        const strength = 1 + ((reader * 2 + film * 3 + place) % 4);
        const right = (reader + film * 2 + place) % 4 !== 0;
        const score = (arm === 'real') === right ? -strength : strength;
        rows.push(`r${reader},${arm}-${film},${arm},${arm === 'real' ? 'real' : 'synthetic'},${score}`);
      }
    }
  }
  return `${rows.join('\n')}\n`;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe('readings from elsewhere', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-analysis-'));
  const file = path.join(folder, 'pilot, one.csv');
  let test: TestApp;
  let cora: AppSession;
  let view: AnalysisView;

  const choose = async (chosen: string) => {
    test.dialogs.open = [chosen];
    const found = await test.call(cora, 'analysis.chooseFile', {});
    if (found === null) throw new Error('nothing was chosen');
    return found;
  };
  const lastAudit = async () => {
    const { entries } = await test.call(cora, 'audit.list', { limit: 1 });
    return { action: entries[0]?.action, details: JSON.parse(entries[0]?.details ?? '{}') };
  };

  beforeAll(async () => {
    writeFileSync(file, table());
    test = openTestApp();
    cora = await test.signIn('coordinator', 'Cora');
  });
  afterAll(() => test.close());

  it('are shown before they are analysed, with the likely columns; a closed dialog chooses nothing', async () => {
    const chosen = await choose(file);
    expect(chosen).toMatchObject({
      fileName: 'pilot, one.csv',
      kind: 'table',
      columns: ['reader', 'case', 'arm', 'truth', 'rating'],
      rows: 54,
      likely: { reader: 'reader', case: 'case', arm: 'arm', truth: 'truth', rating: 'rating' },
    });
    expect(chosen.firstRows[0]).toEqual(['r0', 'real-0', 'real', 'real', '1']);
    test.dialogs.open = [];
    expect(await test.call(cora, 'analysis.chooseFile', {})).toBeNull();
    await expect(choose(path.join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('give a report with its figures, with progress to the end, and are audited with the hash of the data', async () => {
    const told: { part: string; done: number; total: number }[] = [];
    test.events.on('analysis.progress', ({ part, done, total }) => told.push({ part, done, total }));
    const { fileToken } = await choose(file);
    view = await test.call(cora, 'analysis.file', { fileToken, ...REQUEST });
    expect(view.source).toEqual({ kind: 'file', name: 'pilot, one.csv' });
    expect(view.formats).toEqual(['long-csv', 'json', 'imrmc', 'mrmcaov']);
    expect(view.figures.map(({ figureId }) => figureId)).toEqual(view.document.figures.map(({ id }) => id));
    expect(view.figures.length).toBeGreaterThan(0);
    for (const { svg } of view.figures) expect(svg).toMatch(/^<svg /);
    expect(told.at(-1)).toMatchObject({ part: 'figures' });
    expect(told.at(-1)?.done).toBe(told.at(-1)?.total);
    expect(await lastAudit()).toMatchObject({
      action: 'analysis.file',
      details: { file: 'pilot, one.csv', data: sha256(table()), seed: 1 },
    });
  });

  it('save report and figures with the hash that the audit log has, in the same bytes each time', async () => {
    const { analysisId } = view;
    const figureId = view.figures[0]?.figureId ?? '';
    const reports = (['html', 'pdf'] as const).map((format) => ({
      name: `report.${format}`,
      save: () => test.call(cora, 'analysis.saveReport', { analysisId, format }),
    }));
    const figures = (['svg', 'png'] as const).map((format) => ({
      name: `figure.${format}`,
      save: () =>
        test.call(cora, 'analysis.saveFigure', { analysisId, figureId, format, theme: 'print' as const }),
    }));
    for (const { name, save } of [...reports, ...figures]) {
      test.dialogs.save = path.join(folder, name);
      const saved = await save();
      const bytes = readFileSync(path.join(folder, name));
      expect(saved).toEqual({ fileName: name, sha256: sha256(bytes) });
      expect((await lastAudit()).details).toMatchObject({ sha256: sha256(bytes), data: sha256(table()) });
      expect(await save()).toEqual(saved);
    }
    test.dialogs.save = null;
    expect(await test.call(cora, 'analysis.saveReport', { analysisId, format: 'pdf' })).toBeNull();
    await expect(
      test.call(cora, 'analysis.saveFigure', { analysisId, figureId: 'none', format: 'svg', theme: 'print' }),
    ).resolves.toBeNull();
    test.dialogs.save = path.join(folder, 'none.svg');
    await expect(
      test.call(cora, 'analysis.saveFigure', { analysisId, figureId: 'none', format: 'svg', theme: 'print' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(folder)).not.toContain('none.svg');
  });

  it('are exported into a folder of their own with a list of hashes; a second export takes another name', async () => {
    const { analysisId } = view;
    test.dialogs.open = [folder];
    const formats = view.formats;
    const written = await test.call(cora, 'analysis.export', { analysisId, formats });
    expect(written).toMatchObject({ folderName: 'pilot-one-data', rows: 54 });
    for (const { name, sha256: hash } of written?.files ?? []) {
      expect(sha256(readFileSync(path.join(folder, 'pilot-one-data', name)))).toBe(hash);
    }
    const manifest = written?.files.at(-1);
    expect(manifest?.name).toBe('manifest.json');
    expect(await lastAudit()).toMatchObject({
      action: 'analysis.export',
      details: { formats: formats.join(' '), rows: 54, sha256: manifest?.sha256 },
    });
    expect(await test.call(cora, 'analysis.export', { analysisId, formats })).toMatchObject({
      folderName: 'pilot-one-data-2',
      files: written?.files,
    });
    await expect(
      test.call(cora, 'analysis.export', { analysisId, formats: ['redcap'] }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('leave nothing where they cannot be written', async () => {
    const { analysisId } = view;
    test.dialogs.open = ['/proc'];
    await expect(test.call(cora, 'analysis.export', { analysisId, formats: ['json'] })).rejects.toMatchObject(
      { code: 'FILE_UNWRITABLE' },
    );
    test.dialogs.save = '/proc/report.html';
    await expect(
      test.call(cora, 'analysis.saveReport', { analysisId, format: 'html' }),
    ).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });

  it('are refused by line, and the analysis before stays', async () => {
    const bad = path.join(folder, 'bad.csv');
    writeFileSync(bad, table().replace('r0,real-1,real,real', 'r0,real-1,real,'));
    const { fileToken } = await choose(bad);
    await expect(test.call(cora, 'analysis.file', { fileToken, ...REQUEST })).rejects.toMatchObject({
      code: 'CSV_INVALID',
      message: expect.stringContaining('line 3: the truth of the case "real-1" is missing'),
    });
    test.dialogs.save = path.join(folder, 'still.html');
    expect(
      await test.call(cora, 'analysis.saveReport', { analysisId: view.analysisId, format: 'html' }),
    ).toMatchObject({ fileName: 'still.html' });
  });

  it('are cancelled at once, refuse a second analysis meanwhile, and keep the one before', async () => {
    const large = path.join(folder, 'large.csv');
    writeFileSync(large, table(12, 60));
    const { fileToken } = await choose(large);
    const begun = new Promise<void>((resolve) => {
      test.events.on('analysis.progress', ({ part }) => {
        if (part !== 'readings') resolve();
      });
    });
    const running = test.call(cora, 'analysis.file', {
      fileToken,
      ...REQUEST,
      settings: { ...SETTINGS, replicates: 100_000 },
    });
    const outcome = running.catch((error: unknown) => error);
    await begun;
    await expect(test.call(cora, 'analysis.file', { fileToken, ...REQUEST })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const asked = performance.now();
    await test.call(cora, 'analysis.cancel', {});
    expect(await outcome).toMatchObject({ code: 'CANCELLED' });
    expect(performance.now() - asked).toBeLessThan(500);
    test.dialogs.save = path.join(folder, 'still.html');
    expect(
      await test.call(cora, 'analysis.saveReport', { analysisId: view.analysisId, format: 'html' }),
    ).toMatchObject({ fileName: 'still.html' });
  });

  it('are gone after the sign-out, and of no use to a reader', async () => {
    const { fileToken } = await choose(file);
    await test.call(cora, 'session.signOut', {});
    const { id } = test.ports.store.users.findOrAdd('coordinator', 'Cora');
    await test.call(cora, 'session.signIn', { userId: id, secret: TEST_SECRETS.coordinator });
    await expect(
      test.call(cora, 'analysis.saveReport', { analysisId: view.analysisId, format: 'html' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(test.call(cora, 'analysis.file', { fileToken, ...REQUEST })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const reader = await test.signIn('reader', 'Ada');
    await expect(test.call(reader, 'analysis.chooseFile', {})).rejects.toMatchObject({
      code: 'FORBIDDEN_ROLE',
    });
  });
});
