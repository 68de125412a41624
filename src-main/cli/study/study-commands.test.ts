import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudyId, UserId } from '../../../src-core/base/ids.ts';
import { seededRandom } from '../../../src-core/base/random.ts';
import { drawPhantom } from '../../../src-core/imaging/phantom.ts';
import type { StudyAnalysis } from '../../../src-core/report/study/study-analysis.ts';
import { openTestApp, TEST_SECRETS } from '../../app/testing/test-app.ts';
import { TestReader } from '../../app/testing/test-reader.ts';
import { addPhantoms } from '../../app/testing/test-study.ts';
import { encodeGrey8Png } from '../../files/png.ts';
import { lightboxHere } from '../test-cli.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'lightbox-study-cli-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (...names: string[]): string => path.join(scratch, ...names);

const PASSPHRASE_FILE = at('passphrase');
const own = (data = 'home'): string[] => ['--data', at(data), '--passphrase-file', PASSPHRASE_FILE];

/** What a command prints as JSON; its status and what it says besides where that is not 0. */
async function json(...args: string[]) {
  const { status, stdout, stderr } = await lightboxHere([...args, ...own(), '--json']);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

async function refused(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await lightboxHere(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^lightbox: [^\n]+\n$/);
  return stderr;
}

/** Reads a package at another workstation, to its end. @returns the `.readings` file */
async function readElsewhere(file: string): Promise<string> {
  const station = openTestApp({ folder: mkdtempSync(at('away-')) });
  try {
    station.dialogs.open = [file];
    const window = station.app.newSession();
    const opened = await station.call(window, 'packages.open', {});
    const { readerId } = await station.call(window, 'packages.accept', { token: opened?.token ?? '' });
    await station.call(window, 'session.signIn', { userId: readerId as UserId, secret: TEST_SECRETS.reader });
    const [study] = await station.call(window, 'reader.assignments', {});
    const studyId = study?.studyId ?? ('' as StudyId);
    const reader = new TestReader(station, window, studyId, seededRandom('study-cli'));
    await reader.resume();
    await reader.goOnUntil(({ kind }) => kind === 'done');
    station.dialogs.save = file.replace(/\.lightbox$/, '.readings');
    await station.call(window, 'reader.writeReadings', { studyId });
    return station.dialogs.save;
  } finally {
    await station.close();
  }
}

describe('lightbox study, from a description to results', () => {
  beforeAll(async () => {
    writeFileSync(PASSPHRASE_FILE, `${TEST_SECRETS.coordinator}\n`);
    const station = openTestApp({ folder: at('home') });
    await addPhantoms(station, 3);
    await station.close();
    writeFileSync(at('pilot.json'), '');
  });

  it('prints a description for every preset, and names those there are', async () => {
    const { stdout } = await lightboxHere(['study', 'new', '--template', 'realism-alignment']);
    const template = JSON.parse(stdout);
    expect(template).toMatchObject({ kind: 'lightbox-study', seed: null, design: { kind: 'single-film' } });
    writeFileSync(
      at('pilot.json'),
      JSON.stringify({ ...template, name: 'Pilot', seed: 5, readers: [{ name: 'Ada' }, { name: 'Ben' }] }),
    );
    expect(await refused('study', 'new', '--template', 'guessing')).toContain('quartet-choice');
  });

  it('begins with a coordinator who is named, and refuses a wrong passphrase, a wrong name and no data', async () => {
    const made = ['study', 'new', at('pilot.json')];
    expect(await refused(...made, ...own())).toContain('has no coordinator yet');
    expect(await refused(...made, '--data', at('nowhere'))).toContain('passphrase');
    expect(await refused(...made, ...own('nowhere'))).toContain('holds no lightbox.db');
    const draft = await json(...made, '--coordinator', 'Cora');
    expect(draft).toMatchObject({ name: 'Pilot', seed: 5, films: 6, problems: [] });
    writeFileSync(at('wrong'), 'another lantern in the south');
    const wrong = ['study', 'status', '--data', at('home'), '--passphrase-file', at('wrong')];
    expect(await refused(...wrong)).toContain('SECRET_WRONG');
    expect(await refused('study', 'status', ...own(), '--coordinator', 'Mallory')).toContain('is Cora');
  });

  it('refuses a description that is none, by its field, and a filter that fits no film', async () => {
    const pilot = JSON.parse(readFileSync(at('pilot.json'), 'utf8'));
    const describe = (change: object): string => {
      writeFileSync(at('changed.json'), JSON.stringify({ ...pilot, name: 'Other', ...change }));
      return at('changed.json');
    };
    const tried = (change: object) => refused('study', 'new', describe(change), ...own());
    expect(await tried({ seed: 'seven' })).toContain('seed');
    expect(
      await tried({ films: [{ filter: { kind: 'real', textContains: 'no such' }, arm: 'real' }] }),
    ).toContain('films.0: its filter fits no film');
    expect(await tried({ films: [{ filmId: 'nowhere', arm: 'real' }] })).toContain('no film nowhere');
    const { studies } = await json('study', 'status');
    expect(studies.map(({ name }: { name: string }) => name)).toEqual(['Pilot']);
  });

  it('freezes what is checked, packs, merges what comes back and exports what was unblinded', async () => {
    expect(await json('study', 'freeze', 'Pilot', '--check')).toMatchObject({
      protocolHash: null,
      problems: [],
    });
    const { protocolHash } = await json('study', 'freeze', 'Pilot');
    expect(protocolHash).toMatch(/^[0-9a-f]{64}$/);
    const { packages } = await json('study', 'pack', 'Pilot', '--out', at('stick'));
    expect(packages.map(({ fileName }: { fileName: string }) => fileName)).toEqual([
      'Pilot-Ada.lightbox',
      'Pilot-Ben.lightbox',
    ]);
    const ada = await readElsewhere(at('stick', 'Pilot-Ada.lightbox'));
    const ben = await readElsewhere(at('stick', 'Pilot-Ben.lightbox'));
    const bytes = readFileSync(ben);
    const place = bytes.indexOf('realism') + 1;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(at('stick', 'altered.readings'), bytes);
    const merged = await lightboxHere([
      'study',
      'merge',
      at('stick', 'altered.readings'),
      ada,
      ada,
      ...own(),
    ]);
    expect(merged.status).toBe(1);
    expect(merged.stdout).toMatch(/altered\.readings: refused\. The member "events\.json" was altered/);
    expect(merged.stdout).toMatch(
      /Pilot-Ada\.readings: Ada, Pilot: (\d+) of \1 rows new; receipt Pilot-Ada\.receipt\.json/,
    );
    expect(merged.stdout).toMatch(/nothing new/);
    expect(await refused('study', 'export', 'Pilot', '--out', at('results'), ...own())).toContain(
      'STUDY_BLINDED',
    );
    await json('study', 'merge', ben);
    const status = await json('study', 'status', 'Pilot');
    expect(status.readers.map(({ done, total, due }: Record<string, unknown>) => [done, total, due])).toEqual(
      [
        [6, 6, 'done'],
        [6, 6, 'done'],
      ],
    );
    const opened = ['--close', '--unblind', '--reason', 'Both have finished.'];
    const result = await json('study', 'export', 'Pilot', '--out', at('results'), ...opened);
    expect(result.rows).toBe(12);
    const rows: Record<string, string>[] = parse(readFileSync(at('results', 'readings.csv')), {
      columns: true,
    });
    expect(new Set(rows.map(({ arm }) => arm))).toEqual(new Set(['real', 'synthetic']));
    expect(readdirSync(at('results')).sort()).toContain('readings.csv');
  });

  it('analyses what was unblinded: numbers, report, figures and every format, the same each time', async () => {
    const settings = ['--replicates', '100', '--seed', '3'];
    const analysis: StudyAnalysis = await json('study', 'analyze', 'Pilot', ...settings);
    expect(analysis.provenance.settings).toEqual({ level: 0.95, replicates: 100, seed: 3 });
    const exported = await json(
      'study',
      'export',
      'Pilot',
      '--out',
      at('data'),
      '--formats',
      'all',
      ...settings,
    );
    expect(exported.rows).toBe(12);
    const folder = path.join(at('data'), 'Pilot-data');
    expect(exported.folder).toBe(folder);
    expect(readdirSync(folder).sort()).toEqual(
      exported.files.map(({ name }: Record<string, string>) => name).sort(),
    );
    expect(JSON.parse(readFileSync(path.join(folder, 'analysis.json'), 'utf8'))).toEqual(analysis);
    const report = await json('study', 'report', 'Pilot', '--out', at('reports'), ...settings);
    expect(report.files).toEqual([at('reports', 'report.html'), at('reports', 'report.pdf')]);
    const html = readFileSync(at('reports', 'report.html'), 'utf8');
    expect(html).toContain(analysis.provenance.dataSha256);
    const again = await json('study', 'report', 'Pilot', '--out', at('again.html'), ...settings);
    expect(again.files).toEqual([at('again.html')]);
    expect(readFileSync(at('again.html'), 'utf8')).toBe(html);
    expect(await refused('study', 'report', 'Pilot', '--out', at('report.docx'), ...own())).toContain(
      'takes a file .html or .pdf, or a folder',
    );
  }, 60_000);

  it('verifies every record without a passphrase, and says with 1 what does not hold', async () => {
    const { status, stdout } = await lightboxHere(['study', 'audit-verify', '--data', at('home'), '--json']);
    expect(status).toBe(0);
    const records = JSON.parse(stdout);
    expect(records).toMatchObject({ sound: true, audit: { problem: null } });
    expect(
      records.readers.map(({ signatures, receipts }: Record<string, unknown>) => [signatures, receipts]),
    ).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

describe('lightbox library import', () => {
  it('takes the films of a folder with their texts, and says what it did not take', async () => {
    const films = mkdtempSync(at('films-'));
    const pixels = Uint8Array.from(drawPhantom(9, { sizePx: 64 }).radiograph.pixels);
    writeFileSync(path.join(films, 'one.png'), encodeGrey8Png(pixels, 64, 64, {}));
    writeFileSync(path.join(films, 'two.png'), 'no picture');
    writeFileSync(at('labels.csv'), 'file,report\none.png,Clear lungs.\n');
    const args = ['library', 'import', films, '--labels', at('labels.csv'), '--coordinator', 'Cora'];
    const { status, stdout } = await lightboxHere([...args, ...own('fresh'), '--json']);
    const report = JSON.parse(stdout);
    expect([status, report.imported.length, report.withoutText]).toEqual([1, 1, []]);
    expect(report.refused).toMatchObject([{ fileName: 'two.png' }]);
  });
});
