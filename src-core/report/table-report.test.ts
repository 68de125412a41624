import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { type Analysis, type AnalysisOptions, analyseTable } from '../stats/analysis/analyse.ts';
import type { ReadingTable, TableReading } from '../stats/analysis/reading-table.ts';
import { tableReport } from './table-report.ts';
import { expectSound, textsOf } from './test-report.ts';

const SOURCE = { fileName: 'table.csv', dataSha256: 'a'.repeat(64), product: 'Lightbox', version: '1.2.3' };

interface Shape {
  readonly readers: number;
  readonly cases: number;
  readonly seed: number;
  /** How far apart positive and negative cases are rated; 0: not at all. */
  readonly shift: number;
  readonly arms?: readonly string[];
  readonly missing?: number;
  readonly times?: boolean;
}

/** Ratings from 1 to 5 of cases that alternate in truth. */
function tableOf({
  readers,
  cases,
  seed,
  shift,
  arms = ['A', 'B'],
  missing = 0,
  times = true,
}: Shape): ReadingTable {
  const random = seededRandom(seed);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const truth = new Map(Array.from({ length: cases }, (_, index) => [`c${index}`, index % 2 === 0]));
  const readings = Array.from({ length: readers }, (_, reader) =>
    arms.flatMap((arm, place) =>
      [...truth].map(([name, positive], index): TableReading => {
        const score = uniform() * 5 + (positive ? shift * (place + 1) : 0);
        return {
          reader: `r${reader}`,
          case: name,
          arm,
          rating: uniform() < missing ? null : Math.min(5, Math.max(1, Math.ceil(score))),
          seconds: times ? Math.exp(2 + uniform()) : null,
          order: times ? place * cases + index + 1 : null,
        };
      }),
    ),
  ).flat();
  return { readings, truth };
}

async function reported(shape: Shape, options: AnalysisOptions = {}) {
  const analysis = await analyseTable(tableOf(shape), { replicates: 100, threshold: 4, ...options });
  return { analysis, document: tableReport(analysis, SOURCE) };
}

function allText(document: ReturnType<typeof tableReport>): string {
  return textsOf(document).join('\n');
}

describe('a report of a table with an effect', () => {
  let found: { analysis: Analysis; document: ReturnType<typeof tableReport> };
  beforeAll(async () => {
    found = await reported({ readers: 4, cases: 30, seed: 3, shift: 1.2 }, { margin: 3 });
  });

  it('is valid, places every figure once, explains every gap and claims nothing it may not', () => {
    expectSound(found.document);
    expect(found.document.figures.map(({ kind }) => kind)).toEqual([
      'forest',
      'roc',
      'confusion',
      'confusion',
      'likert',
      'agreement',
      'agreement',
      'time-order',
    ]);
  });

  it('is the same for the same analysis', () => {
    expect(JSON.stringify(tableReport(found.analysis, SOURCE))).toBe(JSON.stringify(found.document));
  });

  it('states the numbers of the analysis, the margin that was met, the hash and the settings', () => {
    const text = allText(found.document);
    const auc = found.analysis.readers[0]?.auc;
    expect(auc?.defined).toBe(true);
    if (auc?.defined === true) expect(text).toContain(auc.value.estimate.toFixed(3));
    expect(text).toContain('were equivalent within the margin of \u00b13.00 points');
    expect(text).toContain('a'.repeat(64));
    expect(text).toContain('Lightbox 1.2.3');
    expect(text).toContain('--threshold 4 --chance 0.5 --level 0.95 --margin 3 --replicates 100 --seed 1');
  });

  it('cites each work once in the list, by numbers from 1 in the order of the text', () => {
    const text = found.document.sections
      .filter(({ id }) => id === 'methods')
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : [])))
      .join(' ');
    const cited = [...text.matchAll(/\[([\d, ]+)\]/g)].flatMap(([, numbers = '']) =>
      numbers.split(', ').map(Number),
    );
    const listed = found.document.sections
      .filter(({ id }) => id === 'references')
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])));
    expect([...new Set(cited)]).toEqual(listed.map((_, index) => index + 1));
    expect(listed.every((item, index) => item.startsWith(`[${index + 1}] `))).toBe(true);
  });

  it('for publication calls readers by numbers, and no name of the table comes through', () => {
    const numbered = tableReport(found.analysis, SOURCE, { readerNames: 'numbers' });
    expectSound(numbered);
    expect(JSON.stringify(numbered)).not.toMatch(/\br[0-3]\b/);
    expect(allText(numbered)).toContain('Reader 4');
  });
});

describe('a report without an effect', () => {
  it('says of what is not significant that it was not shown, with the values that stay open', async () => {
    const { analysis, document } = await reported(
      { readers: 5, cases: 40, seed: 11, shift: 0 },
      { margin: 0.05 },
    );
    const comparison = analysis.mrmc.auc.deLong;
    expect(comparison.defined).toBe(true);
    const text = allText(document);
    expect(text).toMatch(
      /A difference in AUC between A and B was not shown: difference .* remain compatible with the data\./,
    );
    expect(text).toMatch(/Equivalence of the mean ratings .* was not shown/);
    expect(text).not.toMatch(/were equivalent/);
    expectSound(document);
  });
});

describe('reports of all kinds of tables', () => {
  it.each([
    ['one reader', { readers: 1, cases: 12, seed: 1, shift: 1 }],
    ['two cases', { readers: 3, cases: 2, seed: 2, shift: 1 }],
    ['one arm', { readers: 3, cases: 20, seed: 4, shift: 1, arms: ['A'] }],
    ['three arms', { readers: 3, cases: 16, seed: 5, shift: 0.4, arms: ['A', 'B', 'C'] }],
    ['missing ratings', { readers: 4, cases: 20, seed: 6, shift: 0.5, missing: 0.3 }],
    ['ratings that tell all', { readers: 3, cases: 12, seed: 7, shift: 50, times: false }],
  ] satisfies [string, Shape][])('%s', async (_, shape) => {
    for (const options of [{}, { margin: 1 }]) {
      const { document } = await reported(shape, options);
      expectSound(document);
    }
  });

  it('eight small tables, significant or not', async () => {
    for (let seed = 20; seed < 28; seed += 1) {
      const { document } = await reported({
        readers: 2 + (seed % 3),
        cases: 8 + (seed % 5),
        seed,
        shift: (seed % 4) * 0.7,
        missing: seed % 2 === 0 ? 0.1 : 0,
      });
      expectSound(document);
    }
  });

  it('films of models beside shared real ones', async () => {
    const { readings } = tableOf({ readers: 3, cases: 20, seed: 9, shift: 1, arms: ['x'] });
    const table: ReadingTable = {
      readings: readings.map((reading) => {
        const index = Number(reading.case.slice(1));
        return { ...reading, arm: index % 2 === 1 ? 'real' : index % 4 === 0 ? 'model-1' : 'model-2' };
      }),
      truth: tableOf({ readers: 1, cases: 20, seed: 9, shift: 1 }).truth,
    };
    const analysis = await analyseTable(table, { replicates: 100, threshold: 4 });
    const document = tableReport(analysis, SOURCE);
    expectSound(document);
    expect(allText(document)).toContain('real holds negative cases alone');
  });
});
