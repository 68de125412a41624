import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src-core/stats/analysis/analyse.ts';
import { definedValue, expectClose } from '../../src-core/stats/test-golden.ts';
import { readGoldenJson } from '../../tools/goldens/golden-data.ts';
import { lightboxHere } from './test-cli.ts';

const IMRMC = fileURLToPath(new URL('../../../shared/oracles/imrmc-input.imrmc', import.meta.url));
const shared = existsSync(IMRMC);
const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-analyze-'));

function fileWith(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function analysed(...args: string[]): Promise<Analysis> {
  const { status, stdout, stderr } = await lightboxHere(['analyze', ...args, '--json']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as Analysis;
}

interface OrGolden {
  readonly p: number;
  readonly difference: number[];
  readonly modalities: number[][];
}

describe.skipIf(!shared)('analyze on the file of iMRMC [shared oracles]', () => {
  // Origin: tools/goldens/make_stats_mrmc.py: the published formulas written again in numpy, run on this file.
  const { imrmc } = readGoldenJson<{
    imrmc: {
      estimates: number[][];
      delong: Record<string, OrGolden>;
      jackknife: Record<string, OrGolden>;
      oneShot: Record<string, [number, number, number]>;
      sensitivity: { estimates: number[][]; or: Record<string, OrGolden> };
    };
  }>('stats-mrmc.json.gz');

  it('has the Obuchowski-Rockette and the one-shot results of the independent implementation', async () => {
    const analysis = await analysed(IMRMC, '--replicates', '200', '--threshold', '0.6');
    expect(analysis.design).toMatchObject({
      arms: ['testA', 'testB'],
      positiveCases: 40,
      negativeCases: 40,
      readings: 800,
    });
    analysis.readers.forEach(({ auc }, index) => {
      expectClose(
        definedValue(auc).estimate,
        imrmc.estimates[Math.floor(index / 5)]?.[index % 5] ?? Number.NaN,
        'AUC',
        1e-12,
      );
    });
    const compare = (found: (typeof analysis.mrmc.auc)['deLong'], expected: Record<string, OrGolden>) => {
      for (const inference of ['random readers and cases', 'fixed readers', 'fixed cases'] as const) {
        const { global, comparisons } = definedValue(found).analyses[inference];
        expectClose(definedValue(global).pValue, expected[inference]?.p ?? Number.NaN, inference, 1e-9);
        const [first] = comparisons;
        const { interval } = definedValue(first ?? { defined: false, reason: 'none' });
        expectClose(interval.lower, expected[inference]?.difference[2] ?? Number.NaN, inference, 1e-9);
        expectClose(interval.upper, expected[inference]?.difference[3] ?? Number.NaN, inference, 1e-9);
      }
    };
    compare(analysis.mrmc.auc.deLong, imrmc.delong);
    compare(analysis.mrmc.auc.jackknife, imrmc.jackknife);
    const sensitivity = analysis.mrmc.binary?.sensitivity.obuchowskiRockette;
    compare(sensitivity ?? { defined: false, reason: 'none' }, imrmc.sensitivity.or);
    analysis.mrmc.auc.oneShot.modalities.forEach((entry, index) => {
      const [, , variance] = imrmc.oneShot[`${index},${index}`] ?? [];
      expectClose(definedValue(entry).standardError ** 2, variance ?? Number.NaN, 'one-shot', 1e-12);
    });
  });

  it('prints the same for the same seed, in words too', async () => {
    const once = await lightboxHere(['analyze', IMRMC, '--replicates', '200']);
    expect(once.status).toBe(0);
    expect(once.stdout).toContain(
      'testA - testB: -0.0541 (95 % -0.2192 to 0.1110), t(7.45) -0.7660, p 0.4673',
    );
    expect(once.stdout).not.toMatch(/NaN|undefined,? *$|indistinguishable/m);
    expect(await lightboxHere(['analyze', IMRMC, '--replicates', '200'])).toEqual(once);
  });
});

/** Three readers of four real films and of four by each of two models: signed confidences, times, orders. */
function studyTable(): string {
  const rows = ['Rater,Film,Source,Kind,Score,Seconds,Place'];
  ['ann', 'ben', 'cid'].forEach((reader, r) => {
    ['real', 'model-a', 'model-b'].forEach((arm, a) => {
      for (let film = 0; film < 4; film += 1) {
        const strength = 1 + ((r + film * 2 + a) % 4);
        const wrong = (r * 3 + a * 5 + film) % 5 === 0;
        const score = (arm === 'real') === wrong ? strength : -strength;
        const kind = arm === 'real' ? 'real' : 'synthetic';
        rows.push(
          `${reader},${arm}-${film},${arm},${kind},${score},${5 + r + film + a / 2},${a * 4 + film + 1}`,
        );
      }
    });
  });
  return `${rows.join('\n')}\n`;
}

const COLUMNS = 'reader=Rater,case=Film,arm=Source,truth=Kind,rating=Score,time=Seconds,order=Place';

describe('analyze on a long table', () => {
  it('shares the real films between models, takes signed confidences as calls, and prints all that applies', async () => {
    const analysis = await analysed(
      fileWith('study.csv', studyTable()),
      '--columns',
      COLUMNS,
      '--margin',
      '3',
    );
    expect(analysis.design).toMatchObject({
      arms: ['model-a', 'model-b'],
      sharedArms: ['real'],
      readings: 36,
    });
    expect(analysis.settings.threshold).toMatchObject({ threshold: 0 });
    expect(analysis.mrmc.design).toMatchObject({ sharedNegatives: 4, sharedPositives: 0, missing: 0 });
    expect(definedValue(analysis.mrmc.auc.deLong).components.cov1).not.toBe(0);
    expect(analysis.readers).toHaveLength(6);
    expect(analysis.againstChance?.byBoth.defined).toBe(true);
    expect(analysis.agreement.calls?.categorical?.pairs).toHaveLength(3);
    expect(analysis.ratings.equivalence.defined).toBe(true);
    expect(analysis.times?.timed).toBe(36);
  });

  it('names what is missing and says what is undefined, never a number that is none', async () => {
    const file = fileWith('gaps.csv', studyTable().replace(/(ann,real-0,real,real,)[^,]+/, '$1'));
    const analysis = await analysed(file, '--columns', COLUMNS);
    expect(analysis.design.missingRatings).toEqual([{ reader: 'ann', case: 'real-0', arm: 'real' }]);
    expect(analysis.mrmc.auc.jackknife).toMatchObject({ defined: false });
    expect(JSON.stringify(analysis)).not.toContain('NaN');
    const { stdout } = await lightboxHere(['analyze', file, '--columns', COLUMNS]);
    expect(stdout).toContain('missing ratings: ann/real-0/real');
  });

  it.each<[string, string, string[], RegExp]>([
    ['an unknown reader', studyTable(), ['--readers', 'ann,ben'], /line 26: the reader "cid" is unknown/],
    ['an impossible value', studyTable(), ['--scale', '-3:3'], /the rating -?4 is outside -3 to 3/],
    [
      'a duplicate',
      `${studyTable()}ann,real-0,real,real,1,2,3\n`,
      [],
      /line 38: ann rated real-0 under real already in line 2/,
    ],
    [
      'a missing truth',
      studyTable().replace('ann,real-1,real,real', 'ann,real-1,real,'),
      [],
      /line 3: the truth of the case "real-1" is missing/,
    ],
    ['a wrong option', studyTable(), ['--scale', '5-1'], /--scale takes the lowest and the highest/],
    ['a wrong level', studyTable(), ['--level', '2'], /--level takes a number above 0 and below 1/],
  ])('refuses %s in one line, with status 2 and nothing printed', async (_, text, options, says) => {
    const { status, stdout, stderr } = await lightboxHere([
      'analyze',
      fileWith('bad.csv', text),
      '--columns',
      COLUMNS,
      ...options,
    ]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lightbox: [^\n]+\n$/);
    expect(stderr).toMatch(says);
  });

  it.each<[string, (text: string) => string, string[], RegExp]>([
    [
      'an unknown reader',
      (text) => text,
      ['--readers', 'r1'],
      /line 7: the reader "r2" is unknown; there are r1/,
    ],
    [
      'an impossible value',
      (text) => text.replace('r2,c1,a,2', 'r2,c1,a,9'),
      ['--scale', '1-5'],
      /line 7: the rating 9/,
    ],
    ['a duplicate', (text) => `${text}r1,c1,a,1\n`, [], /line 9: r1 rated c1 under a already in line 5/],
    [
      'a missing truth',
      (text) => text.replace('truth,c2,truth,1\n', ''),
      [],
      /line 5: the case "c2" has no truth/,
    ],
  ])('refuses %s in a file of iMRMC by its line, with status 2', async (_, change, options, says) => {
    const text =
      'T\nBEGIN DATA:\ntruth,c1,truth,0\ntruth,c2,truth,1\nr1,c1,a,1\nr1,c2,a,4\nr2,c1,a,2\nr2,c2,a,5\n';
    const file = fileWith('bad.imrmc', change(text));
    const { status, stdout, stderr } = await lightboxHere(['analyze', file, ...options, '--json']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it('writes report, figures and data where it is told to, the same each time, and says so', async () => {
    const place = mkdtempSync(path.join(folder, 'out-'));
    const args = [
      'analyze',
      fileWith('study.csv', studyTable()),
      '--columns',
      COLUMNS,
      '--replicates',
      '100',
    ];
    const outputs = (name: string) => [
      ...['--report', path.join(place, `${name}.html`), '--figures', path.join(place, `${name}-figures`)],
      ...['--format', 'svg', '--theme', 'screen', '--export', path.join(place, `${name}-data`)],
    ];
    const { status, stdout, stderr } = await lightboxHere([...args, ...outputs('a')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`written: ${path.join(place, 'a.html')}`);
    expect((await lightboxHere([...args, ...outputs('b')])).status).toBe(0);
    const read = (...names: string[]) => readFileSync(path.join(place, ...names), 'utf8');
    expect(read('a.html')).toBe(read('b.html'));
    const figures = readdirSync(path.join(place, 'a-figures'));
    expect(figures.length).toBeGreaterThan(2);
    for (const name of figures) expect(read('a-figures', name)).toBe(read('b-figures', name));
    expect(read('a-data', 'manifest.json')).toBe(read('b-data', 'manifest.json'));
    const taken = await lightboxHere([...args, '--export', path.join(place, 'a-data')]);
    expect(taken).toMatchObject({ status: 2, stdout: '' });
  }, 60_000);

  it.each<[string[], RegExp]>([
    [['--report', 'report.docx'], /--report takes a file .html or .pdf, or a folder/],
    [['--format', 'png'], /--theme and --format are of figures: give --figures/],
    [['--figures', 'f', '--theme', 'dark'], /--theme takes print, screen, not "dark"/],
    [['--export', 'e', '--formats', 'spss'], /--formats takes long-csv, .*, not "spss"/],
    [['--formats', 'json'], /--formats is of an export: give --export/],
    [['--export', ''], /--export is empty/],
  ])('refuses %j before anything is read', async (options, says) => {
    const { status, stderr } = await lightboxHere(['analyze', 'none.csv', ...options]);
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });

  it('refuses a file that is not there', async () => {
    const { status, stderr } = await lightboxHere(['analyze', path.join(folder, 'none.csv')]);
    expect(status).toBe(2);
    expect(stderr).toContain('FILE_NOT_FOUND');
  });
});
